import TestServers
import Primitives
import FleetModel
import TestSupport
import Testing

@testable import Broadcasting

@Suite(.timeLimit(.minutes(15)))
struct MatrixChannelTests {
    private static let token = "syt_Y2VudHJl_secretsecretsecret_1vYqzz"
    private static let sent = Reply(body: #"{"event_id":"$Wxtb-nzNdh0"}"#)

    private func spec(
        _ server: WebServer,
        room: String = "!Gg2d/t0:demo.local"
    ) -> ChannelSpec {
        ChannelSpec(
            id: "room",
            service: .of(
                MatrixKind.self,
                [
                    "homeserver": Secret(server.url("/")),
                    "room": Secret(room),
                    "token": Secret(Self.token),
                ]
            )
        )
    }

    @Test func `an update is a notice under its key and the event id is the receipt`()
        async throws
    {
        try await withService(Self.sent) { server, client in
            let receipt = try await client.deliver(
                message("Hold <b>it</b> & \"wait\"\n@room"),
                to: spec(server),
                key: "01J/X"
            )
            #expect(receipt.id == "$Wxtb-nzNdh0")
            #expect(
                receipt.link == "https://matrix.to/#/%21Gg2d%2Ft0%3Ademo.local/%24Wxtb-nzNdh0"
            )
            let request = try #require(server.requests.first)
            #expect(request.method == "PUT")
            #expect(
                request.path == "/_matrix/client/v3/rooms/%21Gg2d%2Ft0%3Ademo.local"
                    + "/send/m.room.message/01J%2FX-1"
            )
            #expect(request.values(of: "Authorization") == ["Bearer " + Self.token])
            let plain =
                #"INC-0007 update #3: Relays unreachable\n"#
                + #"Hold <b>it</b> & \"wait\"\n@room"#
            let html =
                "<strong>INC-0007 update #3: Relays unreachable</strong><br>"
                + "Hold &lt;b&gt;it&lt;/b&gt; &amp; &quot;wait&quot;<br>@room"
            #expect(
                request.body == #"{"body":""# + plain
                    + #"","format":"org.matrix.custom.html","formatted_body":""# + html
                    + #"","m.mentions":{},"msgtype":"m.notice"}"#
            )
        }
    }

    @Test func `a retry uses the same address and the same body`() async throws {
        try await withService(Reply(status: 502), Self.sent) { server, client in
            let failed = try await failure(of: message(), to: spec(server), by: client)
            #expect(!failed.isPermanent)
            _ = try await client.deliver(message(), to: spec(server), key: "key")
            #expect(server.requests.count == 2)
            #expect(server.requests[0].path == server.requests[1].path)
            #expect(server.requests[0].body == server.requests[1].body)
        }
    }

    @Test func `an alias is looked up once`() async throws {
        let found = Reply(body: #"{"room_id":"!abc","servers":["demo.local"]}"#)
        try await withService(found, Self.sent) { server, client in
            let spec = spec(server, room: "#incidents:demo.local")
            _ = try await client.deliver(message(), to: spec, key: "a")
            _ = try await client.deliver(message(), to: spec, key: "b")
            #expect(
                server.requests.map(\.path) == [
                    "/_matrix/client/v3/directory/room/%23incidents%3Ademo.local",
                    "/_matrix/client/v3/rooms/%21abc/send/m.room.message/a-1",
                    "/_matrix/client/v3/rooms/%21abc/send/m.room.message/b-1",
                ]
            )
        }
    }

    private static func found(_ room: String) -> Reply {
        Reply(body: #"{"room_id":"\#(room)","servers":["demo.local"]}"#)
    }

    private static func refused(_ code: String, _ status: Int) -> Reply {
        Reply(status: status, body: #"{"errcode":"\#(code)","error":"not in this room"}"#)
    }

    @Test(arguments: [("M_FORBIDDEN", 403), ("M_NOT_FOUND", 404)])
    func `a message goes to the room that the alias leads to now`(code: String, status: Int)
        async throws
    {
        try await withService(
            Self.found("!old"),
            Self.sent,
            Self.refused(code, status),
            Self.found("!new"),
            Self.sent
        ) { server, client in
            let spec = spec(server, room: "#incidents:demo.local")
            _ = try await client.deliver(message(), to: spec, key: "a")
            let receipt = try await client.deliver(message(), to: spec, key: "b")
            #expect(receipt.link?.contains("%21new") == true)
            #expect(
                server.requests.dropFirst(2).map(\.path) == [
                    "/_matrix/client/v3/rooms/%21old/send/m.room.message/b-1",
                    "/_matrix/client/v3/directory/room/%23incidents%3Ademo.local",
                    "/_matrix/client/v3/rooms/%21new/send/m.room.message/b-1",
                ]
            )
        }
    }

    @Test func `a message for an upgraded room goes to the one that its tombstone names`()
        async throws
    {
        let tombstone = Reply(
            body: #"{"body":"This room has been replaced","replacement_room":"!new"}"#
        )
        try await withService(Self.refused("M_FORBIDDEN", 403), tombstone, Self.sent) {
            server,
            client in
            let spec = spec(server, room: "!old")
            _ = try await client.deliver(message(), to: spec, key: "a")
            _ = try await client.deliver(message(), to: spec, key: "b")
            #expect(
                server.requests.map(\.path) == [
                    "/_matrix/client/v3/rooms/%21old/send/m.room.message/a-1",
                    "/_matrix/client/v3/rooms/%21old/state/m.room.tombstone",
                    "/_matrix/client/v3/rooms/%21new/send/m.room.message/a-1",
                    "/_matrix/client/v3/rooms/%21new/send/m.room.message/b-1",
                ]
            )
        }
    }

    @Test func `a room that is still the same is asked once, and its refusal told`() async throws {
        try await withService(
            Self.found("!old"),
            Self.sent,
            Self.refused("M_FORBIDDEN", 403),
            Self.found("!old")
        ) { server, client in
            let spec = spec(server, room: "#incidents:demo.local")
            _ = try await client.deliver(message(), to: spec, key: "a")
            let failure = try await failure(of: message(), to: spec, by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains("not in this room"))
            #expect(server.requests.count == 4)
        }
    }

    @Test func `an alias that cannot be looked up again is tried later`() async throws {
        try await withService(
            Self.found("!old"),
            Self.sent,
            Self.refused("M_FORBIDDEN", 403),
            Reply(status: 502, body: "<html>")
        ) { server, client in
            let spec = spec(server, room: "#incidents:demo.local")
            _ = try await client.deliver(message(), to: spec, key: "a")
            #expect(try await failure(of: message(), to: spec, by: client).isPermanent == false)
        }
    }

    @Test(arguments: [(401, "<html>log in"), (403, "error code: 1010"), (404, "no such site")])
    func `a refusal that is not Matrix's own blames no setting and is tried again`(
        status: Int,
        body: String
    ) async throws {
        try await withService(Reply(status: status, body: body)) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(!failure.isPermanent)
            #expect(failure.reason.contains(body))
            #expect(!failure.reason.contains("token"))
        }
    }

    @Test func `an unknown alias is permanent and asked for again`() async throws {
        let body = #"{"errcode":"M_NOT_FOUND","error":"Room alias not found"}"#
        try await withService(Reply(status: 404, body: body)) { server, client in
            let spec = spec(server, room: "#nowhere:demo.local")
            let failure = try await failure(of: message(), to: spec, by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains("no room with this alias"))
        }
    }

    @Test(
        arguments: [
            (["Retry-After": "2"], #","retry_after_ms":1781"#, 2000),
            ([:], #","retry_after_ms":1276"#, 1276),
            (["Retry-After": "3"], "", 3000),
            ([:], "", nil),
        ] as [([String: String], String, Int64?)]
    )
    func `a rate limit says how long to wait`(
        headers: [String: String],
        extra: String,
        milliseconds: Int64?
    ) async throws {
        let body = #"{"errcode":"M_LIMIT_EXCEEDED","error":"Too Many Requests""# + extra + "}"
        try await withService(Reply(status: 429, headers: headers, body: body)) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(!failure.isPermanent)
            #expect(failure.wait?.milliseconds == milliseconds)
            #expect(failure.reason.contains("fewer messages"))
        }
    }

    @Test(arguments: [
        (401, "M_UNKNOWN_TOKEN", "log in again"), (401, "M_MISSING_TOKEN", "log in again"),
        (403, "M_FORBIDDEN", "may not write in this room"),
        (413, "M_TOO_LARGE", "HTTP 413"), (404, "M_UNRECOGNIZED", "not as a Matrix homeserver"),
    ])
    func `what a person must change is permanent`(
        status: Int,
        code: String,
        words: String
    ) async throws {
        let body = #"{"errcode":"\#(code)","error":"said with \#(Self.token)"}"#
        try await withService(Reply(status: status, body: body)) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains(words))
            #expect(!failure.reason.contains(Self.token))
        }
    }

    @Test func `a server that is not Matrix gives no receipt`() async throws {
        try await withService(Reply(body: "<html>")) { server, client in
            let failure = try await failure(of: message(), to: spec(server), by: client)
            #expect(failure.isPermanent)
            #expect(failure.reason.contains("not as a Matrix homeserver does"))
        }
    }

    @Test(arguments: [
        ("not an address", "!room", "token", "address"), ("https://h", "room", "token", "room"),
        ("https://h", "!room", " ", "access token"),
        ("https://h", "!room", "to\r\nken", "access token"),
    ])
    func `wrong settings are permanent and say what to change`(
        homeserver: String,
        room: String,
        token: String,
        words: String
    ) async throws {
        try await withService { _, client in
            let service = ChannelSpec.Service.of(
                MatrixKind.self,
                [
                    "homeserver": Secret(homeserver), "room": Secret(room),
                    "token": Secret(token),
                ]
            )
            let failure = try await failure(
                of: message(),
                to: ChannelSpec(id: "room", service: service),
                by: client
            )
            #expect(failure.isPermanent)
            #expect(failure.reason.contains(words))
        }
    }

    @Test func `an event stays below 64 KiB even when all of it is escaped`() async throws {
        try await withService(Self.sent) { server, client in
            let text = String(repeating: "&", count: 20_000)
            _ = try await client.deliver(message(text), to: spec(server), key: "key")
            #expect(server.requests.count == 3)
            #expect(server.requests.allSatisfy { $0.body.utf8.count < 64_000 })
        }
    }
}
