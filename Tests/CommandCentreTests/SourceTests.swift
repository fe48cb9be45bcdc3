import Commands
import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Runtime
import Screens
import Testing

struct SourceTests {
    private let clock = DrillClock(start: Timestamp(seconds: 1_752_000_000))

    private func reading(_ nodes: [NodeID]?, isUp: Bool = true) -> SourceReading {
        SourceReading(
            index: 0,
            at: clock.now,
            nodes: nodes?.map { SourceReading.NodeReading(id: $0, isUp: isUp) },
            latency: .milliseconds(3)
        )
    }

    @Test func `what a source tells of is judged and shown like any other node`() async throws {
        let fleet = Fleet(name: "f", sources: [FleetSource(server: "http://127.0.0.1:1")])
        let log = InMemoryEventLog()
        let session = Session(fleet: fleet, log: log, clock: clock, device: "ops-1")
        await session.take([], [reading(["a", "b"])])
        let snapshot = try await session.evaluate()
        #expect(snapshot.fleet?.nodes.map(\.id) == ["a", "b"])
        #expect(snapshot.assessments["a"]?.verdict == .healthy)
        var model = AppModel(
            fleet: fleet,
            book: Verbs.book,
            operatorName: "ada",
            now: clock.now,
            size: (width: 80, height: 24)
        )
        _ = model.update(.fleet(snapshot))
        #expect(model.fleet?.nodes.count == 2)
    }

    @Test func `a node that its source cannot reach raises a signal`() async throws {
        let fleet = Fleet(name: "f", sources: [FleetSource(server: "http://127.0.0.1:1")])
        let log = InMemoryEventLog()
        let session = Session(fleet: fleet, log: log, clock: clock, device: "ops-1")
        for _ in 0..<6 {
            await session.take([], [reading(["a"], isUp: false)])
            _ = try await session.evaluate()
            clock.set(clock.now + .seconds(10))
        }
        #expect(await session.logState.signals[SignalKey("down/a", of: nil)]?.isActive == true)
    }
}
