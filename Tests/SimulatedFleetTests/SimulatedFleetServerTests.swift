import Primitives
import NIOCore
import NIOPosix
import Scenarios
import SimulatedFleet
import Testing

/// A connection to 127.0.0.1 that sends one request at a time and reads until the answer ends.
private final class TestConnection {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    init(to address: String) async throws {
        let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(2))
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// Sends the requests one after the other; nil for each that the server cut off.
    ///
    /// `between` runs after each answer.
    func exchange(
        _ requests: [String],
        between: () async -> Void = {}
    ) async throws -> [String?] {
        try await channel.executeThenClose { inbound, outbound in
            var answers: [String?] = []
            var reader = inbound.makeAsyncIterator()
            for request in requests {
                var text = ""
                var isWhole = false
                if (try? await outbound.write(ByteBuffer(string: request))) != nil {
                    while !isWhole, let part = try? await reader.next() {
                        text += String(buffer: part)
                        isWhole = Self.isWhole(text)
                    }
                }
                answers.append(isWhole ? text : nil)
                await between()
            }
            return answers
        }
    }

    private static func isWhole(_ text: String) -> Bool {
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        guard let gap = lines.firstIndex(of: ""),
            let length = lines[..<gap].first(where: { $0.hasPrefix("Content-Length: ") })
                .flatMap({ Int($0.dropFirst(16)) })
        else { return false }
        let head = lines[...gap].reduce(0) { $0 + $1.utf8.count + 2 }
        return text.utf8.count >= head + length
    }
}

struct SimulatedFleetServerTests {
    private let get = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"

    private func post(_ body: String) -> String {
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// Runs a scenario's servers for the time of `body` and gives it the addresses.
    private func withServers(
        _ name: String,
        _ body: (
            SimulatedFleetServer, ScenarioPlayer, @Sendable (NodeID, SimulatedPort) -> String
        ) async throws -> Void
    ) async throws {
        let scenario = try #require(Scenario.named(name))
        let server = SimulatedFleetServer(scenario: scenario)
        let address = try await server.start()
        do {
            try await body(server, ScenarioPlayer(scenario), address)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test(.timeLimit(.minutes(15)))
    func `a page and a call are answered on one connection`() async throws {
        try await withServers("waku-2021-07") { _, player, address in
            let page = try await TestConnection(to: address("do-ams3", .metrics))
                .exchange([get, get])
            #expect(page[0]?.hasPrefix("HTTP/1.1 200 OK\r\n") == true)
            #expect(page[0]?.contains("Content-Type: text/plain; version=0.0.4") == true)
            #expect(page[0] == page[1])
            let call =
                #"{"jsonrpc":"2.0","id":1,"method":"get_waku_v2_debug_v1_info","params":[]}"#
            let answers = try await TestConnection(to: address("do-ams3", .rpc))
                .exchange([post(call)])
            let expected = player.simulation.answer(
                node: "do-ams3",
                port: .rpc,
                method: "POST",
                path: "/",
                body: Array(call.utf8),
                at: try #require(Scenario.named("waku-2021-07")).start
            )
            #expect(answers[0]?.hasSuffix(String(decoding: expected.body, as: UTF8.self)) == true)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a node that is down refuses, and is back at the same address`() async throws {
        try await withServers("waku-2021-07") { server, player, address in
            var player = player
            let down = try #require(Timestamp("2021-07-09T08:02:10Z"))
            _ = player.advance(to: down)
            await server.update(player.simulation, at: down)
            // Another server may have been given the port since; it is no simulated node.
            let gone = try? await TestConnection(to: address("do-ams3", .metrics)).exchange([get])
            #expect(gone?[0]?.contains("libp2p_") != true)
            let other = try await TestConnection(to: address("ac-cn-hongkong-c", .metrics))
                .exchange([get])
            #expect(other[0] != nil)
            let up = try #require(Timestamp("2021-07-09T08:03Z"))
            _ = player.advance(to: up)
            await server.update(player.simulation, at: up)
            let page = try await TestConnection(to: address("do-ams3", .metrics)).exchange([get])
            #expect(page[0]?.contains("process_start_time_seconds 1625817740.0") == true)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a replaced process loses its connections and its sibling does not`() async throws {
        try await withServers("waku-2021-07") { server, player, address in
            let restarted = try await TestConnection(to: address("do-ams3", .metrics))
            let untouched = try await TestConnection(to: address("ac-cn-hongkong-c", .metrics))
            var moved = player
            let after = try #require(Timestamp("2021-07-09T08:03Z"))
            _ = moved.advance(to: after)
            let simulation = moved.simulation
            let cut = try await restarted.exchange([get, get]) {
                await server.update(simulation, at: after)
            }
            #expect(cut[0] != nil)
            #expect(cut[1] == nil)
            let kept = try await untouched.exchange([get, get])
            #expect(kept.allSatisfy { $0 != nil })
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `only the relay ports of a silent relay half are closed`() async throws {
        try await withServers("calamari-2022-07") { server, player, address in
            var player = player
            let silent = try #require(Timestamp("2022-07-26T13:10Z"))
            _ = player.advance(to: silent)
            await server.update(player.simulation, at: silent)
            // Another server may have been given the port since; it is no relay half.
            let relay = try? await TestConnection(to: address("crispy", .relayMetrics))
                .exchange([get])
            #expect(relay?[0]?.contains("chain=\"ksmcc3\"") != true)
            let para = try await TestConnection(to: address("crispy", .metrics)).exchange([get])
            #expect(para[0]?.contains("version=\"3.2.1-ff69d35\",chain=\"calamari\"} 1") == true)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `nothing listens after the servers are stopped`() async throws {
        let scenario = try #require(Scenario.named("waku-2021-07"))
        let server = SimulatedFleetServer(scenario: scenario)
        let address = try await server.start()
        await server.stop()
        // Another server may have been given the port since; it is no simulated node.
        let answer = try? await TestConnection(to: address("do-ams3", .metrics)).exchange([get])
        #expect(answer?[0]?.contains("libp2p_") != true)
    }
}
