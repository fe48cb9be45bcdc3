import EventStore
import IncidentLog
import Primitives
import Testing

/// The deliveries that wait, seen through a log.
@Suite(.timeLimit(.minutes(5)))
struct DeliveryTests {
    private static let queuedAt = Draft.start + .seconds(2)
    private static let opening: [EntryDraft] = [
        Draft.of(
            .incident(
                .declared(
                    title: "Stores stuck",
                    severity: .sev2,
                    mode: .drill,
                    fleet: nil,
                    impactFrom: nil,
                    lead: "Ada"
                )
            ),
            1
        ),
        Draft.of(
            .update(.queued(number: 1, text: "Looking.", channels: ["web", "chat"], nextDue: nil)),
            2
        ),
    ]

    private static func withQueuedUpdate(
        _ engine: Engine,
        _ body: (any EventLog) async throws -> Void
    ) async throws {
        try await engine.withLog { log in
            _ = try await log.append(opening, expecting: 0)
            try await body(log)
        }
    }

    private static func claim(
        _ log: any EventLog,
        after seconds: Int,
        limit: Int = 10,
        owner: String = "one"
    ) async throws -> [OutboxItem] {
        try await log.claimDeliveries(
            at: queuedAt + .seconds(seconds),
            owner: owner,
            lease: .seconds(30),
            limit: limit
        )
    }

    private static func append(_ event: UpdateEvent, _ number: Int, to log: any EventLog)
        async throws
    {
        let last = try await log.lastSequence()
        _ = try await log.append([Draft.of(.update(event), number)], expecting: last)
    }

    @Test(arguments: Engine.allCases)
    func `a queued update is due at once on each of its channels`(engine: Engine) async throws {
        try await Self.withQueuedUpdate(engine) { log in
            #expect(try await log.nextDeliveryDue() == Self.queuedAt)
            #expect(try await Self.claim(log, after: -1).isEmpty)
            let items = try await Self.claim(log, after: 0)
            #expect(items.map(\.channel) == ["chat", "web"])
            let chat = try #require(items.first)
            #expect(chat.incident == "INC-0001")
            #expect(chat.number == 1)
            #expect(chat.text == "Looking.")
            #expect(chat.title == "Stores stuck")
            #expect(chat.mode == .drill)
            #expect(chat.attempt == 1)
            #expect(chat.queuedAt == Self.queuedAt)
            #expect(chat.key.count == 32)
            #expect(chat.key != items[1].key)
        }
    }

