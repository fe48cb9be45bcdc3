import Broadcasting
import EventStore
import FleetModel
import IncidentLog
import Primitives
import Runtime
import Synchronization
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
    private let log: InterruptedLog
    private let sent = Collected<String>()

    init() {
        log = InterruptedLog(base: base) { [disk] () throws(StoreError) in
            if disk.isFull.withLock({ $0 }) { throw .failed("the disk is full") }
        }
    }

    private func session() -> Session {
        let fleet = Fleet(
            name: "test",
            channels: ["ops", "web"].map { name in
                ChannelSpec(
                    id: name,
                    service: .of(
                        WebhookKind.self,
                        ["url": Secret("http://127.0.0.1:1"), "secret": Secret("x")]
                    )
                )
            }
        )
        return Session(log, fleet: fleet, clock: clock)
    }

    /// A service that notes what it sends, and fails as told.
    private func service(
        _ session: Session,
        _ owner: String = "one",
        _ before:
            @escaping @Sendable (StatusMessage, ChannelSpec) async throws(DeliveryFailure) -> Void =
            { _, _ in }
    ) -> BroadcastService {
        let sent = sent
        return BroadcastService(session: session, owner: owner) {
            message,
            spec,
            _,
            beforePart throws(DeliveryFailure) in
            try await beforePart()
            try await before(message, spec)
            let mark = message.mayBeSent ? " again" : ""
            sent.add("#\(message.number) \(spec.id)\(mark)")
            return Receipt(id: "r\(message.number)")
        }
    }

    @discardableResult
    private func release(
        _ session: Session,
        _ count: Int,
        to channels: [ChannelID] = ["ops", "web"]
    ) async throws -> IncidentID {
        let id = try await session.declare()
        for number in 1...count {
            try await session.perform(
                .update(.sendUpdate(id, text: "\(number)", channels: channels, nextDue: nil)),
                by: .ada
            )
        }
        return id
    }

    @Test func `updates reach a channel in their order, whatever fails on the way`() async throws {
        let session = session()
        try await release(session, 3)
        let failures = Collected<Int>()
        let service = service(session) { message, spec throws(DeliveryFailure) in
            guard spec.id == "ops", message.number == 1, failures.all.isEmpty else { return }
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
        let session = session()
        try await release(session, 1, to: ["ops"])
        let other = service(session, "two")
        let sent = sent
        let clock = clock
        let slow = BroadcastService(session: session, owner: "one") {
            message,
            spec,
            _,
            beforePart throws(DeliveryFailure) in
            for part in 1...6 {
                try await beforePart()
                clock.advance(by: .seconds(30))
                #expect((try? await other.flush()) == 0)
                sent.add("#\(message.number) \(spec.id) \(part)")
            }
            return Receipt(id: "r")
        }
        try await slow.flush()
        #expect(sent.all.count == 6)
    }

    @Test func `who has lost a delivery to another program sends no further part`() async throws {
        let session = session()
        try await release(session, 1)
        let other = service(session, "two")
        let sent = sent
        let clock = clock
        let asleep = BroadcastService(session: session, owner: "one") {
            message,
            spec,
            _,
            beforePart throws(DeliveryFailure) in
            try await beforePart()
            clock.advance(by: .seconds(61))
            _ = try? await other.flush()
            try await beforePart()
            sent.add("#\(message.number) \(spec.id) too late")
            return Receipt(id: "r")
        }
        try await asleep.flush()
        #expect(sent.all.contains("#1 ops again"))
        #expect(!sent.all.contains { $0.hasSuffix("too late") })
    }

    @Test func `a receipt that cannot be written is kept, said and written later`() async throws {
        let session = session()
        try await release(session, 1)
        let said = Collected<String>()
        let service = service(session) { _, _ throws(DeliveryFailure) in
            disk.isFull.withLock { $0 = true }
        }
        try await service.flush { said.add($0) }
        #expect(sent.all == ["#1 ops", "#1 web"])
        #expect(said.all.count == 2)
        #expect(said.all.first?.contains("reached 'ops' (r1), which cannot be written") == true)
        // Its lease has ended, and it is not sent again.
        clock.advance(by: .seconds(120))
        try await service.flush { said.add($0) }
        #expect(sent.all.count == 2)
        disk.isFull.withLock { $0 = false }
        try await service.flush { said.add($0) }
        #expect(sent.all.count == 2)
        let update = await session.logState.incidents.first?.updates.first
        #expect(update?.deliveries.values.allSatisfy { !$0.isPending } == true)
    }

    @Test func `after a crash a delivery is repeated once, and says so`() async throws {
        let session = session()
        try await release(session, 1)
        let taken = try await session.log.claimDeliveries(
            at: clock.now,
            owner: "crashed",
            lease: .seconds(60),
            limit: 10
        )
        #expect(taken.allSatisfy { !$0.mayBeSent })
        let service = service(session)
        #expect(try await service.flush() == 0)
        clock.advance(by: .seconds(60))
        #expect(try await service.flush() == 2)
        #expect(sent.all == ["#1 ops again", "#1 web again"])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a signal that was told is not told again while that cannot be written`() async throws {
        let log = log
        try await WebReceiver.run { _, _ in
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
            let service = NotificationService(session: session, client: client)
            let running = Task {
                await service.run(beat: .milliseconds(5)) { said.yield($0) }
            }
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
