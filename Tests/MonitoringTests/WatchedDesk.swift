import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport

/// An alarm desk and the log that it writes: judgements in, entries out.
struct WatchedDesk {
    let fleet: Fleet
    var desk: SignalReconciler
    var log = ScriptedLog()
    var readings = FleetReadings()

    init(_ fleet: Fleet) {
        self.fleet = fleet
        desk = SignalReconciler(fleet: fleet)
    }

    /// A fleet of nodes `n1`, `n2` and so on, each on a host of its own.
    init(nodes count: Int, role: (Int) -> String? = { _ in nil }) {
        let nodes = (1...count).map { number in
            Node(
                id: NodeID("n\(number)"),
                role: role(number),
                probes: [.prometheus("http://host\(number).example:9100/metrics")]
            )
        }
        self.init(Fleet(name: "prod", nodes: nodes))
    }

    var signals: [SignalID] { log.state.activeSignals.map(\.id) }

    /// Takes what is found at a moment and writes what follows.
    @discardableResult
    mutating func look(
        _ judgements: [Judgement],
        unknown: [SignalID] = [],
        at now: Timestamp
    ) throws -> [Event] {
        let commands = desk.commands(
            for: judgements,
            unknown: unknown,
            readings: readings,
            log: log.state,
            at: now
        )
        return try commands.flatMap { try log.run(.signal($0), at: now, by: .tocsin) }
    }

    /// Takes the same at every full ten seconds from one second to another.
    @discardableResult
    mutating func look(
        _ judgements: [Judgement],
        unknown: [SignalID] = [],
        from: Int,
        through to: Int
    ) throws -> [Event] {
        try stride(from: from, through: to, by: 10).flatMap { second in
            try look(judgements, unknown: unknown, at: seconds(second))
        }
    }
}

extension ProbeSpec {
    static func prometheus(_ url: String) -> ProbeSpec {
        ProbeSpec(target: .prometheus(url: url, metrics: []))
    }
}

extension Judgement {
    static func stands(
        _ id: SignalID,
        _ priority: SignalPriority = .critical,
        kind: FindingKind = .check,
        nodes: [NodeID]? = nil,
        since: Timestamp = start,
        causes: [SignalID] = []
    ) -> Judgement {
        .stands(
            .sample(id, priority, kind: kind, nodes: nodes, since: since, causes: causes)
        )
    }

    static func down(_ node: NodeID) -> Judgement {
        .stands(SignalID("down/\(node)"), kind: .down)
    }
}

extension [Event] {
    /// The names of the events about signals, without the family.
    var words: [String] { map { String($0.name.name.dropFirst("signal.".count)) } }
}
