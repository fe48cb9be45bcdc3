import TestServers
import Broadcasting
import EventStore
import FleetModel
import IncidentLog
import NIOHTTP1
import Primitives
import Runtime
import Testing

/// Deliveries through real HTTP to servers on this machine.
struct DeliveryServiceTests {
    private let clock = SettableClock()
    private let log = InMemoryEventLog()
    private static let secret = Secret("whsec_dGVzdCBzZWNyZXQgb2YgYSBsb29wYmFjayBob29r")

    private func fleet(_ channels: [(String, WebServer)]) -> Fleet {
        Fleet(
            name: "test",
            channels: channels.map { name, receiver in
                ChannelSpec(
                    id: ChannelID(name),
                    service: .of(
                        WebhookKind.self,
                        ["url": Secret(receiver.url()), "secret": Self.secret]
                    )
                )
            }
        )
    }

    /// Declares an incident, releases one update to these channels and runs `body` with a service.
    private func withUpdate(
        to channels: [(String, WebServer)],
        mode: IncidentMode = .real,
        _ body: (Session, DeliveryService) async throws -> Void
    ) async throws {
        let session = Session(log, fleet: fleet(channels), clock: clock)
        let id = try await session.declare(mode: mode)
        try await session.perform(
            .update(
                .sendUpdate(
                    id,
                    text: "we go back to v0.4",
                    channels: channels.map { ChannelID($0.0) },
                    nextDue: nil
                )
            ),
            by: .ada
        )
        let client = ChannelClient()
        do {
            try await body(session, DeliveryService(session: session, client: client, owner: "t"))
        } catch {
            client.shutdown()
            throw error
        }
        client.shutdown()
    }

    private func delivery(_ channel: ChannelID) async throws -> StatusUpdate.Delivery? {
        var state = LogState()
        for entry in try await log.all() { state.apply(entry) }
        return state.incidents.first?.updates.first?.deliveries[channel]
    }

