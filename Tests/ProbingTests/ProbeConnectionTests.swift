import Primitives
import FleetModel
import Probing
import Testing

/// How connections are used.
@Suite(.timeLimit(.minutes(15)))
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

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a page that lies elsewhere on the server is read there`(_ status: Int) async throws {
        let observation = try await poll(
            { .prometheus(url: $0 + "/metrics", metrics: [MetricPick(name: "up", series: "up")]) },
            headers: ["x-fleet": Secret("a")]
        ) { request in
            guard request.path == "/metrics/", request.header("x-fleet") == "a" else {
                return .answer(status, headers: ["location": "/metrics/"], "")
            }
            return .ok("up 1\n")
        }
        #expect(observation.problems == [])
        #expect(observation["up"] == 1)
    }

    @Test
    func `a server that sends around in circles is left`() async throws {
        try await ScriptedServer.run({ _ in .answer(302, headers: ["location": "/b"], "") }) {
            server in
            try await withClient { client in
                let observation = await client.poll(.prometheus(url: server.url, metrics: []))
                #expect(observation.reasons == [.redirected(to: "/b")])
            }
            #expect(server.counts.requests.count == 4)
        }
    }

    @Test(arguments: [(301, false), (302, false), (303, false), (307, true), (308, true)])
    func `what carries something is sent again only where that is meant`(
        _ status: Int,
        _ isSent: Bool
    ) async throws {
        let target: @Sendable (String) -> ProbeTarget = {
            .http(HTTPTarget(url: $0 + "/a", method: .post, body: Secret("x=1")))
        }
        let observation = try await poll(target) { request in
            guard request.path == "/b" else {
                return .answer(status, headers: ["location": "/b"], "")
            }
            return .answer(request.method == "POST" && request.body == "x=1" ? 200 : 500, "")
        }
        #expect(observation.reasons == (isSent ? [] : [.redirected(to: "/b")]))
    }

    @Test
    func `a redirect that is expected is not followed`() async throws {
        let target: @Sendable (String) -> ProbeTarget = {
            .http(HTTPTarget(url: $0, statuses: [302]))
        }
        let observation = try await poll(target) { request in
            request.path == "/b" ? .ok("") : .answer(302, headers: ["location": "/b"], "")
        }
        #expect(observation.problems == [])
    }

    @Test
    func `a server that sends to TLS is told with what to write`() async throws {
        let observation = try await poll({ .prometheus(url: $0, metrics: []) }) { request in
            .answer(301, headers: ["location": "https://127.0.0.1/metrics"], "")
        }
        let sentence = try #require(observation.reasons.first?.sentence)
        #expect(
            sentence == "redirects to https://127.0.0.1/metrics, not followed: write that address"
        )
    }

    @Test
    func `redirects to other servers are not followed`() async throws {
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

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nup 1\n",
        "HTTP/1.1 200 OK\r\n\r\nup 1\n", "HTTP/1.0 200 OK\r\n\r\nup 1\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nup\r\n3\r\n 1\n\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nup 1\n",
    ])
    func `every way to say where a body ends is understood`(_ answer: String) async throws {
        let pick = MetricPick(name: "up", series: "up")
        let observation = try await poll({ .prometheus(url: $0, metrics: [pick]) }) { _ in
            .raw(answer)
        }
        #expect(observation.problems.isEmpty)
        #expect(observation["up"] == 1)
    }

    @Test
    func `what is said beyond an answer is no answer to the next question`() async throws {
        let twice = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nup 1\n"
        let pick = MetricPick(name: "up", series: "up")
        let extra = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nup 9\n"
        try await ScriptedServer.run({ _ in .raw(twice + extra) }) { server in
            try await withClient { client in
                for _ in 0..<5 {
                    let target = ProbeTarget.prometheus(url: server.url, metrics: [pick])
                    #expect(await client.poll(target)["up"] == 1)
                }
            }
        }
    }

    @Test
    func `polls at the same time have a connection each, and keep it`() async throws {
        try await ScriptedServer.run({ _ in .together(4, "up 1\n") }) { server in
            try await withClient { client in
                let target = ProbeTarget.prometheus(url: server.url, metrics: [])
                for _ in 0..<3 {
                    await withTaskGroup { group in
                        for _ in 0..<4 { group.addTask { await client.poll(target) } }
                        for await observation in group { #expect(observation.problems.isEmpty) }
                    }
                }
            }
            #expect(server.counts.accepts == 4)
        }
    }

    @Test
    func `a name is asked at all of its addresses`() async throws {
        try await ScriptedServer.run({ _ in .ok("up 1\n") }) { server in
            try await withClient { client in
                let url = "http://localhost:\(server.port)/metrics"
                let observation = await client.poll(.prometheus(url: url, metrics: []))
                #expect(observation.problems.isEmpty)
            }
            #expect(server.counts.requests.first?.header("host") == "localhost:\(server.port)")
        }
    }

    @Test
    func `a header that HTTP forbids is not sent`() async throws {
        let observation = try await poll(
            { .prometheus(url: $0, metrics: []) },
            headers: ["x-fleet": Secret("a\r\nx-other: b")]
        ) { _ in .ok("up 1\n") }
        #expect(observation.reasons == [.other("a header has characters that HTTP forbids")])
    }

    @Test
    func `the end does not wait for a server that accepts and stays mute`() async throws {
        try await PortServer.run(.silence) { server in
            let url = "https://127.0.0.1:\(server.port)/"
            let target = ProbeTarget.http(url: url, status: 200, contains: nil)
            // Who waits takes ten seconds each time; a busy machine may delay some, but not all.
            var spans: [Duration] = []
            while spans.count < 12, !spans.contains(where: { $0 < .seconds(5) }) {
                let client = ProbeClient()
                let span = await ContinuousClock().measure {
                    let observation = await client.poll(target, deadline: .milliseconds(100))
                    #expect(observation.reasons == [.timedOut(after: .milliseconds(100))])
                    await client.shutdown()
                }
                spans.append(span)
            }
            #expect(spans.contains { $0 < .seconds(5) }, "\(spans)")
        }
    }

    @Test
    func `nothing is asked after the end, and open connections are closed`() async throws {
        try await ScriptedServer.run({ _ in .ok("up 1\n") }) { server in
            let client = ProbeClient()
            let target = ProbeTarget.prometheus(url: server.url, metrics: [])
            #expect(await client.poll(target).problems.isEmpty)
            await client.shutdown()
            #expect(await client.poll(target).reasons == [.other("the attempt was stopped")])
            #expect(server.counts.requests.count == 1)
        }
    }
}
