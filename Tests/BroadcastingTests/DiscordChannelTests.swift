import TestServers
import Primitives
import FleetModel
import IncidentLog
import TestSupport
import Testing

@testable import Broadcasting

@Suite(.timeLimit(.minutes(15)))
struct DiscordChannelTests {
    private static let token = "aW-Zq81tokentokentoken"

    private func spec(_ server: WebServer, query: String = "") -> ChannelSpec {
        let path = "/api/webhooks/112233445566778899/" + Self.token + query
        return ChannelSpec(
            id: "chat",
            service: .of(
                DiscordKind.self,
                ["discord": Secret(server.url(path))]
            )
        )
    }

    @Test func `an update is posted without mentions and the message id is the receipt`()
        async throws
    {
        try await withService(Reply(body: #"{"id":"1130","channel_id":"9"}"#)) { server, client in
            let receipt = try await client.deliver(
                message("Hold @everyone"),
                to: spec(server, query: "?thread_id=5"),
                key: "k"
            )
            #expect(receipt == Receipt(id: "1130"))
            let request = try #require(server.requests.first)
            #expect(request.method == "POST")
            #expect(request.path.hasSuffix(Self.token + "?thread_id=5&wait=true"))
            #expect(request.values(of: "Content-Type") == ["application/json"])
            #expect(request.values(of: "User-Agent") == ["tocsin"])
            let content = #"INC-0007 update #3: Relays unreachable\nHold @everyone"#
            #expect(
                request.body == #"{"allowed_mentions":{"parse":[]},"content":""# + content
                    + #"","username":"tocsin"}"#
            )
        }
    }

    @Test func `a long update is posted in parts of 2000 characters and the receipts joined`()
        async throws
    {
        let replies = (Reply(body: #"{"id":"1"}"#), Reply(body: #"{"id":"2"}"#))
        try await withService(replies.0, replies.1) { server, client in
            let text = String(repeating: "word ", count: 500)
            let receipt = try await client.deliver(message(text), to: spec(server), key: "k")
            #expect(receipt.id == "1, 2")
            #expect(server.requests.count == 2)
            #expect(server.requests[0].body.contains("(1/2): Relays"))
            #expect(server.requests[1].body.contains("(2/2)"))
        }
    }

    @Test(
        arguments: [
            (#"{"message":"limited","retry_after":64.57,"global":false}"#, [:], 64_570),
            ("", ["Retry-After": "65"], 65_000),
            ("", ["X-RateLimit-Reset-After": "1.5"], 1500),
            (#"{"retry_after":0.3}"#, ["Retry-After": "1"], 1000),
            (#"{"retry_after":1e300}"#, [:], 86_400_000),
            (#"{"retry_after":-5}"#, [:], nil),
        ] as [(String, [String: String], Int64?)]
    )
    func `a rate limit says how long to wait`(
        body: String,
        headers: [String: String],
        milliseconds: Int64?
    ) async throws {
        try await withService(Reply(status: 429, headers: headers, body: body)) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(!failure.isPermanent)
            #expect(failure.wait?.milliseconds == milliseconds)
        }
    }

    @Test(arguments: [
        (400, "Must be 2000 or fewer"), (413, "HTTP 413"), (302, "not followed"),
    ])
    func `what a person must change is permanent`(status: Int, words: String) async throws {
        let body =
            #"{"message":"Invalid Form Body","errors":{"content":["Must be 2000 or fewer"]}}"#
        try await withService(
            Reply(status: status, headers: ["Location": "/elsewhere"], body: body)
        ) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains(words))
            #expect(server.requests.count == 1)
        }
    }

    /// Source of the texts: the public reports of people whose address Cloudflare blocked.
    @Test(arguments: [
        (403, "error code: 1010"), (403, "<!DOCTYPE html><title>Attention Required!</title>"),
        (401, "<html>Proxy login</html>"), (404, "default backend - 404"), (400, ""),
        (403, #"{"error":"not Discord's form"}"#),
        // What gateways of web services say has a message too, and no code.
        (403, #"{"message":"Forbidden"}"#), (401, #"{"message":"No API key found in request"}"#),
        (404, #"{"message":"no Route matched with those values"}"#),
    ])
    func `a refusal that is not Discord's own blames no setting and is tried again`(
        status: Int,
        body: String
    ) async throws {
        let reply = Reply(status: status, headers: ["Server": "cloudflare"], body: body)
        try await withService(reply) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(!failure.isPermanent)
            #expect(failure.reason.contains("HTTP \(status)"))
            #expect(failure.reason.contains(body))
            for word in ["token", "fleet file", "no longer exists"] {
                #expect(!failure.reason.contains(word))
            }
        }
    }

    /// Source: Discord's developer documentation, "JSON Error Codes".
    @Test(arguments: [
        (404, 10003, "Unknown Channel", "no longer exists"),
        (403, 50013, "Missing Permissions", "token"), (403, 40333, "internal network", "token"),
        (404, 0, "404: Not Found", "no longer exists"),
    ])
    func `only what Discord's code proves is blamed, in its words`(
        status: Int,
        code: Int,
        words: String,
        unproven: String
    ) async throws {
        let body = #"{"message":"\#(words)","code":\#(code)}"#
        try await withService(Reply(status: status, body: body)) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains(words))
            #expect(!failure.reason.contains(unproven))
        }
    }

    @Test(arguments: [
        (404, 10015, "Unknown Webhook", "no longer exists"),
        (401, 50027, "Invalid Webhook Token", "token"), (401, 0, "401: Unauthorized", "token"),
    ])
    func `what Discord's code proves is told with its words`(
        status: Int,
        code: Int,
        words: String,
        proven: String
    ) async throws {
        let body = #"{"message":"\#(words)","code":\#(code)}"#
        try await withService(Reply(status: status, body: body)) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains(words) && failure.reason.contains(proven))
        }
    }

    @Test func `a test message says that it is one`() async throws {
        try await withService(Reply(body: #"{"id":"1130"}"#)) { server, client in
            let test = StatusMessage(testOf: "prod", by: "ada", at: attemptTime)
            _ = try await client.deliver(test, to: spec(server), key: "k")
            let body = try #require(server.requests.first?.body)
            #expect(body.contains(#""content":"TEST from Tocsin\nada tries out this channel"#))
            #expect(!body.contains("update #"))
        }
    }

    @Test(arguments: [408, 425, 500, 502, 503, 504, 520])
    func `what may pass is retryable`(status: Int) async throws {
        let reply = Reply(status: status, headers: ["Retry-After": "7"], body: "<h1>busy</h1>")
        try await withService(reply) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(
                failure
                    == .retryable(
                        reason: "Discord cannot take it now (HTTP \(status)): <h1>busy</h1>",
                        after: .seconds(7)
                    )
            )
        }
    }

    @Test(arguments: [200, 204])
    func `a success without an id is no receipt`(status: Int) async throws {
        let reply = Reply(status: status, body: status == 204 ? "" : "<html>welcome</html>")
        try await withService(reply) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains("not as Discord does"))
        }
    }

    @Test(arguments: [400, 401, 403, 404, 418, 429, 500, 503])
    func `the token is in no reason even when the service repeats it`(status: Int) async throws {
        let body =
            #"{"message":"no \#(Self.token) at /api/webhooks/112233445566778899/\#(Self.token)"}"#
        try await withService(Reply(status: status, body: body)) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(!failure.reason.contains(Self.token))
            #expect(!String(reflecting: failure).contains(Self.token))
        }
    }
}
