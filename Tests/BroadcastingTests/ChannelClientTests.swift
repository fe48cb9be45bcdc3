import TestServers
import IncidentLog
import FleetModel
import Primitives
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import Broadcasting

@Suite(.timeLimit(.minutes(15)))
struct ChannelClientTests {
    private static let secret = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    private func hook(_ id: ChannelID, _ url: String) -> ChannelSpec {
        ChannelSpec(
            id: id,
            service: .of(
                WebhookKind.self,
                ["url": Secret(url), "secret": Self.secret]
            )
        )
    }

    private func discord(_ url: String) -> ChannelSpec {
        ChannelSpec(id: "chat", service: .of(DiscordKind.self, ["discord": Secret(url)]))
    }

    @Test func `every kind of the fleet file has a driver`() {
        for kind in ChannelKinds.all { #expect(kind is any ChannelDriver.Type, "\(kind.row.word)") }
    }

    @Test func `a kind without a driver is refused for good, and goes nowhere else`() async throws {
        enum Pigeon: ChannelKind {
            static let row = ChannelRow(
                word: "pigeon",
                settings: [ChannelSetting("pigeon", .address, example: "https://loft/")],
                limits: WebhookKind.row.limits,
                exampleName: "loft"
            )
        }
        try await withService(Reply(status: 200)) { server, client in
            let settings = ChannelSettings(Pigeon.self, ["pigeon": Secret(server.url("/"))])
            let channel = ChannelSpec(id: "loft", service: .configured(settings))
            let failure = try await failure(of: message(), to: channel, by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains("'pigeon'"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a channel that hangs does not delay another`() async throws {
        let gate = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
        let slowServer = try await WebServer([Reply(moment: .when(gate.futureResult))])
        try await withService(Reply(status: 200)) { server, client in
            async let slow = client.deliver(
                message(),
                to: hook("slow", slowServer.url("/")),
                key: "slow"
            )
            let fast = try await client.deliver(
                message(),
                to: hook("fast", server.url("/")),
                key: "fast"
            )
            #expect(fast.id == "fast-1")
            // Only now may the other server answer; the fast delivery did not wait for it.
            gate.succeed()
            #expect(try await slow.id == "slow-1")
        }
        await slowServer.close()
    }

    @Test(arguments: [false, true])
    func `the deadline ends an attempt whether head or body is missing`(
        stallsAfterHead: Bool
    ) async throws {
        let gate = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
        let reply =
            stallsAfterHead
            ? Reply(stallsAfterHead: true) : Reply(moment: .when(gate.futureResult))
        try await withService(reply, deadline: .milliseconds(200)) { server, client in
            let failure = try await failure(
                of: message(),
                to: discord(server.url("/x")),
                by: client
            )
            #expect(
                failure
                    == .retryable(
                        reason: "Discord was not reached: timed out after 200 ms",
                        after: nil
                    )
            )
        }
        gate.succeed()
    }

    @Test func `a refusal counts even when its body never ends`() async throws {
        let reply = Reply(status: 404, stallsAfterHead: true)
        // Long enough for the head on a busy computer, short enough to wait for.
        try await withService(reply, deadline: .seconds(15)) { server, client in
            let failure = try await failure(
                of: message(),
                to: discord(server.url("/x")),
                by: client
            )
            #expect(failure.reason.contains("HTTP 404"))
            // What Discord would have said is not known.
            #expect(!failure.reason.contains("no longer exists"))
        }
    }

    @Test func `a refused connection is retryable at once`() async throws {
        try await withService { _, client in
            // Nothing listens below the ports that systems give away.
            let url = "http://127.0.0.1:1/token-token"
            let failure = try await failure(of: message(), to: hook("h", url), by: client)
            #expect(
                failure
                    == .retryable(
                        reason: "the webhook's receiver was not reached: refused",
                        after: nil
                    )
            )
        }
    }

    @Test func `a secure address of a plain server is a TLS failure`() async throws {
        try await withService { server, client in
            let url = "https://127.0.0.1:\(server.port)/token-token"
            let failure = try await failure(of: message(), to: hook("h", url), by: client)
            #expect(!failure.isPermanent)
            #expect(failure.reason.contains("TLS: the port does not speak TLS"))
            #expect(!failure.reason.contains("token-token"))
        }
    }

    @Test func `a host without an address is retryable`() async throws {
        try await withService { _, client in
            let url = "http://token-token.invalid/"
            let failure = try await failure(of: message(), to: hook("h", url), by: client)
            #expect(!failure.isPermanent)
            #expect(failure.reason.hasSuffix("its name has no address"))
        }
    }

    @Test func `an answer larger than 64 KiB is not read on`() async throws {
        let reply = Reply(body: String(repeating: "x", count: (64 << 10) + 1))
        try await withService(reply) { server, client in
            let failure = try await failure(
                of: message(),
                to: discord(server.url("/x")),
                by: client
            )
            #expect(failure.isPermanent)
            #expect(failure.reason.contains("larger than 64 KiB"))
        }
    }

    @Test func `a drill leaves nothing and is kept in the sink`() async throws {
        try await withService { server, client in
            let spec = hook("h", server.url("/"))
            let first = try await client.deliver(message(mode: .drill), to: spec, key: "a")
            let second = try await client.deliver(message(mode: .drill), to: spec, key: "b")
            #expect([first.id, second.id] == ["drill-1", "drill-2"])
            #expect(server.requests.isEmpty)
            #expect(client.drillSink.sent.count == 2)
            #expect(client.drillSink.sent.allSatisfy { $0.hasPrefix("[DRILL] INC-0007") })
        }
    }

    @Test func `the sink marks even what is not marked`() async throws {
        let sink = DrillSink()
        let part = try #require(
            MessageSplitter.parts(of: message(), limits: sink.limits).first
        )
        let receipt = try await sink.send(part, key: "k")
        #expect(receipt.id == "drill-1")
        #expect(
            sink.sent == ["[DRILL] INC-0007 update #3: Relays unreachable\nHold the upgrade."]
        )
    }

    @Test func `a changed specification makes a new channel`() async throws {
        try await withService(Reply(status: 204)) { server, client in
            _ = try await client.deliver(message(), to: hook("h", server.url("/a")), key: "k")
            _ = try await client.deliver(message(), to: hook("h", server.url("/b")), key: "k")
            #expect(server.requests.map(\.path) == ["/a", "/b"])
        }
    }

    @Test func `a delivery that is cancelled ends`() async throws {
        let gate = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
        try await withService(Reply(moment: .when(gate.futureResult))) { server, client in
            let spec = hook("h", server.url("/"))
            let task = Task { try await client.deliver(message(), to: spec, key: "k") }
            task.cancel()
            await #expect(throws: DeliveryFailure.self) { try await task.value }
        }
        gate.succeed()
    }

    @Test func `after the shutdown a delivery fails and does not hang`() async throws {
        try await withService { server, client in
            client.shutdown()
            let failure = try await failure(
                of: message(),
                to: hook("h", server.url("/")),
                by: client
            )
            #expect(failure.reason.hasSuffix("the attempt was stopped"))
        }
    }
}
