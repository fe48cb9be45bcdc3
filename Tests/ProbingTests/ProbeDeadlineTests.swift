import FleetModel
import Primitives
import Probing
import Testing

/// The deadline of a poll is absolute, whatever the server does.
@Suite(.timeLimit(.minutes(15)))
struct ProbeDeadlineTests {
    /// Long enough for an answer on a busy computer, short enough to wait for.
    private static let patience = Duration.seconds(15)

    @Test(arguments: [ServedReply.silence, .trickle])
    func `a slow server ends at the deadline`(_ reply: ServedReply) async throws {
        let observation = try await poll(
            { .prometheus(url: $0 + "/metrics", metrics: []) },
            deadline: .milliseconds(200)
        ) { _ in reply }
        #expect(observation.reasons == [.timedOut(after: .milliseconds(200))])
        #expect(observation.latency == nil)
    }

    @Test
    func `parts that are done by the deadline count`() async throws {
        try await ScriptedServer.run({ _ in .silence }) { slow in
            try await ScriptedServer.run({ _ in .ok("libp2p_peers 7\n") }) { quick in
                try await withClient { client in
                    let observation = await client.poll(
                        .waku(rest: slow.url, rpc: nil, metrics: quick.url),
                        deadline: Self.patience
                    )
                    #expect(observation[.peers] == 7)
                    #expect(
                        observation.problems == [
                            Problem(part: "rest", reason: .timedOut(after: Self.patience))
                        ]
                    )
                    #expect(observation.latency != nil)
                }
            }
        }
    }

    @Test
    func `several requests share one deadline`() async throws {
        // The first answers, the second never: the whole still ends once.
        let observation = try await poll(
            { .waku(rest: $0, rpc: nil, metrics: nil) },
            deadline: Self.patience
        ) { request in
            request.path == "/health" ? .ok("{\"nodeHealth\":\"READY\"}") : .silence
        }
        #expect(observation[.health] == ["ready"])
        #expect(observation.reasons == [.timedOut(after: Self.patience)])
        #expect(observation.latency != nil)
    }

    @Test
    func `cancelling a poll ends it`() async throws {
        try await ScriptedServer.run({ _ in .silence }) { server in
            try await withClient { client in
                let url = server.url
                let task = Task {
                    await client.poll(
                        .http(url: url, status: 200, contains: nil),
                        deadline: .seconds(600)
                    )
                }
                task.cancel()
                #expect(await task.value.latency == nil)
            }
        }
    }
}
