import TestServers
import FleetModel
import Testing

@testable import Broadcasting

@Suite(.timeLimit(.minutes(15)))
struct WatchdogClientTests {
    private static let token = "5f2a7c1e-secret-token"

    private func call(
        _ replies: Reply...,
        method: Watchdog.Method = .get,
        deadline: Duration = .seconds(60),
        _ look: (WebServer) -> Void = { _ in }
    ) async throws -> String? {
        let server = try await WebServer(replies)
        let client = WatchdogClient(deadline: deadline)
        let watchdog = Watchdog(
            url: Secret(server.url("/ping/\(Self.token)?rid=7")),
            method: method,
            headers: ["Authorization": Secret("Bearer \(Self.token)")]
        )
        let failure = await client.call(watchdog)
        client.shutdown()
        await server.close()
        look(server)
        if let failure { #expect(!failure.contains(Self.token)) }
        return failure
    }

    @Test(arguments: Watchdog.Method.allCases)
    func `a call is one request with its headers`(_ method: Watchdog.Method) async throws {
        let failure = try await call(Reply(body: "OK"), method: method) { server in
            #expect(server.requests.map(\.method) == [method.rawValue])
            #expect(server.requests.map(\.path) == ["/ping/\(Self.token)?rid=7"])
            #expect(
                server.requests.first?.values(of: "Authorization") == ["Bearer \(Self.token)"]
            )
            #expect(server.requests.first?.values(of: "User-Agent") == ["tocsin"])
        }
        #expect(failure == nil)
    }

    @Test func `a refusal is told without the address`() async throws {
        let refusal = Reply(status: 404, body: "no check at /ping/\(Self.token)")
        #expect(try await call(refusal) == "the watchdog refused it (HTTP 404)")
        let failure = try await call(Reply(status: 503))
        #expect(failure == "the watchdog cannot take it now (HTTP 503)")
    }

    @Test func `no redirect is followed`() async throws {
        let moved = Reply(status: 302, headers: ["Location": "/elsewhere"])
        let failure = try await call(moved, Reply()) { server in
            #expect(server.requests.count == 1)
        }
        #expect(failure?.contains("which is not followed") == true)
    }

    @Test func `a server that refuses is named so`() async throws {
        // A port that is held and not listened on: nobody else gets it meanwhile.
        let held = try #require(HeldPort())
        let client = WatchdogClient()
        let dead = Watchdog(url: Secret("http://127.0.0.1:\(held.port)/\(Self.token)"))
        #expect(await client.call(dead) == "the watchdog was not reached: refused")
        client.shutdown()
        held.release()
    }

    @Test func `only the head of an answer is waited for`() async throws {
        #expect(try await call(Reply(stallsAfterHead: true)) == nil)
    }

    @Test func `without its address it says what is missing`() async {
        let client = WatchdogClient()
        let watchdog = Watchdog(url: nil, lack: "the environment variable X is not set")
        #expect(await client.call(watchdog) == "the environment variable X is not set")
        client.shutdown()
    }
}
