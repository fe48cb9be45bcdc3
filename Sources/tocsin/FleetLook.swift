import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports
import Runtime

/// One look at a fleet, and what the log adds to it: a signal that stands is a part of the health
/// of its nodes.
struct FleetLook {
    /// The fleet with the nodes that its sources told of.
    let fleet: Fleet
    /// What every node says, and what is found.
    let snapshot: FleetSnapshot
    /// What the log would tell if the look were written down.
    let log: LogState
    private let health: FleetHealth

    /// Asks every node, showing how far it has come; the signals of the log count when there is one
    /// that can be read.
    init(at fleet: Fleet, _ invocation: Invocation) {
        let look = Self.look(at: fleet, invocation)
        self.fleet = look.snapshot.fleet ?? fleet
        snapshot = look.snapshot
        log = look.log
        health = FleetHealth(look.log, of: fleet.name, at: RunTime.now)
    }

    private static func look(at fleet: Fleet, _ invocation: Invocation) -> OneShotPoll {
        defer { Output.progress("") }
        let log = invocation.logStateOrNone()
        return blocking {
            await OneShotPoll.look(
                at: fleet,
                clock: RunTime.clock,
                besideLog: invocation.storePath,
                log: log
            ) { done, all in
                Output.progress("asked \(done) of \(all)")
            }
        }
    }

    /// What is told of it; `chosen` is the one node that is asked for.
    func report(chosen: NodeID? = nil) -> FleetReport {
        FleetReport(fleet, snapshot, health, chosen: chosen, at: RunTime.now)
    }

    /// The health of a node: the worst of what it answers and of the signals that stand on it.
    func assessment(of node: NodeID) -> NodeAssessment {
        health.assessment(of: node, snapshot.assessments[node] ?? NodeAssessment(.unknown))
    }

    /// What the sources are at fault with, a line each.
    var sourceFaults: [String] {
        fleet.sources.enumerated().flatMap { index, source in
            (snapshot.readings.sourceProblems[index] ?? []).filter(\.isFault).map { problem in
                "source \(source.shownServer): \(problem.part): \(problem.reason.sentence)"
            }
        }
    }
}
