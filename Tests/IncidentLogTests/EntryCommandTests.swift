import IncidentLog
import Primitives
import TestSupport
import Testing

/// Redactions and pins: who may, of what, and what follows.
struct EntryCommandTests {
    private func redact(_ log: ScriptedLog, _ number: Int, _ reason: String = "a name") -> Command {
        .entry(.redact(log.entries[number - 1], reason: reason))
    }

    @Test func `the text of a line and of its corrections goes, and who removed it stays`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.entry(.note(incident, text: "ask Jane")))
        try log.run(.entry(.correct(log.entries[1], text: "ask Jane Doe")))
        let events = try log.run(redact(log, 2), at: minutes(1), by: franck)
        #expect(
            events == [
                .log(
                    .redacted(entry: "E2", kept: .timeline(.noted(text: "")), reason: "a name")
                ),
                .log(
                    .redacted(
                        entry: "E3",
                        kept: .timeline(.corrected(entry: "E2", text: "")),
                        reason: "a name"
                    )
                ),
            ]
        )
        let overlay = log.state.overlay
        #expect(overlay.text(of: log.entries[1]) == nil)
        #expect(overlay.redaction(of: "E2")?.text == "redacted by franck: a name")
        #expect(overlay.redaction(of: "E2")?.at == minutes(1))
        #expect(overlay.redaction(of: "E3") != nil)
        #expect(
            log.refusal(.entry(.correct(log.entries[1], text: "x")))
                == Refusal(
                    .held,
                    "entry 2 was redacted by franck: a name; write a new line"
                )
        )
    }

    @Test func `a text is removed once, by a person, with a reason, and only where there is one`()
        throws
    {
        var log = try ScriptedLog.withIncident()
        log.append(.incident(.commanderChanged(to: "franck")), of: incident)
        try log.run(.observation(.recordFact("a", .version, to: ["v1"])), by: .tocsin)
        log.append(.unknown(EventName("moon.rose"), payload: #"{"text":"x"}"#))
        func reason(_ command: Command, by actor: Actor = hanno) -> String {
            log.refusal(command, by: actor)?.reason ?? ""
        }
        #expect(reason(redact(log, 1, " ")) == "the reason is empty")
        #expect(reason(redact(log, 1, String(repeating: "x", count: 501))).contains("500"))
        #expect(reason(redact(log, 1), by: .tocsin) == "only people redact")
        #expect(reason(redact(log, 2)).contains("(incident.leadChanged) has no text"))
        #expect(reason(redact(log, 3)).contains("'mask' in the fleet file"))
        try log.run(redact(log, 1))
        #expect(reason(redact(log, 1)).hasPrefix("entry 1 was already redacted by hanno: a name"))
        #expect(reason(redact(log, 5)).contains("(log.redacted) has no text"))
        // What a newer Tocsin wrote can go as well.
        let events = try log.events(redact(log, 4))
        #expect(events == [.log(.redacted(entry: "E4", kept: nil, reason: "a name"))])
    }

    @Test func `numbers neither move nor collide when a declaration and an update lose their text`()
        throws
    {
        var log = ScriptedLog()
        try log.run(.declare("first"))
        try log.run(.declare("second"))
        for text in ["one", "two", "three"] {
            try log.run(
                .update(.sendUpdate(incident, text: text, channels: ["chat"], nextDue: nil))
            )
        }
        try log.run(redact(log, 1))
        let withdrawn = try log.run(redact(log, 4))
        #expect(withdrawn.count == 2)
        #expect(log.state.incidents.map(\.title) == ["[redacted]", "second"])
        #expect(log.state.incidents.map(\.id) == ["INC-0001", "INC-0002"])
        let first = try #require(log.state.incident(incident))
        #expect(first.severity == .sev2)
        #expect(first.updates.map(\.number) == [1, 2, 3])
        #expect(first.updates.map(\.text) == ["one", "[redacted]", "three"])
        #expect(first.updates.map(\.isRedacted) == [false, true, false])
        // Nothing is sent without its text, and nobody tries again.
        #expect(first.updates[1].deliveries["chat"]?.isPending == false)
        #expect(
            log.refusal(.update(.retryDelivery(incident, number: 2, "chat")))?.reason
                == "the text of update #2 was redacted"
        )
        let next = try log.run(
            .update(.sendUpdate(incident, text: "four", channels: ["chat"], nextDue: nil))
        )
        guard case .update(.queued(4, "four", _, _)) = next.first else {
            Issue.record("\(next)")
            return
        }
        try log.run(.declare("third"))
        #expect(log.state.incidents.last?.id == "INC-0003")
    }

    @Test func `a text removed without a word leaves the number that it always had`() {
        var log = ScriptedLog()
        log.append(.unknown(EventName("incident.declared"), payload: ""), of: incident)
        for _ in 1...2 {
            log.append(.unknown(EventName("update.queued"), payload: ""), of: incident)
        }
        log.append(
            .update(.queued(number: 3, text: "three", channels: ["chat"], nextDue: nil)),
            of: incident
        )
        log.append(.unknown(EventName("signal.maintenanceDeclared"), payload: ""))
        let first = log.state.incident(incident)
        #expect(first?.title == "[redacted]")
        #expect(first?.updates.map(\.number) == [1, 2, 3])
        #expect(first?.updates.last?.text == "three")
        #expect(log.state.highestMaintenance == 1)
    }

    @Test func `an entry is pinned and unpinned once`() throws {
        var log = try ScriptedLog.withIncident()
        let entry = log.entries[0]
        #expect(log.refusal(.entry(.unpin(entry)))?.reason == "entry 1 is not pinned")
        #expect(try log.run(.entry(.pin(entry))) == [.log(.pinned(entry: "E1"))])
        #expect(log.state.overlay.pin(of: "E1")?.by == hanno)
        #expect(log.refusal(.entry(.pin(entry)))?.reason.hasPrefix("hanno pinned entry 1") == true)
        #expect(try log.run(.entry(.unpin(entry))) == [.log(.unpinned(entry: "E1"))])
        #expect(log.state.overlay.pin(of: "E1") == nil)
    }
}
