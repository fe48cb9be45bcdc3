import TestServers
import Broadcasting
import EventStore
import FleetModel
import IncidentLog
import Logging
import Primitives
import Runtime
import Synchronization
import TestSupport
import Testing

/// A disk that may become full.
private final class Disk: Sendable {
    let isFull = Mutex(false)
}

/// Order, leases and receipts of deliveries.
struct DeliveryOrderTests {
    private let clock = SettableClock()
    private let base = InMemoryEventLog()
    private let disk = Disk()
    private let log: TappedLog
    private let sent = Collected<String>()

    init() {
        log = TappedLog.interrupted(base) { [disk] () throws(StoreError) in
            if disk.isFull.withLock({ $0 }) { throw .failed("the disk is full") }
        }
    }

    private func session(_ kind: any ChannelKind.Type = WideKind.self) -> Session {
        let fleet = Fleet(
            name: "test",
            channels: ["ops", "web"].map { name in
                ChannelSpec(
                    id: name,
                    service: .of(kind, ["url": Secret("http://127.0.0.1:1")])
                )
            }
        )
        return Session(log, fleet: fleet, clock: clock)
    }

    /// A service that notes what it sends, and fails as told.
    private func service(
        _ session: Session,
        _ owner: String = "one",
        scope: DeliveryService.Scope = .updates,
        gone: Set<String> = [],
        logger: Logger = .unheard,
        _ before:
            @escaping @Sendable (MessagePart, ChannelSpec) async throws(DeliveryFailure) -> Void =
            { _, _ in }
    ) -> DeliveryService {
        let sent = sent
        return DeliveryService(
            session: session,
            owner: owner,
            scope: scope,
            logger: logger,
            isGone: { gone.contains($0) }
        ) { part, spec, _ throws(DeliveryFailure) in
            try await before(part, spec)
            let mark = part.heading.contains("perhaps sent twice") ? " again" : ""
            let place = part.count > 1 ? " \(part.index)/\(part.count)" : ""
            sent.add("#\(part.message.number) \(spec.id)\(place)\(mark)")
            return Receipt(id: "r\(part.message.number)" + (part.count > 1 ? ".\(part.index)" : ""))
        }
    }

    /// A text of five parts of 200 characters.
    private static let fiveParts = (1...5).map { part in
        "\(part)" + String(repeating: "a", count: 130)
    }.joined(separator: "\n\n")

    @discardableResult
    private func release(
        _ session: Session,
        _ count: Int,
        to channels: [ChannelID] = ["ops", "web"],
        text: String? = nil
    ) async throws -> IncidentID {
        let id = try await session.declare()
        for number in 1...count {
            try await session.perform(
                .update(
                    .sendUpdate(id, text: text ?? "\(number)", channels: channels, nextDue: nil)
                ),
                by: .ada
            )
        }
        return id
    }

    @Test func `updates reach a channel in their order, whatever fails on the way`() async throws {
        let session = session()
        try await release(session, 3)
        let failures = Collected<Int>()
        let service = service(session) { part, spec throws(DeliveryFailure) in
            guard spec.id == "ops", part.message.number == 1, failures.all.isEmpty else { return }
            failures.add(1)
            throw .retryable(reason: "busy", after: nil)
        }
        try await service.flush()
        #expect(sent.all == ["#1 web", "#2 web", "#3 web"])
        clock.advance(by: .seconds(60))
        try await service.flush()
        #expect(sent.all.suffix(3) == ["#1 ops", "#2 ops", "#3 ops"])
    }

