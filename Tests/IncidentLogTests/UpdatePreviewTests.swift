import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// What is shown of an update before it is released.
struct UpdatePreviewTests {
    private static let channels = [
        ChannelSpec(id: "chat", service: .of(DiscordKind.self, [:])),
        ChannelSpec(id: "hook", service: .of(WebhookKind.self, [:])),
        ChannelSpec(id: "lost", service: .unusable(kind: "discord", reason: "no secret")),
    ]

    private func preview(
        _ log: ScriptedLog,
        _ text: String,
        to channels: [ChannelID] = ["chat", "hook"]
    ) throws -> UpdatePreview? {
        let command = Command.update(
            .sendUpdate(incident, text: text, channels: channels, nextDue: nil)
        )
        let context = DecisionContext(now: start, actor: hanno)
        return try log.state.preview(of: command, to: Self.channels, in: context)
    }

    @Test func `the number is the one that the update gets`() throws {
        var log = try ScriptedLog.withIncident()
        for number in 1...2 {
            let shown = try #require(try preview(log, "we look"))
            #expect(shown.number == number)
            let text = "INC-0001 update #\(number): mesh lost\nwe look"
            #expect(shown.messages[0].parts.map(\.text) == [text])
            #expect(shown.messages[1].parts.map(\.title) == ["mesh lost"])
            #expect(shown.messages[1].parts.map(\.text) == ["we look"])
            try log.run(
                .update(
                    .sendUpdate(incident, text: "we look", channels: ["chat"], nextDue: nil)
                )
            )
        }
    }

    @Test func `each channel has its own cut`() throws {
        let log = try ScriptedLog.withIncident()
        let text = String(repeating: "word ", count: 1500)
        let shown = try #require(try preview(log, text))
        #expect(shown.messages.map(\.parts.count) == [4, 1])
        #expect(shown.messages[0].parts[3].text.hasPrefix("INC-0001 update #1 (4/4)\n"))
        #expect(shown.messages[0].lengths.allSatisfy { $0 <= 2000 })
    }

    @Test func `a channel that cannot be used or is not there is known before`() throws {
        let log = try ScriptedLog.withIncident()
        let shown = try #require(try preview(log, "we look", to: ["lost", "gone"]))
        #expect(shown.messages.map(\.channel.id) == ["lost"])
        #expect(shown.messages[0].channel.service.problem == "no secret")
    }

    @Test func `what the rule book refuses has no preview`() throws {
        let log = try ScriptedLog.withIncident()
        #expect(throws: Refusal.self) { try preview(log, " \n") }
        #expect(throws: Refusal.self) { try preview(log, "x", to: []) }
    }
}
