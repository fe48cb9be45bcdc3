import TestServers
import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Probing
import Runtime
import Testing

/// Whoever looks at a fleet sees the same: a single look, a watch without a screen, and a session
/// with a log.
struct FleetParityTests {
    /// What is said of a fleet, however it was looked at.
    private struct Picture: Equatable {
        var verdicts: [NodeID: NodeAssessment.Verdict] = [:]
        var reasons: [NodeID: [String]] = [:]
        var signals: Set<SignalID> = []

        init(_ fleet: Fleet, _ snapshot: FleetSnapshot, _ log: LogState, at now: Timestamp) {
            let health = FleetHealth(log, of: fleet.name, at: now)
            for node in fleet.nodes {
                let seen = snapshot.assessments[node.id] ?? NodeAssessment(.unknown)
                let assessment = health.assessment(of: node.id, seen)
                verdicts[node.id] = assessment.verdict
                reasons[node.id] = assessment.reasons
            }
            signals = Set(log.activeSignals(of: fleet.name).map(\.id))
        }

        init() {}
    }

    private func fleet(_ url: String) throws -> Fleet {
        func node(_ id: NodeID, _ url: String) -> Node {
            Node(id: id, probes: [ProbeSpec(target: .http(url: url, status: 200, contains: nil))])
        }
        return Fleet(
            name: "test",
            nodes: [
                node("well", url), node("slow", url), node("gone", "http://127.0.0.1:1"),
            ],
            parties: [
                Party(id: "users", needs: [try Condition(parsing: "count(latency) >= 2")])
            ],
            checks: [
                Check(name: "few", condition: try Condition(parsing: "count(latency) > 7")),
                Check(
                    name: "any answer",
                    condition: try Condition(parsing: "count(latency) == 2"),
                    scope: .fleet
                ),
                Check(name: "answers", condition: try Condition(parsing: "count(latency) == 1")),
            ],
            polling: Polling(interval: .seconds(1), timeout: .seconds(20), concurrency: 4)
        )
    }

    @Test(.timeLimit(.minutes(15)))
    func `a look, a watch and a session say the same of one fleet`() async throws {
        try await WebServer.run { receiver in
            let fleet = try fleet(receiver.url("/health"))
            let look = await OneShotPoll.look(at: fleet, clock: RealClock()) { _, _ in }
            let looked = Picture(fleet, look.snapshot, look.log, at: RealClock().now)

            let session = Session(InMemoryEventLog(), fleet: fleet, clock: RealClock())
            let client = ProbeClient()
            let runner = ProbeRunner(client: client, fleet: fleet) { session.clock.now }
            for _ in 0..<2 { await session.take(await runner.sweep(fleet.scheduledProbes)) }
            let snapshot = try await session.evaluate()
            let watched = Picture(fleet, snapshot, await session.logState, at: session.clock.now)
            await client.shutdown()

            #expect(looked == watched)
            #expect(Set(look.snapshot.findings.map(\.id)) == Set(snapshot.findings.map(\.id)))
            #expect(look.snapshot.needs == snapshot.needs)
            #expect(looked.verdicts == ["well": .degraded, "slow": .degraded, "gone": .down])
            #expect(looked.signals.isSuperset(of: ["any answer", "down/gone"]))
            try await expectWatch(of: fleet, tells: looked)
        }
    }

    /// Watches until as much is said as is expected.
    private func expectWatch(of fleet: Fleet, tells expected: Picture) async throws {
        let (told, tell) = AsyncStream.makeStream(of: FleetWatch.News.self)
        let watch = Task { await FleetWatch.follow(fleet, clock: RealClock()) { tell.yield($0) } }
        var picture = Picture()
        for await news in told {
            switch news {
            case .verdict(let change):
                picture.verdicts[change.node] = change.to.verdict
                picture.reasons[change.node] = change.to.reasons
            case .signal(let entry):
                if case .signal(.found(let finding)) = entry.event {
                    picture.signals.insert(finding.id)
                }
            }
            // What counts answers may pass by while the first ones come in.
            let hasAll = picture.signals.isSuperset(of: expected.signals)
            if picture.verdicts == expected.verdicts, hasAll { break }
        }
        #expect(picture.verdicts == expected.verdicts)
        #expect(picture.signals.isSuperset(of: expected.signals))
        watch.cancel()
        await watch.value
    }
}
