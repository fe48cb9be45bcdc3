import FleetModel
import IncidentLog
import Primitives

/// A condition for aborting a change, judged on a node alone; on all changed nodes without one.
struct AbortKey: Hashable {
    let change: ChangeID
    let criterion: String
    let node: NodeID?
}

// The waves of changes that are under way: how long each is watched, and when to abort.
extension RuleEvaluator {
    mutating func changeCommands(
        _ readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [Command] {
        let running = log.changes.filter {
            $0.progress == .running && $0.plan.fleet == fleet.name
        }
        guard !running.isEmpty else {
            abortClocks.removeAll()
            return []
        }
        var commands: [Command] = []
        for change in running {
            let met = metCriteria(of: change, readings, at: now)
            commands += met.map { criterion, reading in
                .change(.noteAbortCriterion(change.id, criterion: criterion, reading: reading))
            }
            if met.isEmpty, change.met.isEmpty, let wave = change.currentWave,
                let until = change.holdUntil, until > wave.beganAt, now >= until
            {
                commands.append(.change(.endWave(change.id, wave: wave.number)))
            }
        }
        return commands
    }

    /// The conditions that hold for as long as they say, and that nobody has written down yet.
    private mutating func metCriteria(
        of change: ChangeState,
        _ readings: FleetReadings,
        at now: Timestamp
    ) -> [(String, String)] {
        let begun = change.plan.nodes(ofFirst: change.waves.last?.number ?? 0)
        let nodes = begun.isEmpty ? fleet.nodes.map(\.id) : begun
        return change.plan.aborts.compactMap { text in
            guard !change.met.contains(where: { $0.criterion == text }),
                let condition = try? Condition(parsing: text)
            else { return nil }
            let groups = condition.isOfSeveralNodes ? [nil] : nodes.map { Optional($0) }
            // Every clock goes on, whichever of the nodes is the first to tell.
            let readings = groups.compactMap { node in
                observe(
                    condition,
                    AbortKey(change: change.id, criterion: text, node: node),
                    on: node.map { [$0] } ?? nodes,
                    readings,
                    at: now
                )
            }
            return readings.first.map { (text, $0) }
        }
    }

    /// What was read when the condition has held for long enough; nil otherwise.
    private mutating func observe(
        _ condition: Condition,
        _ key: AbortKey,
        on nodes: [NodeID],
        _ readings: FleetReadings,
        at now: Timestamp
    ) -> String? {
        let scope = Condition.Scope(fleet, readings, nodes: nodes, now: now)
        let evaluation = condition.evaluate(in: scope)
        abortClocks[key, default: HoldClock()].observe(evaluation.truth, at: now)
        guard evaluation.truth == .holds,
            abortClocks[key]?.held(at: now) ?? .zero >= condition.hold
        else { return nil }
        return evaluation.reading
    }
}

extension Condition {
    /// Whether it brings the values of several nodes together, so that no node can be judged alone.
    fileprivate var isOfSeveralNodes: Bool {
        clause.comparisons.contains { comparison in
            switch comparison.quantifier {
            case .all, .any: false
            case .min, .max, .sum, .count: true
            }
        }
    }
}
