import TestServers
import FleetModel
import FoundationEssentials
import IncidentLog
import Primitives
import TestSupport
import Testing

@testable import Broadcasting

/// What is shown before a message goes out is what its service receives, byte for byte.
@Suite(.timeLimit(.minutes(5)))
struct PreviewTests {
    /// A value for each setting of every kind.
    private func settings(_ server: WebServer) -> [String: Secret] {
        [
            "discord": Secret(server.url("/api/webhooks/1/token-aaaa")),
            "homeserver": Secret(server.url("/")), "room": Secret("!abc:demo.local"),
            "token": Secret("syt_Y2VudHJl_secretsecretsecret_1vYqzz"),
            "url": Secret(server.url("/hook")),
            "secret": Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        ]
    }

    private func channel(
        _ kind: any ChannelKind.Type,
        _ server: WebServer
    ) throws -> ChannelSpec {
        let known = settings(server)
        var values: [String: Secret] = [:]
        for setting in kind.row.settings {
            let value: Secret = try #require(known[setting.key], "\(kind.row.word)")
            values[setting.key] = value
        }
        return ChannelSpec(id: "ops", service: .of(kind, values))
    }

    /// What a request of any kind carries for people.
    private struct Received: Decodable {
        let content: String?
        let body: String?
        let data: Fields?

        struct Fields: Decodable {
            let title: String
            let text: String
        }

        init(_ json: String) throws {
            self = try JSONDecoder().decode(Received.self, from: Data(json.utf8))
        }
    }

    private static let taken = Reply(body: #"{"id":"1","event_id":"$e"}"#)

    @Test(arguments: ChannelKinds.all.map { $0.row.word }, 0..<12)
    func `a service receives what the preview shows`(word: String, seed: Int) async throws {
        let kind = try #require(ChannelKinds.named(word))
        var texts = OddTexts(seed: UInt64(seed))
        let text = texts.next(longest: 400 << (seed % 7))
        let message = message(text, title: texts.next(longest: seed % 3 == 0 ? 3000 : 40))
        try await withService(Self.taken) { server, client in
            let spec = try channel(kind, server)
            let shown = ChannelMessage(message, to: spec)
            _ = try await client.deliver(message, to: spec, key: "key")
            let received = try server.requests.map { try Received($0.body) }
            #expect(received.count == shown.parts.count)
            for (part, received) in zip(shown.parts, received) {
                let text = received.content ?? received.body ?? received.data?.text
                #expect(text.map { Array($0.utf8) } == Array(part.text.utf8))
                #expect(received.data?.title == part.title)
            }
            for length in shown.lengths { #expect(length <= kind.row.limits.longestPart) }
        }
    }

    @Test func `every text is cut somewhere among the seeds, and some are whole`() {
        let counts = (0..<12).map { seed in
            var texts = OddTexts(seed: UInt64(seed))
            let channel = ChannelSpec(id: "ops", service: .of(DiscordKind.self, [:]))
            return ChannelMessage(message(texts.next(longest: 400 << (seed % 7))), to: channel)
                .parts.count
        }
        #expect(counts.contains(1) && counts.contains { $0 > 3 }, "\(counts)")
    }

    @Test func `in a drill the sink receives what the preview shows`() async throws {
        try await withService(Self.taken) { server, client in
            let spec = try channel(DiscordKind.self, server)
            let drill = message(String(repeating: "word ", count: 900), mode: .drill)
            _ = try await client.deliver(drill, to: spec, key: "key")
            #expect(client.drillSink.sent == ChannelMessage(drill, to: spec).parts.map(\.text))
            #expect(server.requests.isEmpty)
        }
    }
}
