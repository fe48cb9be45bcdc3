package import FleetModel
package import IncidentLog
package import Primitives

/// What speaks for and against a change before anybody is asked: the release policy, what every
/// party needs against what the target really speaks, and what would get in the way.
///
/// What is not known never counts as good.
package struct Preflight {
    let plan: ChangePlan
    let change: ChangeState
    let fleet: Fleet
    let readings: FleetReadings
    let log: LogState
    let now: Timestamp

    /// A look at a change with what the nodes of its fleet last said.
    package init(
        of change: ChangeState,
        _ fleet: Fleet,
        _ readings: FleetReadings,
        _ log: LogState,
        at now: Timestamp
    ) {
        self.change = change
        plan = change.plan
        self.fleet = fleet
        self.readings = readings
        self.log = log
        self.now = now
    }

    /// What was looked at, in the order in which it is told.
    package func results() -> [PreflightResult] {
        // Whom it would harm comes first: of a refusal people read the beginning.
        var results = fleet.parties.flatMap { needs(of: $0) }
        results += [releasePolicy(), automation(), wayBack()]
        results += [layout(), evidence()].compactMap { $0 }
        results += refusedKeys()
        return results
    }

    /// The nodes that are changed.
    var nodes: [NodeID] {
        let named = plan.nodes(ofFirst: plan.waves.count)
        return named.isEmpty ? fleet.nodes.map(\.id) : named
    }

    /// A fresh fact of a node; nil when it is not known.
    func fact(_ name: FactName, of node: NodeID) -> [String]? {
        guard let fact = readings.nodes[node]?.facts[name],
            fact.isFresh(at: now, within: fleet.polling.staleAfter)
        else { return nil }
        return fact.values
    }

    /// A list of nodes in a few words.
    func names(_ nodes: [NodeID]) -> String { NodeNames.few(of: nodes) }
}

// MARK: The release

extension Preflight {
    private func releasePolicy() -> PreflightResult {
        func result(_ verdict: PreflightResult.Verdict, _ text: String) -> PreflightResult {
            PreflightResult("release policy", verdict, subject: plan.to, text)
        }
        // An exception may be for some nodes only.
        let places = nodes.isEmpty ? [nil] : nodes.map { Optional($0) }
        let standings = places.compactMap { node in
            log.standing(of: plan.to, on: node, in: fleet, at: now)
        }
        guard let worst = standings.first(where: \.isOffPolicy) ?? standings.first else {
            return result(.warn, "the fleet file does not say which releases may run")
        }
        let allowed = fleet.releases.joined(separator: ", ")
        switch worst {
        case .onPolicy: return result(.pass, "a release of \(fleet.name) (\(allowed))")
        case .excepted: return result(.warn, worst.words(of: plan.to))
        case .offPolicy(let lack):
            return result(
                .fail,
                "no release of \(fleet.name), which runs \(allowed) only (\(lack.words)); "
                    + "a second person can allow it for a while: tocsin policy except"
            )
        }
    }
}

// MARK: A node that is not there yet

/// A fleet of one node, of which no more is known than what is stated.
struct Stand {
    var fleet: Fleet
    private var facts: [Fact] = []
    private let node: NodeID
    private let now: Timestamp

    /// A stand for a release, which goes by its name.
    init(in fleet: Fleet, at now: Timestamp, called release: String) {
        node = NodeID(release)
        self.now = now
        self.fleet = fleet
        self.fleet.nodes = [Node(id: node, probes: [])]
    }

    mutating func tell(_ name: FactName, _ values: [String]) {
        facts.append(Fact(name, values))
    }

    var scope: Condition.Scope {
        var readings = FleetReadings()
        readings.apply(
            Observation(node: node, probeIndex: 0, at: now, latency: .zero, facts: facts)
        )
        return Condition.Scope(fleet, readings, now: now)
    }
}
