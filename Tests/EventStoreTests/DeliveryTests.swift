import EventStore
import IncidentLog
import Primitives
import Testing

/// The deliveries that wait, seen through a log.
@Suite(.timeLimit(.minutes(15)))
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
                    commander: "Ada"
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
        try await engine.withLog { log async throws in
            _ = try await log.append(opening, expecting: 0)
            try await body(log)
        }
    }

    private static func state(of log: any EventLog) async throws -> LogState {
        var state = LogState()
        for entry in try await log.all() { state.apply(entry) }
        return state
    }

    private static func due(
        _ log: any EventLog,
        after seconds: Int
    ) async throws -> [DueDelivery] {
        try await state(of: log).dueDeliveries(for: [], of: nil, at: queuedAt + .seconds(seconds))
    }

    private static func append(_ event: UpdateEvent, _ number: Int, to log: any EventLog)
        async throws
    {
        let last = try await log.lastSequence()
        _ = try await log.append([Draft.of(.update(event), number)], expecting: last)
    }

    @Test(arguments: Engine.allCases)
    func `a queued update is due at once on each of its channels`(engine: Engine) async throws {
        try await Self.withQueuedUpdate(engine) { log async throws in
            #expect(try await Self.due(log, after: -1).isEmpty)
            let due = try await Self.due(log, after: 0)
            #expect(due.map(\.id.channel) == ["chat", "web"])
            #expect(due.map(\.attempt) == [1, 1])
            guard case .update(let update, let incident, Self.queuedAt) = due.first?.subject else {
                Issue.record("\(due)")
                return
            }
            #expect(incident.id == "INC-0001")
            #expect(incident.title == "Stores stuck")
            #expect(incident.mode == .drill)
            #expect(update.number == 1)
            #expect(update.text == "Looking.")
        }
    }

    /// An hour back, and 45 minutes forward.
    @Test(arguments: Engine.allCases, [-3600, 2700])
    func `what waits is told in the time of a clock that was set`(
        engine: Engine,
        step: Int
    ) async throws {
        try await Self.withQueuedUpdate(engine) { log async throws in
            let from = Self.queuedAt + .seconds(2)
            let lease = try await Self.lease(log, "one", at: 1)
            #expect(lease == .taken(unfinished: nil))
            _ = try await log.append(
                [Draft.of(.watch(.clockStepped(from: from, to: from + .seconds(step))), 3)],
                expecting: 2
            )
            #expect(try await Self.due(log, after: step - 1).isEmpty)
            #expect(try await Self.due(log, after: step).count == 2)
            let held = try await Self.lease(log, "two", at: step + 30)
            #expect(held == .held(until: Self.queuedAt + .seconds(step + 31)))
            #expect(
                try await Self.lease(log, "two", at: step + 31) == .taken(unfinished: "one's")
            )
        }
    }

    @Test(arguments: Engine.allCases)
    func `of one channel the oldest update goes first, and the others wait`(
        engine: Engine
    ) async throws {
        try await Self.withQueuedUpdate(engine) { log async throws in
            func numbers(_ channel: ChannelID) async throws -> [Int] {
                try await Self.due(log, after: 20).filter { $0.id.channel == channel }
                    .compactMap { delivery in
                        guard case .update(let update, _, _) = delivery.subject else { return nil }
                        return update.number
                    }
            }
            try await Self.append(
                .queued(number: 2, text: "Found.", channels: ["web"], nextDue: nil),
                3,
                to: log
            )
            #expect(try await numbers("web") == [1])
            #expect(try await numbers("chat") == [1])
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
            #expect(try await numbers("web") == [])
            try await Self.append(
                .gaveUp(number: 1, channel: "web", reason: "busy", attempt: 2),
                5,
                to: log
            )
            #expect(try await numbers("web") == [2])
        }
    }

    // MARK: Leases

    private static func lease(
        _ log: any EventLog,
        _ owner: String,
        at seconds: Int,
        key: String = "web",
        isGone: @escaping @Sendable (String) -> Bool = { _ in false }
    ) async throws -> Lease {
        let now = queuedAt + .seconds(seconds)
        return try await log.lease(
            key,
            owner: owner,
            at: now,
            until: now + .seconds(30),
            task: owner + "'s",
            isGone: isGone
        )
    }

    @Test(arguments: Engine.allCases)
    func `the lease of an owner that is gone is taken at once, with what it was at`(
        engine: Engine
    ) async throws {
        try await Self.withQueuedUpdate(engine) { log async throws in
            let end = Self.queuedAt + .seconds(30)
            #expect(try await Self.lease(log, "one", at: 0) == .taken(unfinished: nil))
            let asleep = try await Self.lease(log, "two", at: 1) { $0 == "three" }
            #expect(asleep == .held(until: end))
            let gone = try await Self.lease(log, "two", at: 1) { $0 == "one" }
            #expect(gone == .taken(unfinished: "one's"))
            // Who was gone and comes back waits like everybody.
            #expect(
                try await Self.lease(log, "one", at: 2) == .held(until: end + .seconds(1))
            )
        }
    }

    @Test(arguments: Engine.allCases)
    func `a lease is nobody else's until it ends, and its owner renews it`(
        engine: Engine
    ) async throws {
        try await Self.withQueuedUpdate(engine) { log async throws in
            let end = Self.queuedAt + .seconds(30)
            #expect(try await Self.lease(log, "one", at: 0) == .taken(unfinished: nil))
            #expect(try await Self.lease(log, "two", at: 29) == .held(until: end))
            #expect(try await Self.lease(log, "two", at: 29, key: "x") == .taken(unfinished: nil))
            #expect(try await Self.lease(log, "one", at: 20) == .taken(unfinished: nil))
            #expect(
                try await Self.lease(log, "two", at: 49) == .held(until: end + .seconds(20))
            )
            #expect(try await Self.lease(log, "two", at: 50) == .taken(unfinished: "one's"))
            #expect(
                try await Self.lease(log, "one", at: 51) == .held(until: end + .seconds(50))
            )
        }
    }

    @Test(arguments: Engine.allCases)
    func `a lease that was given back leaves nothing unfinished`(engine: Engine) async throws {
        try await Self.withQueuedUpdate(engine) { log async throws in
            _ = try await Self.lease(log, "one", at: 0)
            try await log.release("web", owner: "two")
            guard case .held = try await Self.lease(log, "two", at: 1) else {
                Issue.record("it was given back by a stranger")
                return
            }
            try await log.release("web", owner: "one")
            #expect(try await Self.lease(log, "two", at: 1) == .taken(unfinished: nil))
        }
    }

    // MARK: Attempts

    @Test(arguments: Engine.allCases)
    func `a failed attempt waits for its time and keeps its name`(engine: Engine) async throws {
        try await Self.withQueuedUpdate(engine) { log async throws in
            let first = try await Self.due(log, after: 0)[0]
            try await Self.append(
                .delivered(number: 1, channel: "web", receipt: "r", attempt: 1),
                3,
                to: log
            )
            try await Self.append(
                .attemptFailed(
                    number: 1,
                    channel: "chat",
                    reason: "timeout",
                    attempt: 1,
                    retryAt: Self.queuedAt + .seconds(10)
                ),
                4,
                to: log
            )
            #expect(try await Self.due(log, after: 9).isEmpty)
            let again = try await Self.due(log, after: 10)
            #expect(again.map(\.attempt) == [2])
            #expect(again.map(\.id) == [first.id])
        }
    }

    @Test(arguments: Engine.allCases)
    func `a settled delivery is gone`(engine: Engine) async throws {
        try await Self.withQueuedUpdate(engine) { log async throws in
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
            #expect(try await Self.due(log, after: 9999).isEmpty)
            #expect(try await Self.state(of: log).waitingUpdates.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `another try starts at the first attempt with the same name and the parts taken`(
        engine: Engine
    ) async throws {
        try await Self.withQueuedUpdate(engine) { log async throws in
            let first = try await Self.due(log, after: 0)[0]
            _ = try await log.append(
                [
                    Draft.of(
                        .delivery(
                            .partTaken(
                                entry: first.id.entry,
                                channel: "chat",
                                part: 1,
                                parts: 3,
                                receipt: "r"
                            )
                        ),
                        3
                    )
                ],
                expecting: 2
            )
            try await Self.append(
                .gaveUp(number: 1, channel: "chat", reason: "no", attempt: 7),
                4,
                to: log
            )
            try await Self.append(.requeued(number: 1, channel: "chat"), 8, to: log)
            let again = try await Self.due(log, after: 6).filter { $0.id.channel == "chat" }
            #expect(again.map(\.attempt) == [1])
            #expect(again.map(\.id) == [first.id])
            #expect(again.map(\.taken) == [[PartReceipt(part: 1, of: 3, receipt: "r")]])
            #expect(again.map(\.dueAt) == [Draft.start + .seconds(8)])
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
        try await Self.withQueuedUpdate(engine) { log async throws in
            try await Self.append(event, 3, to: log)
            #expect(try await Self.due(log, after: 9).map(\.id.channel) == ["chat", "web"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `an update of no declared incident is never given`(engine: Engine) async throws {
        try await engine.withLog { log async throws in
            _ = try await log.append([Self.opening[1]], expecting: 0)
            #expect(try await Self.due(log, after: 9).isEmpty)
        }
    }
}
