import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport

/// A fleet, its log and a watch on it: each `tick` evaluates and writes what follows.
struct WatchedFleet {
    let fleet: Fleet
    var log: ScriptedLog
    var readings = FleetReadings()
    var watch: RuleEvaluator

    init(_ fleet: Fleet, log: ScriptedLog = ScriptedLog()) {
        self.fleet = fleet
        self.log = log
        watch = RuleEvaluator(fleet: fleet)
    }

    /// What the watch asks for at this moment.
    mutating func commands(at now: Timestamp) -> [Command] {
        let assessments = fleet.assess(&readings, at: now)
        return watch.evaluate(readings, assessments, log: log.state, at: now)
    }

    /// Lets the watch see this moment and writes what it asks for.
    @discardableResult
    mutating func tick(at now: Timestamp) throws -> [Event] {
        try commands(at: now).flatMap { try log.run($0, at: now, by: .tocsin) }
    }

    /// Polls the nodes with the same values and ticks, every 10 s from one second to another.
    @discardableResult
    mutating func run(
        _ from: Int,
        through to: Int,
        nodes: [NodeID] = ["a"],
        _ metrics: [MetricName: Double] = [:],
        facts: [FactName: [String]] = [:],
    ) throws -> [Event] {
        try stride(from: from, through: to, by: 10).flatMap { second in
            for node in nodes {
                readings.poll(node, at: seconds(second), metrics, facts: facts)
            }
            return try tick(at: seconds(second))
        }
    }

    /// Lets a node be silent and ticks, every 10 s from one second to another.
    @discardableResult
    mutating func runSilent(_ from: Int, through to: Int, _ node: NodeID = "a") throws -> [Event] {
        try stride(from: from, through: to, by: 10).flatMap { second in
            readings.silence(node, at: seconds(second))
            return try tick(at: seconds(second))
        }
    }

    static func single(
        checks: [Check] = [],
        parties: [Party] = [],
        log: ScriptedLog = ScriptedLog(),
    ) -> WatchedFleet {
        WatchedFleet(
            Fleet(name: "prod", nodes: [.substrate("a")], parties: parties, checks: checks),
            log: log
        )
    }
}