    /// An hour back, and 45 minutes forward.
    @Test(arguments: Engine.allCases, [-3600, 2700])
    func `what waits is told in the time of a clock that was set`(
        engine: Engine,
        step: Int
    ) async throws {
        try await Self.withQueuedUpdate(engine) { log in
            let first = try await Self.claim(log, after: 1, limit: 1)
            #expect(first.count == 1)
            let from = Self.queuedAt + .seconds(2)
            _ = try await log.append(
                [Draft.of(.watch(.clockStepped(from: from, to: from + .seconds(step))), 3)],
                expecting: 2
            )
            // The other one is still due; the one that was taken is so for its 30 seconds.
            #expect(try await Self.claim(log, after: step + 2, owner: "two").count == 1)
            #expect(try await Self.claim(log, after: step + 30, owner: "two").isEmpty)
            #expect(try await Self.claim(log, after: step + 31, owner: "two").count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of one channel the oldest update goes first, and the others wait`(
        engine: Engine
    ) async throws {
        try await Self.withQueuedUpdate(engine) { log in
            try await Self.append(
                .queued(number: 2, text: "Found.", channels: ["web"], nextDue: nil),
                3,
                to: log
            )
            let first = try await Self.claim(log, after: 10, limit: 5)
            #expect(first.map(\.number) == [1, 1])
            #expect(try await Self.claim(log, after: 10).isEmpty)
            try await Self.append(
                .attemptFailed(
                    number: 1,
                    channel: "web",
                    reason: "busy",
                    attempt: 1,
                    retryAt: Self.queuedAt + .seconds(90)
                ),
                4,
                to: log
            )
            #expect(try await Self.claim(log, after: 20).isEmpty)
            try await Self.append(
                .gaveUp(number: 1, channel: "web", reason: "busy", attempt: 2),
                5,
                to: log
            )
            #expect(try await Self.claim(log, after: 20).map(\.number) == [2])
        }
    }

    @Test(arguments: Engine.allCases)
    func `a lease is renewed by its owner only, and what came back is marked`(
        engine: Engine
    ) async throws {
        try await Self.withQueuedUpdate(engine) { log in
            let item = try #require(try await Self.claim(log, after: 0, limit: 1).first)
            #expect(!item.mayBeSent)
            let until = Self.queuedAt + .seconds(100)
            #expect(try await log.renewDelivery(item, owner: "two", until: until) == false)
            #expect(try await log.renewDelivery(item, owner: "one", until: until))
            let others = try await Self.claim(log, after: 99, owner: "two")
            #expect(!others.contains { $0.channel == item.channel })
            let again = try await Self.claim(log, after: 100, limit: 1, owner: "two")
            #expect(again.map(\.channel) == [item.channel])
            #expect(again.map(\.mayBeSent) == [true])
            #expect(try await log.renewDelivery(item, owner: "one", until: until) == false)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a claimed delivery is nobody else's until its lease ends`(engine: Engine) async throws {
        try await Self.withQueuedUpdate(engine) { log in
            let first = try await Self.claim(log, after: 0, limit: 1)
            #expect(first.count == 1)
            let second = try await Self.claim(log, after: 1, owner: "two")
            #expect(second.count == 1)
            #expect(first[0].channel != second[0].channel)
            #expect(try await Self.claim(log, after: 29).isEmpty)
            #expect(try await log.nextDeliveryDue() == Self.queuedAt + .seconds(30))
            let again = try await Self.claim(log, after: 30, owner: "two")
            #expect(again.map(\.key) == first.map(\.key))
            #expect(try await Self.claim(log, after: 31).map(\.key) == second.map(\.key))
        }
    }

    @Test(arguments: Engine.allCases)
    func `nothing is claimed beyond the limit`(engine: Engine) async throws {
        try await Self.withQueuedUpdate(engine) { log async throws in
            #expect(try await Self.claim(log, after: 0, limit: 0).isEmpty)
            #expect(try await Self.claim(log, after: 0, limit: -1).isEmpty)
            #expect(try await Self.claim(log, after: 0, limit: 1).count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a failed attempt waits for its time and keeps its key`(engine: Engine) async throws {
        try await Self.withQueuedUpdate(engine) { log in
            let first = try await Self.claim(log, after: 0)[0]
            try await Self.append(
                .delivered(number: 1, channel: "web", receipt: "r", attempt: 1),
                3,
                to: log
            )
            let retryAt = Self.queuedAt + .seconds(10)
            try await Self.append(
                .attemptFailed(
                    number: 1,
                    channel: "chat",
                    reason: "timeout",
                    attempt: 1,
                    retryAt: retryAt
                ),
                4,
                to: log
            )
            #expect(try await log.nextDeliveryDue() == retryAt)
            #expect(try await Self.claim(log, after: 9).isEmpty)
            let again = try await Self.claim(log, after: 10)
            #expect(again.map(\.attempt) == [2])
            #expect(again.map(\.key) == [first.key])
        }
    }

    @Test(arguments: Engine.allCases)
    func `a settled delivery is gone`(engine: Engine) async throws {
        try await Self.withQueuedUpdate(engine) { log in
            _ = try await Self.claim(log, after: 0)
            try await Self.append(
                .delivered(number: 1, channel: "web", receipt: "r", attempt: 1),
                3,
                to: log
            )
            try await Self.append(
                .gaveUp(number: 1, channel: "chat", reason: "no", attempt: 1),
                4,
                to: log
            )
            #expect(try await log.nextDeliveryDue() == nil)
            #expect(try await Self.claim(log, after: 9999).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `another try starts at the first attempt with the same key`(engine: Engine) async throws {
        try await Self.withQueuedUpdate(engine) { log in
            let first = try await Self.claim(log, after: 0)[0]
            try await Self.append(
                .gaveUp(number: 1, channel: "chat", reason: "no", attempt: 7),
                3,
                to: log
            )
            try await Self.append(.requeued(number: 1, channel: "chat"), 8, to: log)
            let again = try await Self.claim(log, after: 6)
            #expect(again.map(\.channel) == ["chat"])
            #expect(again.map(\.attempt) == [1])
            #expect(again.map(\.key) == [first.key])
            #expect(again.map(\.text) == ["Looking."])
            #expect(again.map(\.queuedAt) == [Draft.start + .seconds(8)])
        }
    }

    @Test(arguments: Engine.allCases)
    func `asking again for a delivery under way does not send it twice`(
        engine: Engine
    ) async throws {
        try await Self.withQueuedUpdate(engine) { log in
            _ = try await Self.claim(log, after: 0)
            try await Self.append(.requeued(number: 1, channel: "chat"), 3, to: log)
            #expect(try await Self.claim(log, after: 20).isEmpty)
            #expect(try await Self.claim(log, after: 30).count == 2)
        }
    }

    @Test(
        arguments: Engine.allCases,
        [
            UpdateEvent.requeued(number: 1, channel: "radio"),
            .requeued(number: 2, channel: "chat"),
            .queued(number: 1, text: "Twice.", channels: ["radio"], nextDue: nil),
            .attemptFailed(
                number: 1,
                channel: "radio",
                reason: "",
                attempt: 1,
                retryAt: Draft.start
            ),
        ]
    )
    func `events that fit no update queue nothing`(
        engine: Engine,
        event: UpdateEvent
    ) async throws {
        try await Self.withQueuedUpdate(engine) { log in
            try await Self.append(event, 3, to: log)
            #expect(try await Self.claim(log, after: 9).map(\.channel) == ["chat", "web"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `an update of no declared incident is never given`(engine: Engine) async throws {
        try await engine.withLog { log in
            _ = try await log.append([Self.opening[1]], expecting: 0)
            #expect(try await log.nextDeliveryDue() == nil)
            #expect(try await Self.claim(log, after: 9).isEmpty)
        }
    }
}