    @Test(.timeLimit(.minutes(15)))
    func `a delivery leaves a receipt in the log`() async throws {
        try await WebServer.run { receiver in
            try await withUpdate(to: [("ops", receiver)]) { _, service throws in
                #expect(try await service.flush() == 1)
                #expect(try await service.flush() == 0)
            }
            let request = try #require(receiver.requests.first)
            #expect(receiver.requests.count == 1)
            #expect(request.headers.first(name: "webhook-signature")?.hasPrefix("v1,") == true)
            #expect(request.body.contains("we go back to v0.4"))
            let key = try #require(request.key)
            #expect(try await delivery("ops") == .delivered(receipt: key, at: clock.now))
            #expect(try await log.all().last?.actor == .tocsin)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a failure that may pass is tried again later with the same key`() async throws {
        try await WebServer.run { _, number in
            number == 1 ? .status(503) : .ok
        } _: { receiver in
            try await withUpdate(to: [("ops", receiver)]) { _, service throws in
                try await service.flush()
                guard case .retrying(let reason, 1, let again) = try await delivery("ops") else {
                    Issue.record("no further attempt is planned")
                    return
                }
                #expect(reason.contains("503"))
                #expect(again > clock.now)
                #expect(try await service.flush() == 0)
                clock.advance(by: again - clock.now)
                #expect(try await service.flush() == 1)
            }
            let keys = receiver.requests.map(\.key)
            #expect(keys.count == 2)
            #expect(keys.first == keys.last)
            guard case .delivered = try await delivery("ops") else {
                Issue.record("the second attempt was not taken down as delivered")
                return
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a service that never recovers is given up after 17 attempts`() async throws {
        try await WebServer.run { _, _ in
            .status(503)
        } _: { receiver in
            try await withUpdate(to: [("ops", receiver)]) { _, service throws in
                while try await service.flush() == 1, receiver.requests.count < 40 {
                    clock.advance(by: .seconds(3600))
                }
            }
            #expect(Set(receiver.requests.map(\.key)).count == 1)
            guard case .failed(_, 17) = try await delivery("ops") else {
                Issue.record("after \(receiver.requests.count) attempts it was not given up")
                return
            }
        }
    }

    @Test(.timeLimit(.minutes(15)), arguments: [401, 404, 410])
    func `a failure for good is given up at once`(status: Int) async throws {
        try await WebServer.run { _, _ in
            .status(status)
        } _: { receiver in
            try await withUpdate(to: [("ops", receiver)]) { _, service throws in
                try await service.flush()
                clock.advance(by: .seconds(7200))
                #expect(try await service.flush() == 0)
            }
            #expect(receiver.requests.count == 1)
            guard case .failed(let reason, 1) = try await delivery("ops") else {
                Issue.record("it was not given up")
                return
            }
            #expect(reason.contains("\(status)"))
            #expect(!reason.contains("127.0.0.1"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a channel that hangs does not delay another`() async throws {
        // On a busy machine its deadline may pass before anybody releases it: then it is asked once
        // more, and answers.
        try await WebServer.run { _, number in
            number == 1 ? .held : .status(200)
        } _: { slow in
            try await WebServer.run { quick in
                try await withUpdate(to: [("slow", slow), ("quick", quick)]) { _, service throws in
                    async let sending: Void = service.run(every: .milliseconds(10)) {
                        let state = try? await delivery("slow")
                        if case .retrying = state { clock.advance(by: .seconds(600)) }
                        guard case .delivered = state else { return false }
                        return true
                    }
                    _ = try await log.first { entry in
                        if case .update(.delivered(_, "quick", _, _)) = entry.event { return true }
                        return false
                    }
                    if case .delivered = try await delivery("slow") {
                        Issue.record("nothing hung")
                    }
                    slow.release()
                    await sending
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a channel that is no longer in the fleet file is given up`() async throws {
        try await WebServer.run { receiver in
            try await withUpdate(to: [("old", receiver)]) { _, _ in }
            let later = Session(log, fleet: fleet([("new", receiver)]), clock: clock)
            let client = ChannelClient()
            let service = DeliveryService(session: later, client: client, owner: "later")
            #expect(try await service.flush() == 1)
            client.shutdown()
            #expect(
                try await delivery("old")
                    == .failed(reason: "the fleet file no longer has this channel", attempt: 1)
            )
            #expect(receiver.requests.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `what one process has taken another does not send as well`() async throws {
        try await WebServer.run { _, _ in
            .held
        } _: { receiver in
            try await withUpdate(to: [("ops", receiver)]) { session, service throws in
                async let flushed = service.flush()
                for await _ in receiver.arrivals { break }
                let client = ChannelClient()
                let second = DeliveryService(session: session, client: client, owner: "second")
                #expect(try await second.flush() == 0)
                receiver.release()
                #expect(try await flushed == 1)
                client.shutdown()
            }
            #expect(receiver.requests.count == 1)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `an update of a drill reaches no channel`() async throws {
        try await WebServer.run { receiver in
            try await withUpdate(to: [("ops", receiver)], mode: .drill) { _, service throws in
                #expect(try await service.flush() == 1)
            }
            #expect(receiver.requests.isEmpty)
            #expect(
                try await delivery("ops") == .delivered(receipt: "drill-1", at: clock.now)
            )
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a service for drills sends nothing, whatever the incident says of itself`() async throws {
        try await WebServer.run { receiver in
            try await withUpdate(to: [("ops", receiver)], mode: .real) { session, _ throws in
                let sink = DrillSink()
                let service = DeliveryService(session: session, sink: sink, owner: "drill")
                #expect(try await service.flush() == 1)
                #expect(sink.sent.count == 1)
                #expect(sink.sent.first?.hasPrefix("[DRILL]") == true)
            }
            #expect(receiver.requests.isEmpty)
        }
    }
}
