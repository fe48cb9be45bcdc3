import TestServers
import Primitives
import FleetModel
import IncidentLog
import TestSupport
import Testing

@testable import Broadcasting

@Suite(.timeLimit(.minutes(15)))
struct SignedWebhookChannelTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let path = "/hooks/urltoken-99887766"

    private func spec(_ server: WebServer, secret: String = secret) -> ChannelSpec {
        ChannelSpec(
            id: "hook",
            service: .of(
                WebhookKind.self,
                ["url": Secret(server.url(Self.path)), "secret": Secret(secret)]
            )
        )
    }

    @Test(arguments: [200, 202, 204])
    func `a success has the id of the webhook as its receipt`(status: Int) async throws {
        try await withService(Reply(status: status, body: status == 204 ? "" : "fine")) {
            server,
            client in
            let receipt = try await client.deliver(message(), to: spec(server), key: "01J.X")
            #expect(receipt == Receipt(id: "01J%2EX-1"))
            let request = try #require(server.requests.first)
            #expect(request.method == "POST")
            #expect(request.path == Self.path)
            #expect(request.values(of: "webhook-id") == ["01J%2EX-1"])
            #expect(request.values(of: "webhook-timestamp") == ["1614265330"])
            #expect(
                request.body == #"{"data":{"drill":false,"incident":"INC-0007","number":3,"#
                    + #""text":"Hold the upgrade.","title":"Relays unreachable"},"#
                    + #""timestamp":"2021-02-25T15:01:40.000Z","#
                    + #""type":"incident.update.published"}"#
            )
            let expected = try WebhookSignature(Secret(Self.secret)).header(
                id: "01J%2EX-1",
                seconds: 1_614_265_330,
                body: Array(request.body.utf8)
            )
            #expect(request.values(of: "webhook-signature") == [expected])
        }
    }

    @Test func `the id and the body stay the same over retries`() async throws {
        try await withService(Reply(status: 503), Reply(status: 200)) { server, client in
            _ = try await failure(of: message(), to: spec(server), by: client)
            _ = try await client.deliver(message(), to: spec(server), key: "key")
            let ids = server.requests.map { $0.values(of: "webhook-id") }
            #expect(ids == [["key-1"], ["key-1"]])
            #expect(server.requests[0].body == server.requests[1].body)
        }
    }

    @Test(
        arguments: [
            ("17", Int64(17_000)), ("Thu, 25 Feb 2021 15:03:10 GMT", 60_000), ("later", nil),
        ] as [(String, Int64?)],
        [429, 502, 503, 504]
    )
    func `both forms of a wait are honoured`(
        wait: (header: String, milliseconds: Int64?),
        status: Int
    ) async throws {
        let reply = Reply(status: status, headers: ["Retry-After": wait.header])
        try await withService(reply) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(!failure.isPermanent)
            #expect(failure.wait?.milliseconds == wait.milliseconds)
        }
    }

    @Test(arguments: [
        (301, "not followed"), (307, "not followed"), (400, "HTTP 400"), (401, "signature"),
        (410, "no more webhooks"), (422, "HTTP 422"),
    ])
    func `what a person must change is permanent`(status: Int, words: String) async throws {
        let reply = Reply(
            status: status,
            headers: ["Location": "/other"],
            body: "no route \(Self.path) for \(Self.secret)"
        )
        try await withService(reply) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains(words))
            #expect(!failure.reason.contains("urltoken"))
            #expect(!failure.reason.contains("MfKQ"))
            #expect(server.requests.count == 1)
        }
    }

    @Test(
        arguments: [
            (403, "error code: 1010", [:]), (401, "<html>log in</html>", [:]),
            (404, "gone", ["Content-Type": "text/html; charset=utf-8"]),
        ] as [(Int, String, [String: String])]
    )
    func `a page of what stands in front of the receiver is tried again`(
        status: Int,
        body: String,
        headers: [String: String]
    ) async throws {
        let reply = Reply(status: status, headers: headers, body: body)
        try await withService(reply) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(!failure.isPermanent)
            #expect(failure.reason.contains(body))
            #expect(!failure.reason.contains("signature"))
        }
    }

    @Test func `a refusal is told in the receiver's words`() async throws {
        let reply = Reply(status: 403, body: "team is suspended")
        try await withService(reply) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains("refused it (HTTP 403): team is suspended; if it is"))
        }
    }

    @Test func `a test is told as one and is about no incident`() async throws {
        try await withService(Reply()) { server, client in
            let test = StatusMessage(testOf: "prod", by: "ada", at: attemptTime)
            _ = try await client.deliver(test, to: spec(server), key: "k")
            let body = try #require(server.requests.first?.body)
            #expect(body.contains(#""type":"channel.test""#))
            #expect(!body.contains("incident") && !body.contains("number"))
        }
    }

    @Test func `a success counts even when its body never ends`() async throws {
        try await withService(Reply(stallsAfterHead: true)) { server, client in
            let receipt = try await client.deliver(message(), to: spec(server), key: "key")
            #expect(receipt.id == "key-1")
        }
    }

    @Test func `the body of any part stays below 20 kB`() async throws {
        try await withService(Reply(status: 204)) { server, client in
            let long = message(
                String(repeating: "\"\n\u{1}é ", count: 8000),
                title: String(repeating: "\"title\" ", count: 2000)
            )
            _ = try await client.deliver(long, to: spec(server), key: "key")
            #expect(server.requests.count > 1)
            #expect(server.requests.allSatisfy { $0.body.utf8.count < 20_000 })
            let last = try #require(server.requests.last)
            let count = server.requests.count
            #expect(last.body.contains(#""part":\#(count),"parts":\#(count)"#))
        }
    }

    @Test func `a bad secret is permanent and nothing is sent`() async throws {
        try await withService { server, client in
            let spec = spec(server, secret: "hunter2hunter2")
            let failure = try await failure(of: message(), to: spec, by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains("whsec_"))
            #expect(!failure.reason.contains("hunter2"))
            #expect(server.requests.isEmpty)
        }
    }
}