    @Test func `a lease lasts as long as the parts of a message take`() async throws {
        let session = session(NarrowKind.self)
        try await release(session, 1, to: ["ops"], text: Self.fiveParts)
        let other = service(session, "two")
        let clock = clock
        let slow = service(session) { _, _ throws(DeliveryFailure) in
            clock.advance(by: .seconds(30))
            #expect((try? await other.flush()) == 0)
        }
        try await slow.flush()
        #expect(sent.all == (1...5).map { "#1 ops \($0)/5" })
        let update = await session.logState.incidents.first?.updates.first
        #expect(
            update?.deliveries["ops"]
                == .delivered(receipt: "r1.1, r1.2, r1.3, r1.4, r1.5", at: clock.now)
        )
    }

    @Test func `who has lost a channel to another program sends no further part`() async throws {
        let session = session(NarrowKind.self)
        try await release(session, 1, to: ["ops"], text: Self.fiveParts)
        let other = service(session, "two")
        let clock = clock
        let asleep = service(session) { part, _ throws(DeliveryFailure) in
            guard part.index == 2 else { return }
            clock.advance(by: .seconds(61))
            _ = try? await other.flush()
        }
        try await asleep.flush()
        // The second part was under way; the other program could not know whether it arrives.
        #expect(
            sent.all == [
                "#1 ops 1/5", "#1 ops 2/5 again", "#1 ops 3/5", "#1 ops 4/5", "#1 ops 5/5",
                "#1 ops 2/5",
            ]
        )
    }

    @Test func `after a crash only the part under way is repeated, and says so`() async throws {
        let session = session(NarrowKind.self)
        try await release(session, 1, to: ["ops"], text: Self.fiveParts)
        try await release(session, 1, to: ["ops"])
        let crashing = service(session) { part, _ throws(DeliveryFailure) in
            // From here on nothing of this service reaches log or lease.
            if part.index == 3 { withUnsafeCurrentTask { $0?.cancel() } }
            if Task.isCancelled { throw .retryable(reason: "gone", after: nil) }
        }
        let task = Task { try await crashing.flush() }
        _ = try? await task.value
        #expect(sent.all == ["#1 ops 1/5", "#1 ops 2/5"])
        _ = try await log.lease(
            "ops",
            owner: "gone",
            at: clock.now,
            until: clock.now + .seconds(60),
            task: try await #require(partKey(3))
        )
        let later = service(session, "two")
        #expect(try await later.flush() == 0)
        clock.advance(by: .seconds(60))
        try await later.flush()
        #expect(
            sent.all.dropFirst(2) == ["#1 ops 3/5 again", "#1 ops 4/5", "#1 ops 5/5", "#1 ops"]
        )
    }

    /// The name of a part of the first update to "ops".
    private func partKey(_ part: Int) async throws -> String? {
        let queued = try await log.all().first { $0.event.name.name == "update.queued" }
        return queued.map { DeliveryID($0.id, to: "ops").key + "-\(part)" }
    }

    @Test func `another try sends only the parts that a channel does not have`() async throws {
        let session = session(NarrowKind.self)
        let id = try await release(session, 1, to: ["ops"], text: Self.fiveParts)
        let refusing = service(session) { part, _ throws(DeliveryFailure) in
            if part.index == 4 { throw .permanent(reason: "no") }
        }
        try await refusing.flush()
        try await session.perform(.update(.retryDelivery(id, number: 1, "ops")), by: .ada)
        try await service(session, "two").flush()
        #expect(sent.all == (1...5).map { "#1 ops \($0)/5" })
    }

    @Test func `a part that cannot be written down is kept, said and not sent again`()
        async throws
    {
        let session = session(NarrowKind.self)
        try await release(session, 1, to: ["ops"], text: Self.fiveParts)
        let said = ProblemLog(clock: clock)
        let logger = said.logger("channels")
        let service = service(session, logger: logger) { part, _ throws(DeliveryFailure) in
            disk.isFull.withLock { $0 = part.index == 2 }
        }
        try await service.flush()
        try await service.flush()
        #expect(sent.all == ["#1 ops 1/5", "#1 ops 2/5"])
        #expect(said.problems.map(\.count) == [1])
        let part = "part 2 of 5 of update #1 of INC-0001 reached"
        #expect(said.problems.first?.text.hasPrefix(part) == true)
        disk.isFull.withLock { $0 = false }
        try await service.flush()
        #expect(sent.all == (1...5).map { "#1 ops \($0)/5" })
    }

    @Test func `two programs on one log send nothing twice`() async throws {
        let sessions = [session(NarrowKind.self), session(NarrowKind.self)]
        try await release(sessions[0], 4, text: Self.fiveParts)
        await withTaskGroup { group in
            for (number, session) in sessions.enumerated() {
                let service = service(session, "program \(number)")
                group.addTask {
                    await service.run(every: .milliseconds(2)) {
                        await session.logState.waitingUpdates.isEmpty
                    }
                }
                group.addTask {
                    for await _ in log.changes() {
                        try? await session.refresh()
                        if await session.logState.waitingUpdates.isEmpty { break }
                    }
                }
            }
        }
        for channel in ["ops", "web"] {
            let got = sent.all.filter { $0.contains(channel) }
            #expect(got == (1...4).flatMap { n in (1...5).map { "#\(n) \(channel) \($0)/5" } })
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `what the log asks for is sent at once, however seldom time is looked at`() async throws {
        let session = session()
        let service = service(session)
        let sent = sent
        let running = Task { await service.run(every: .seconds(3600)) { sent.all == ["#1 ops"] } }
        try await release(session, 1, to: ["ops"])
        await running.value
        #expect(sent.all == ["#1 ops"])
    }

    @Test func `nothing is written while nothing is due`() async throws {
        let session = session()
        try await release(session, 1, to: ["ops"])
        let failing = service(session) { _, _ throws(DeliveryFailure) in
            throw .retryable(reason: "busy", after: nil)
        }
        try await failing.flush()
        let leases = Collected<String>()
        let watched = Session(
            TappedLog(base: log) { if case .lease(let key) = $0 { leases.add(key) } },
            fleet: session.fleet,
            clock: clock
        )
        try await watched.refresh()
        let idle = service(watched, "two", scope: .everything)
        let looks = Collected<Int>()
        await idle.run(every: .milliseconds(1)) {
            looks.add(1)
            return looks.all.count == 20
        }
        #expect(leases.all.isEmpty)
        clock.advance(by: .seconds(60))
        try await idle.flush()
        #expect(leases.all == ["ops"])
    }

    @Test func `a receipt that cannot be written is kept, said and written later`() async throws {
        let session = session()
        try await release(session, 1)
        let said = ProblemLog(clock: clock)
        let logger = said.logger("channels")
        let service = service(session, logger: logger) { _, _ throws(DeliveryFailure) in
            disk.isFull.withLock { $0 = true }
        }
        try await service.flush()
        #expect(sent.all == ["#1 ops", "#1 web"])
        #expect(said.problems.map(\.count) == [1, 1])
        let receipt = "reached 'ops' (r1), which cannot be written"
        #expect(said.problems.first?.text.contains(receipt) == true)
        // Its lease has ended, and it is not sent again.
        clock.advance(by: .seconds(120))
        try await service.flush()
        #expect(sent.all.count == 2)
        disk.isFull.withLock { $0 = false }
        try await service.flush()
        #expect(sent.all.count == 2)
        let update = await session.logState.incidents.first?.updates.first
        #expect(update?.deliveries.values.allSatisfy { !$0.isPending } == true)
    }

    @Test func `after a crash a delivery is repeated once, and says so`() async throws {
        let session = session()
        try await release(session, 1, to: ["ops"])
        let taken = try await log.lease(
            "ops",
            owner: "crashed",
            at: clock.now,
            until: clock.now + .seconds(60),
            task: try await #require(partKey(1))
        )
        #expect(taken == .taken(unfinished: nil))
        let service = service(session)
        #expect(try await service.flush() == 0)
        clock.advance(by: .seconds(60))
        #expect(try await service.flush() == 1)
        #expect(sent.all == ["#1 ops again"])
    }

    @Test(arguments: ["crashed", "asleep"])
    func `whoever is proved to be gone is not waited for`(owner: String) async throws {
        let session = session()
        try await release(session, 1, to: ["ops"])
        _ = try await log.lease(
            "ops",
            owner: owner,
            at: clock.now,
            until: clock.now + .seconds(60),
            task: try await #require(partKey(1))
        )
        let service = service(session, gone: ["crashed"])
        let isFree = owner == "crashed"
        #expect(try await service.flush() == (isFree ? 1 : 0))
        #expect(sent.all == (isFree ? ["#1 ops again"] : []))
    }

    @Test(.timeLimit(.minutes(15)))
    func `a signal that was told is not told again while that cannot be written`() async throws {
        let log = log
        try await WebServer.run { _, _ in
            disk.isFull.withLock { $0 = true }
            return .ok
        } _: { receiver in
            var channel = ChannelSpec(
                id: "ops",
                service: .of(
                    WebhookKind.self,
                    [
                        "url": Secret(receiver.url()),
                        "secret": Secret("whsec_dGVzdCBzZWNyZXQgb2YgYSBsb29wYmFjayBob29r"),
                    ]
                )
            )
            channel.signals = .warning
            let session = Session(
                log,
                fleet: Fleet(name: "test", channels: [channel]),
                clock: clock
            )
            let finding = Finding(
                id: "few/a",
                kind: .check,
                priority: .critical,
                text: "few",
                nodes: ["a"],
                since: clock.now
            )
            try await session.perform(.signal(.raise(finding)), by: .tocsin)
            let client = ChannelClient()
            let (words, said) = AsyncStream.makeStream(of: String.self)
            let problems = ProblemLog(clock: clock)
            problems.observe { said.yield($0.text) }
            let service = DeliveryService(
                session: session,
                client: client,
                owner: "one",
                scope: .everything,
                logger: problems.logger("channels")
            )
            let running = Task { await service.run(every: .milliseconds(5)) }
            for await word in words {
                #expect(word.contains("'ops' was told of few/a, which cannot be written down"))
                break
            }
            disk.isFull.withLock { $0 = false }
            _ = try await base.first { $0.event.name.name == "signal.notified" }
            running.cancel()
            await running.value
            client.shutdown()
            #expect(receiver.requests.count == 1)
        }
    }
}
