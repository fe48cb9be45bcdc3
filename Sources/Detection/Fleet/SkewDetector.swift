import Monitoring
import FleetModel
import IncidentLog
import Primitives

/// Nodes of one sort that differ in something they should share: version, runtime, protocols,
/// chain, configuration, layout of the database.
struct SkewDetector: Sendable {
    /// What nodes of one sort should share.
    enum Aspect: Int, CaseIterable, Sendable {
        case version, runtime, relay, protocols, genesis, relayGenesis, config, layout

        var fact: FactName {
            switch self {
            case .version: .version
            case .runtime: .runtime
            case .relay: .relay
            case .protocols: .protocols
            case .genesis: .genesis
            case .relayGenesis: .relayGenesis
            case .config: "config.digest"
            case .layout: "database.layout"
            }
        }

        var word: String {
            switch self {
            case .version: "version skew"
            case .runtime: "runtime skew"
            case .relay: "relay protocol skew"
            case .protocols: "protocol skew"
            case .genesis: "genesis skew"
            case .relayGenesis: "relay genesis skew"
            case .config: "config skew"
            case .layout: "database skew"
            }
        }

        /// What differs, in a sentence.
        var noun: String {
            switch self {
            case .version: "version differs"
            case .runtime: "runtime version differs"
            case .relay: "relay protocol differs"
            case .protocols: "protocols differ"
            case .genesis: "genesis differs"
            case .relayGenesis: "genesis of the relay half differs"
            case .config: "configuration differs"
            case .layout: "database layout differs"
            }
        }

        var priority: SignalPriority {
            switch self {
            case .relay, .protocols, .genesis, .relayGenesis: .critical
            case .version, .runtime, .config, .layout: .warning
            }
        }

        /// Nodes have keys and names of their own in their configurations: only an odd one out
        /// among nodes that agree tells something.
        var needsMajority: Bool { self == .config }

        var meaning: String {
            switch self {
            case .version: "a deployment that did not reach every node, or reached one too many"
            case .runtime: "some nodes are behind the upgrade of the runtime"
            case .relay, .protocols: "nodes and clients of one protocol cannot talk to the other"
            case .genesis, .relayGenesis:
                "another chain specification: the node is on its own chain"
            case .config: "a key was changed by hand, or a roll-back left files behind"
            case .layout: "a newer program opened the database; an older one may not read it"
            }
        }
    }

    private struct Value: Sendable {
        let text: String
        let at: Timestamp
        let detail: String
    }

    private struct Group: Sendable {
        let subject: String
        var members: [Int] = []
        var latches = Array(repeating: HoldState(), count: Aspect.allCases.count)
        var changedAt: Timestamp?
        /// Whether something may have changed since it was last judged.
        var isDue = false
        var isUneven = false
        var reported: Set<Int> = []
    }

    private var groups: [Group] = []
    private let groupOf: [Int]
    private let fleet: Fleet
    private var values: [[Value?]]

    init(fleet: Fleet) {
        self.fleet = fleet
        values = Array(
            repeating: Array(repeating: nil, count: Aspect.allCases.count),
            count: fleet.nodes.count
        )
        var places: [String: Int] = [:]
        var membership: [Int] = []
        for (index, node) in fleet.nodes.enumerated() {
            let sort = node.sort
            let key = sort ?? "\u{0}\(index)"
            let place = places[key] ?? groups.count
            if place == groups.count {
                places[key] = place
                groups.append(Group(subject: node.role ?? fleet.name))
            }
            groups[place].members.append(index)
            membership.append(place)
        }
        groupOf = membership
    }

    /// Takes the facts of one poll into account.
    mutating func observe(_ observation: Observation, of node: Int, isRestart: Bool) {
        let group = groupOf[node]
        guard groups[group].members.count > 1 else { return }
        if isRestart { groups[group].changedAt = observation.at }
        for aspect in Aspect.allCases {
            guard let fact = observation.facts.first(where: { $0.name == aspect.fact }),
                !fact.values.isEmpty, isTold(aspect, by: observation.probeIndex, of: node)
            else { continue }
            let full = fact.values.sorted().joined(separator: " ")
            let text = aspect == .version ? full.leadingVersion : full
            let before = values[node][aspect.rawValue]
            values[node][aspect.rawValue] = Value(text: text, at: observation.at, detail: full)
            guard before?.text != text else { continue }
            groups[group].isDue = true
            if before != nil { groups[group].changedAt = observation.at }
        }
        if groups[group].isUneven { groups[group].isDue = true }
    }

