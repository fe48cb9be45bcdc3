import TestServers
import Synchronization
import Testing

/// `fleet watch` tells an address that it is alive, for as long as it watches.
struct WatchdogCommandTests {
    /// A program whose watchdog waits at one server, and whose node is at another.
    private func program(calling ear: WebServer, watching node: WebServer) throws -> Program {
        let program = try Program(["PING": ear.url("/ping/token-of-mine")])
        try program.write(
            """
            fleet: f
            poll: {every: 300ms}
            watchdog: {url: "${PING}", every: 1s}
            nodes:
              - name: a
                http: {url: "\(node.url("/health"))", contains: ok}
            """
        )
        return program
    }

    @Test(.timeLimit(.minutes(15)))
    func `the watchdog is called once the nodes were asked, and its address is not shown`()
        async throws
    {
        let isCalled = Atomic(false)
        try await HookServer.run(
            answer: "ok",
            but: { target in
                if target.hasPrefix("/ping/token-of-mine") {
                    isCalled.store(true, ordering: .relaxed)
                }
                // The node falls ill as soon as the call has come: that is the second line.
                let isIll = target == "/health" && isCalled.load(ordering: .relaxed)
                return isIll ? "ill" : nil
            }
        ) { server in
            let program = try program(calling: server, watching: server)
            let outcome = try await program.run(["fleet", "watch"], interruptAfterLines: 2)
            #expect(outcome.output.contains("a: healthy → degraded"))
            #expect(!(outcome.output + outcome.errors).contains("token-of-mine"))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `lost calls are said once on standard error`() async throws {
        let calls = Atomic(0)
        let count: HookServer.Exception = { _ in
            calls.add(1, ordering: .relaxed)
            return nil
        }
        let health: HookServer.Exception = { _ in
            calls.load(ordering: .relaxed) > 3 ? "ill" : nil
        }
        try await HookServer.run(status: 500, but: count) { deaf in
            try await HookServer.run(answer: "ok", but: health) { node in
                let program = try program(calling: deaf, watching: node)
                let outcome = try await program.run(["fleet", "watch"], interruptAfterLines: 2)
                let words = "the watchdog cannot take it now (HTTP 500)"
                #expect(
                    outcome.errors == "tocsin: nobody hears that Tocsin watches: \(words)\n"
                )
            }
        }
    }
}
