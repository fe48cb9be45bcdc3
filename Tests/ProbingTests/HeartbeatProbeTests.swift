import Glibc
import FleetModel
import Primitives
import Probing
import Synchronization
import TestSupport
import Testing

/// Who calls in, and what is said of those who do not.
final class HeartbeatProbeTests: Sendable {
    private let home: TemporaryFolder
    private let now = Mutex(
        HeartbeatMoment(wall: noon, boot: "first", passed: .seconds(1000))
    )
    private let hourly = HeartbeatTarget(every: .seconds(3600), grace: .seconds(600))

    private var store: String { home.path("log.sqlite") }

    init() throws { home = try TemporaryFolder() }

    private func folder(_ fleet: String? = "prod") -> HeartbeatFolder {
        HeartbeatFolder(besideLog: store, fleet: fleet) { [self] in now.withLock { $0 } }
    }

    /// Lets time pass; the machine's clock may show something else.
    private func pass(_ span: Duration, wall: Duration? = nil) {
        now.withLock { now in
            now.passed += span
            now.wall = now.wall + (wall ?? span)
        }
    }

    private func look(_ target: HeartbeatTarget? = nil, fleet: String = "prod") async -> Observation
    {
        // A program of its own each time: nothing may be remembered but in files.
        let client = ProbeClient(heartbeats: folder(fleet))
        let seen = await client.poll(.heartbeat(target ?? hourly))
        await client.shutdown()
        return seen
    }

    private func words(_ seen: Observation) -> String? { seen.problems.first?.reason.sentence }

    @Test func `a call in time is told with its age, and is late after its grace`() async throws {
        try folder().call("node", .well)
        pass(.seconds(200))
        let seen = await look()
        #expect(words(seen) == "last called in 3m ago")
        #expect(seen.problems.allSatisfy { !$0.isFault })
        #expect(seen[MetricName("heartbeat.age")] == 200)
        #expect(seen[FactName("heartbeat.last")] == ["2021-07-09 12:00:00Z"])
        pass(.seconds(4000))
        #expect(await look().problems.first?.isFault == false)
        pass(.seconds(1))
        let late = await look()
        #expect(late.problems.first?.isFault == true)
        #expect(words(late) == "last called in at 2021-07-09 12:00:00Z, expected every 1h")
        try folder().call("node", .well)
        #expect(words(await look()) == "last called in less than a minute ago")
    }

    @Test func `a job that failed is told with its reason, until it ends well`() async throws {
        try folder().call("node", .failed("disk\u{1B}[31m full\nat /"))
        let seen = await look()
        #expect(seen.problems.first?.isFault == true)
        #expect(
            words(seen) == "failed at 2021-07-09 12:00:00Z: disk\u{FFFD}[31m full\u{FFFD}at /"
        )
        try folder().call("node", .well)
        #expect(await look().problems.first?.isFault == false)
    }

    @Test func `one that never called is told after its grace, over restarts of the program`()
        async throws
    {
        #expect(words(await look()) == "has not called in yet; awaited since 2021-07-09 12:00:00Z")
        pass(.seconds(4201))
        let late = await look()
        #expect(words(late) == "never called in since 2021-07-09 12:00:00Z, expected every 1h")
        #expect(late[MetricName("heartbeat.age")] == nil)
    }

    @Test func `a clock that is set makes no heartbeat late and none early`() async throws {
        try folder().call("node", .well)
        pass(.seconds(60), wall: .seconds(86_400))
        #expect(words(await look()) == "last called in 1m ago")
        pass(.seconds(4200), wall: .seconds(-86_400))
        #expect(await look().problems.first?.isFault == true)
    }

    @Test func `after a new start of the machine the clock on the wall counts`() async throws {
        try folder().call("node", .well)
        now.withLock {
            $0 = HeartbeatMoment(wall: noon + .seconds(600), boot: "second", passed: .seconds(5))
        }
        #expect(words(await look()) == "last called in 10m ago")
        now.withLock { $0.wall = noon + .seconds(4201) }
        #expect(await look().problems.first?.isFault == true)
        // A machine without a clock of its own wakes in the past until it is told the time.
        now.withLock { $0.wall = noon - .seconds(86_400) }
        #expect(words(await look()) == "last called in less than a minute ago")
    }

    @Test func `fleets that share a log do not answer for one another`() async throws {
        try folder("test").call("node", .well)
        #expect(words(await look())?.hasPrefix("has not called in yet") == true)
        #expect(words(await look(fleet: "test"))?.hasPrefix("last called in") == true)
        // Who could not read the fleet file is heard all the same.
        pass(.seconds(60))
        try folder(nil).call("node", .well)
        #expect(words(await look()) == "last called in less than a minute ago")
    }

    @Test func `a beat a minute for a month leaves one small file`() async throws {
        for _ in 0..<200 {
            pass(.seconds(60))
            try folder().call("node", .well)
        }
        #expect(try home.names("log.heartbeats") == ["node@prod"])
        #expect(try home.names() == ["log.heartbeats"])
    }

    @Test func `a damaged file is said and mended by the next call`() async throws {
        try folder().call("node", .well)
        truncate(home.path("log.heartbeats/node@prod"), 40)
        let seen = await look()
        #expect(seen.latency == nil)
        #expect(words(seen)?.hasSuffix("is damaged; the next call writes it anew") == true)
        try folder().call("node", .well)
        #expect(words(await look()) == "last called in less than a minute ago")
    }

    @Test func `names are kept apart whatever they are made of`() async throws {
        for name in ["..", "a/b", "a@prod", "é", "a b"] { try folder().call(name, .well) }
        #expect(
            try home.names("log.heartbeats") == [
                "%2e.@prod", "%c3%a9@prod", "a%20b@prod", "a%2fb@prod", "a%40prod@prod",
            ]
        )
        #expect(throws: HeartbeatFolder.Failure.self) {
            try folder().call(String(repeating: "x", count: 300), .well)
        }
    }

    @Test func `a heartbeat with a name is told by it`() async throws {
        try folder().call("backup", .well)
        let seen = await look(HeartbeatTarget(name: "backup", every: .seconds(60)))
        #expect(seen.problems.map(\.part) == ["heartbeat backup"])
        #expect(seen[MetricName("heartbeat.backup.age")] == 0)
    }
}
