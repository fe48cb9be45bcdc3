import EventStore
import IncidentLog
import Monitoring
import Primitives
import SQLiteStore
import TestSupport
import Testing

@testable import Runtime

/// Who has a log open knows who else has.
struct PresenceTests {
    /// The news of one who is here.
    private struct Seat {
        let service: PresenceService
        let news: AsyncStream<[Colleague]>
        let running: Task<Void, Never>

        init(_ name: String, at log: any EventLog) throws {
            let service = try #require(
                PresenceService(Session(log, clock: RealClock()), name: name)
            )
            let (news, tell) = AsyncStream.makeStream(of: [Colleague].self)
            running = Task { await service.run { tell.yield($0) } }
            (self.service, self.news) = (service, news)
        }

        /// Waits until the news is this.
        func hears(_ people: [Colleague]) async -> Bool {
            for await news in news where news == people { return true }
            return false
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `two people on one file know of one another and of what they are at`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("log.sqlite")
        let (one, two) = (
            try SQLiteEventLog(path: path, mode: .readWrite),
            try SQLiteEventLog(path: path, mode: .readWrite)
        )
        let arthur = try Seat("arthur", at: one)
        let hanno = try Seat("han\nno", at: two)
        // Whoever begins is told at once; what changes later is heard within a round.
        arthur.service.note("writes a line")
        while await !one.isHere("arthur", "writes a line") { await Task.yield() }
        hanno.service.note("")
        #expect(await hanno.hears([Colleague("arthur", activity: "writes a line")]))
        arthur.service.note("")
        #expect(await arthur.hears([Colleague("han no")]))
        arthur.running.cancel()
        await arthur.running.value
        hanno.service.note("update INC-0001")
        #expect(await hanno.hears([]))
        hanno.running.cancel()
        await hanno.running.value
        await one.close()
        await two.close()
    }

    @Test func `who only reads is not announced`() {
        let session = Session(
            fleet: nil,
            log: InMemoryEventLog(),
            clock: RealClock(),
            device: "here",
            isReadOnly: true
        )
        #expect(PresenceService(session, name: "ada") == nil)
    }
}

extension EventLog {
    /// Whether the log tells that this person is at something.
    fileprivate func isHere(_ name: String, _ activity: String) async -> Bool {
        let leases = try? await leases("here/", at: RealClock().wall)
        return leases?.contains { $0.task == "\(name)\n\(activity)" } ?? false
    }
}
