import TestServers
import Primitives
import FleetModel
import IncidentLog
import TestSupport
import Testing

@testable import Broadcasting

/// What a room reads is what it sees, whoever wrote the text.
struct ChannelTextTests {
    private static let hostile = "x\u{202E}y\u{1B}[1m\u{9B}2J\u{200B}\u{E0041}\u{FEFF}z"

    private func isSafe(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { !$0.isUnsafe || $0 == "\n" || $0 == "\t" }
    }

    @Test func `titles are one line, bodies keep their lines`() throws {
        let told = message("one\r\ntwo\u{2028}three\rfour\ttab", title: "a\nb\u{85}c")
        #expect(told.title == "a b c")
        #expect(told.text == "one\ntwo\nthree\nfour\ttab")
        let bad = message(Self.hostile, title: Self.hostile)
        #expect(bad.text == "x□y␛[1m□2J□□□z")
        #expect(bad.title == bad.text)
    }

    @Test func `emoji stay as they are written`() {
        let text = "👩\u{200D}💻 is on it ❤\u{FE0F}"
        #expect(message(text, title: text).text == text)
        #expect(message(text, title: text).title == text)
    }

    @Test func `a test message cleans the names in it`() {
        let test = StatusMessage(testOf: Self.hostile, by: Self.hostile, at: attemptTime)
        #expect(isSafe(test.text))
        #expect(test.text.split(separator: "\n").count == 2)
    }

    @Test func `nothing raw is in what is posted, names in data included`() async throws {
        try await withService(Reply(body: #"{"id":"1"}"#)) { server, client in
            let channel = ChannelSpec(
                id: "ops",
                service: .of(
                    DiscordKind.self,
                    ["discord": Secret(server.url("/api/webhooks/1/token-aaaa"))]
                )
            )
            let text = message(Self.hostile + "\nnext", title: Self.hostile)
            _ = try await client.deliver(text, to: channel, key: "k")
            let body = try #require(server.requests.first?.body)
            #expect(body.unicodeScalars.allSatisfy { !$0.isUnsafe })
            #expect(body.contains("□y␛"))
            #expect(body.contains("\\nnext"))
        }
    }

    @Test func `data keeps its value and is escaped`() throws {
        let bytes = try jsonBytes(of: ["nodes": [Self.hostile]])
        let json = String(decoding: bytes, as: UTF8.self)
        #expect(json.unicodeScalars.allSatisfy { !$0.isUnsafe })
        #expect(json.contains("x\\u202ey"))
    }
}
