package import FleetModel
import IncidentLog
package import Monitoring
package import Primitives

/// The state of a fleet after one look at it.
package struct FleetReport: Report {
    let fleet: String
    let at: Timestamp
    let nodes: [NodeRow]
    let sources: [Source]
    let parties: [Party]
    private let fleetSignals: [String]
    private let isSingle: Bool

    struct Source: Encodable, Sendable {
        let server: String
        let problems: [Problem]

        struct Problem: Encodable, Sendable {
            let part: String
            let reason: String
        }
    }

    struct Party: Encodable, Sendable {
        let name: PartyID
        let needs: String
        var reading: String?
    }

    private enum CodingKeys: CodingKey {
        case fleet, at, nodes, sources, parties
    }

    /// A fleet at this moment.
    ///
    /// - Parameters:
    ///   - chosen: The one node that is asked for; nil for all.
    ///   - health: What signals add to what the nodes say.
    package init(
        _ fleet: Fleet,
        _ snapshot: FleetSnapshot,
        _ health: FleetHealth,
        chosen: NodeID? = nil,
        at now: Timestamp
    ) {
        self.fleet = fleet.name
        at = now
        isSingle = chosen != nil
        nodes = fleet.nodes.filter { chosen == nil || $0.id == chosen }.map { node in
            NodeRow(
                node,
                snapshot.readings.nodes[node.id],
                health.assessment(
                    of: node.id,
                    snapshot.assessments[node.id] ?? NodeAssessment(.unknown)
                ),
                at: now
            )
        }
        sources = fleet.sources.enumerated().map { index, source in
            Source(
                server: source.shownServer,
                problems: (snapshot.readings.sourceProblems[index] ?? []).map {
                    Source.Problem(part: $0.part, reason: $0.reason.sentence)
                }
            )
        }
        parties = fleet.parties.map { party in
            let need = snapshot.needs[party.id]
            return Party(
                name: party.id,
                needs: need?.truth.served ?? "unknown",
                reading: need?.reading
            )
        }
        fleetSignals = health.ofFleet.map { "\($0.priority.rawValue): \($0.text)" }
    }

    /// A row a node, then what is wrong with sources and parties; of one node, all that is known.
    package func text(at now: Timestamp) -> [ReportPart] {
        isSingle ? nodes.flatMap(\.parts) : table
    }

    private var table: [ReportPart] {
        var table = ReportTable(
            "NODE",
            "VERDICT",
            "VERSION",
            "PEERS",
            "LINKS",
            "BEST",
            "LAG",
            "WHY",
            spare: ["BEST", "LINKS", "LAG"],
            empty: sources.isEmpty
                ? "the fleet file names no nodes" : "the sources tell of no nodes"
        )
        for node in nodes {
            table.add(
                node.name.rawValue,
                node.verdict,
                node.version ?? "-",
                node.number(.peers),
                node.number(.siblingLinks),
                node.number(.heightBest),
                node.number(.lag),
                (node.reasons + node.notes).joined(separator: "; ")
            )
        }
        let problems = sources.flatMap { source in
            source.problems.map { "source \(source.server): \($0.part): \($0.reason)" }
        }
        let needs = parties.compactMap { party in
            party.reading.map { "\(party.name): \(party.needs) (\($0))" }
        }
        return [.table(table)] + (problems + fleetSignals + needs).map { .line($0) }
    }
}

extension FleetSource {
    /// The address of its server, without what is secret in it.
    package var shownServer: String {
        (try? WebAddress(server))?.shown ?? "an address that cannot be read"
    }
}

extension Evaluation.Truth {
    /// Whether a party's needs are met, in a word.
    fileprivate var served: String {
        switch self {
        case .holds: "met"
        case .fails: "unmet"
        case .unknown: "unknown"
        }
    }
}
