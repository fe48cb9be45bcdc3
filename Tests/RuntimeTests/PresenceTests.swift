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

    @Test(.timeLimit(.minutes(5)))
    func `one person at two terminals has two seats, and who comes back takes a free one`()
        async throws
    {
        let log = InMemoryEventLog()
        let first = try Seat("ada", at: log)
        while await !log.isHere("ada", "") { await Task.yield() }
        let second = try Seat("ada", at: log)
        #expect(await second.hears([Colleague("ada")]))
        for _ in 0..<3 {
            let third = try Seat("ada", at: log)
            #expect(await third.hears([Colleague("ada"), Colleague("ada")]))
            third.running.cancel()
            await third.running.value
        }
        let taken = try await log.leases("here/ada/", at: RealClock().wall)
        #expect(taken.count == 2)
        for seat in [first, second] {
            seat.running.cancel()
            await seat.running.value
        }
        #expect(try await log.leases("here/", at: RealClock().wall).isEmpty)
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