    /// A list of protocols is complete only when the node itself gave it in a handshake; versions
    /// count only from the node's own program.
    private func isTold(_ aspect: Aspect, by probe: Int, of node: Int) -> Bool {
        let probes = fleet.nodes[node].probes
        guard probes.indices.contains(probe) else { return false }
        let kind = probes[probe].target.kind
        switch aspect {
        case .protocols: return kind == "libp2p"
        case .version:
            let main = probes.first { $0.target.tellsOfProgram } ?? probes[0]
            return kind == main.target.kind
        case .runtime, .relay, .genesis, .relayGenesis, .config, .layout: return true
        }
    }

    /// What is said of every group that changed or is uneven.
    mutating func judge(at now: Timestamp) -> [Judgement] {
        var judgements: [Judgement] = []
        for index in groups.indices where groups[index].isDue {
            groups[index].isDue = false
            groups[index].isUneven = false
            for aspect in Aspect.allCases {
                if let judgement = judge(aspect, index, at: now) { judgements.append(judgement) }
            }
        }
        return judgements
    }

    private mutating func judge(_ aspect: Aspect, _ index: Int, at now: Timestamp) -> Judgement? {
        let group = groups[index]
        let limit = fleet.polling.staleAfter * 2
        var nodes: [String: [Int]] = [:]
        for member in group.members {
            guard let value = values[member][aspect.rawValue], now - value.at <= limit else {
                continue
            }
            nodes[value.text, default: []].append(member)
        }
        guard !nodes.isEmpty else { return nil }
        let isEven = nodes.count == 1 || aspect.needsMajority && !hasMajority(nodes)
        if !isEven { groups[index].isUneven = true }
        let isRollout =
            group.changedAt.map { now - $0 < fleet.detectors.rollout } ?? false
        groups[index].latches[aspect.rawValue].observe(
            isEven ? .fails : isRollout ? .unknown : .holds,
            at: now,
            hold: fleet.polling.interval,
            release: fleet.polling.interval
        )
        let latch = groups[index].latches[aspect.rawValue]
        if latch.isStanding { groups[index].isUneven = true }
        let id = SignalID("\(aspect.word)/\(group.subject)")
        switch latch.outcome {
        case .unknown: return nil
        case .calm: return .calm(id)
        case .stands(let since):
            return .stands(finding(id, aspect, nodes, group.subject, since: since))
        }
    }

    private func hasMajority(_ nodes: [String: [Int]]) -> Bool {
        let total = nodes.values.map(\.count).reduce(0, +)
        let most = nodes.values.map(\.count).max() ?? 0
        return most >= 3 && most * 3 >= total * 2
    }

    private func finding(
        _ id: SignalID,
        _ aspect: Aspect,
        _ nodes: [String: [Int]],
        _ subject: String,
        since: Timestamp
    ) -> Finding {
        // The largest group is what is meant; of two equal ones nobody can say which.
        let sorted = nodes.sorted {
            ($0.value.count, $1.key) > ($1.value.count, $0.key)
        }
        let isTie = sorted.count > 1 && sorted[0].value.count == sorted[1].value.count
        let odd = sorted.dropFirst(isTie ? 0 : 1).flatMap(\.value).sorted()
        func names(_ members: [Int]) -> String {
            let shown = members.prefix(5).map { fleet.nodes[$0].id.rawValue }
            let more = members.count > 5 ? " and \(members.count - 5) more" : ""
            return shown.joined(separator: ", ") + more
        }
        let parts = sorted.prefix(4).map { "\(brief($0.key)) on \(names($0.value))" }
        return Finding(
            id: id,
            kind: .skew,
            priority: aspect.priority,
            text: "\(aspect.noun) in \(subject): \(parts.joined(separator: "; "))",
            nodes: odd.map { fleet.nodes[$0].id },
            since: since,
            evidence: sorted.prefix(6).map { entry in
                let detail = entry.value.first.flatMap { values[$0][aspect.rawValue]?.detail }
                return "\(entry.value.count) on \(brief(detail ?? entry.key))"
            },
            meaning: aspect.meaning
        )
    }

    private func brief(_ text: String) -> String {
        text.count > 60 ? "\(text.prefix(57))…" : text
    }
}

extension Node {
    /// Which nodes should be alike: those of one role that are asked in the same way.
    ///
    /// Nil for a node of which nothing says what it is: exporters of all sorts in one fleet differ
    /// by nature.
    var sort: String? {
        let main = probes.first { $0.target.tellsOfProgram }
        guard role != nil || main != nil else { return nil }
        return "\(role ?? "")\u{0}\(main?.target.kind ?? probes.first?.target.kind ?? "")"
    }
}

extension String {
    /// The numbers at the front of a version, such as `3.2.0` of `v3.2.0-2477840-x86_64`; the
    /// whole text when there are none.
    var leadingVersion: String {
        let body = first == "v" || first == "V" ? dropFirst() : self[...]
        let numbers = body.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard numbers.contains("."), numbers.first != "." else { return self }
        return String(numbers)
    }
}
