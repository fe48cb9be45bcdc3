import IncidentCore
import Probing
import Testing

/// How connections are used.
@Suite(.timeLimit(.minutes(5)))
struct ProbeConnectionTests {
    @Test
    func `polls one after the other share a connection`() async throws {
        try await ScriptedServer.run({ _ in .ok("up 1\n") }) { server in
            try await withClient { client in
                for _ in 0..<5 {
                    let target = ProbeTarget.prometheus(url: server.url, metrics: [])
                    #expect(await client.poll(target).problems.isEmpty)
                }
            }
            #expect(server.counts.accepts == 1)
            #expect(server.counts.requests.count == 5)
        }
    }

    @Test
    func `a connection that the server closed while idle is no fault`() async throws {
        let closing = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nup 1\n"
        try await ScriptedServer.run({ _ in .raw(closing) }) { server in
            try await withClient { client in
                for _ in 0..<20 {
                    let target = ProbeTarget.prometheus(url: server.url, metrics: [])
                    #expect(await client.poll(target).problems.isEmpty)
                }
            }
        }
    }

    @Test
    func `redirects are not followed`() async throws {
        try await ScriptedServer.run({ _ in .ok("up 1\n") }) { other in
            let target = other.url + "/metrics"
            let observation = try await poll({ .prometheus(url: $0, metrics: []) }) { _ in
                .answer(307, headers: ["location": target], "")
            }
            #expect(observation.reasons == [.redirected(to: target)])
            #expect(other.counts.accepts == 0)
        }
    }

    @Test
    func `requests tell who asks and what they accept`() async throws {
        try await ScriptedServer.run({ _ in .ok("up 1\n") }) { server in
            try await withClient { client in
                _ = await client.poll(
                    .prometheus(url: server.url, metrics: []),
                    headers: ["x-fleet": Secret("a")]
                )
            }
            let request = try #require(server.counts.requests.first)
            #expect(request.path == "/metrics")
            #expect(request.header("user-agent") == "tocsin")
            #expect(request.header("accept-encoding") == "identity")
            #expect(request.header("x-fleet") == "a")
        }
    }
}
