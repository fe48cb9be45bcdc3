import FleetModel
import Primitives
import Probing
import Testing

struct TCPProbeTests {
    private func poll(
        _ manner: PortServer.Manner,
        send: String? = nil,
        expect: String? = nil,
        deadline: Duration = .seconds(60)
    ) async throws -> Observation {
        try await PortServer.run(manner) { server in
            try await withClient { client in
                let address = "127.0.0.1:\(server.port)"
                let target = TCPTarget(address: address, send: send, expect: expect)
                return await client.poll(.tcp(target), deadline: deadline)
            }
        }
    }

    @Test func `an open port is enough when nothing is expected`() async throws {
        let observation = try await poll(.silence)
        #expect(observation.problems == [])
        #expect(observation.latency != nil)
    }

    @Test func `a port that answers rightly is well`() async throws {
        let asked = try await poll(.answers("+PONG\r\n"), send: "PING\r\n", expect: "+PONG")
        #expect(asked.problems == [])
        let greeted = try await poll(.greets("220 mail ESMTP\r\n"), expect: "220 ")
        #expect(greeted.problems == [])
    }

    @Test func `another answer is named`() async throws {
        let observation = try await poll(.farewells("-ERR"), expect: "+PONG")
        #expect(observation.reasons == [.missingText("+PONG", instead: "-ERR")])
        #expect(observation.latency != nil)
    }

    @Test func `another answer is shown without controls, and not what was said`() async throws {
        let answer = "-ERR \u{1B}[31mno hunter2 here\r\nmore"
        // It is listened to until the deadline; a busy machine needs more of it.
        func listen(for seconds: Int) async throws -> Observation {
            try await poll(
                .answers(answer),
                send: "AUTH hunter2\r\n",
                expect: "+OK",
                deadline: .seconds(seconds)
            )
        }
        var observation = try await listen(for: 2)
        if case .timedOut = observation.reasons.first {
            observation = try await listen(for: 60)
        }
        let shown = "-ERR \u{FFFD}[31mno ••• here"
        #expect(observation.reasons == [.missingText("+OK", instead: shown)])
        #expect(observation.reasons.first?.sentence == "answer lacks '+OK': '\(shown)'")
    }

    @Test func `a port that says nothing runs out of time`() async throws {
        let deadline = Duration.milliseconds(200)
        let observation = try await poll(.silence, expect: "220", deadline: deadline)
        #expect(observation.reasons == [.timedOut(after: deadline)])
        #expect(observation.latency == nil)
    }

    @Test func `a port that closes at once is told`() async throws {
        let observation = try await poll(.closes, expect: "220")
        #expect(observation.reasons == [.connectionClosed])
    }

    @Test func `an endless answer ends at the limit`() async throws {
        let observation = try await poll(.endless, expect: "220")
        let start = String(repeating: "#", count: 59) + "…"
        #expect(observation.reasons == [.missingText("220", instead: start)])
    }

    @Test func `a closed port refuses`() async throws {
        try await withClient { client in
            // Nothing listens below the ports that systems give away.
            let target = TCPTarget(address: "127.0.0.1:1")
            let observation = await client.poll(.tcp(target))
            #expect(observation.reasons == [.refused])
            #expect(observation.latency == nil)
        }
    }

    @Test func `an address that is none is told`() async throws {
        try await withClient { client in
            let observation = await client.poll(.tcp(TCPTarget(address: "nowhere")))
            #expect(observation.reasons == [.other("the address is not a host and a port")])
        }
    }
}
