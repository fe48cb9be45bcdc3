import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct LogStateTests {
    /// A short story that touches every family of events.
    private static func story() throws -> ScriptedLog {
        var log = try ScriptedLog.withIncident(
            steps: [
                StepDefinition(id: "a", title: "look", signOff: "franck"),
                StepDefinition(id: "b", title: "peers", condition: "peers >= 8"),
            ])
        try log.run(.entry(.note(incident, text: "looking")))
        try log.run(.observation(.recordFact("ac-hk", .version, to: ["v0.4"])), by: .tocsin)
        try log.run(
            .signal(.raise(.sample("s", .warning, nodes: []))),
            by: .tocsin
        )
        try log.run(
            .impact(.openImpact(incident, party: "p", kind: "down", from: start, cause: .original))
        )
        try log.run(.checklist(.passStep(incident, "a", note: nil)))
        try log.run(.checklist(.passStep(incident, "a", note: "yes")), by: franck)
        try log.run(
            .update(.sendUpdate(incident, text: "x", channels: ["irc"], nextDue: minutes(30)))
        )
        try log.run(
            .update(
                .settleDelivery(incident, number: 1, "irc", .delivered(receipt: "1", attempt: 1))
            )
        )
        try log.run(.incident(.changeSeverity(incident, to: .sev1, reason: nil)))
        try log.run(.signal(.clear("s", text: "gone")), by: .tocsin)
        try log.run(.checklist(.skipStep(incident, "b", reason: "later")))
        try log.run(.impact(.closeImpact(party: "p", to: start)))
        try log.run(.become(.mitigating))
        try log.run(.become(.resolved), at: minutes(60))
        return log
    }

    private func fold(_ entries: some Sequence<Entry>, onto state: LogState = LogState())
        -> LogState
    {
        entries.reduce(into: state) { $0.apply($1) }
    }

    @Test(arguments: 0...17)
    func `reading a log in two parts is reading it at once`(cut: Int) throws {
        let log = try Self.story()
        let parts = fold(
            log.entries.dropFirst(cut),
            onto: fold(log.entries.prefix(cut))
        )
        #expect(parts == log.state)
        #expect(try log.incident().status == .resolved)
    }

    @Test func `entries already read are passed over`() throws {
        let log = try Self.story()
        #expect(fold(log.entries, onto: log.state) == log.state)
        #expect(log.state.sequence == Int64(log.entries.count))
    }

    @Test func `events that make no sense change nothing but the place in the log`() throws {
        var log = try ScriptedLog.withIncident()
        let before = log.state
        let strays: [(Event, IncidentID?)] = [
            (.checklist(.failed(step: "x", reason: "y")), incident),
            (.checklist(.failed(step: "x", reason: "y")), "INC-0009"),
            (.incident(.commanderChanged(to: "x")), nil),
            (
                .incident(
                    .declared(
                        title: "again",
                        severity: .sev1,
                        mode: .real,
                        fleet: nil,
                        impactFrom: nil,
                        commander: "x"
                    )
                ), incident
            ),
            (.impact(.closed(party: "x", to: start)), nil),
            (.signal(.cleared(signal: "x", text: "")), nil),
            (.unknown(EventName("moon.rose", version: 3), payload: "{}"), nil),
        ]
        for (event, id) in strays { log.append(event, of: id) }
        #expect(log.state.incidents == before.incidents)
        #expect(log.state.signals == before.signals)
        #expect(log.state.impacts == before.impacts)
        #expect(log.state.sequence == before.sequence + Int64(strays.count))
    }

    @Test func `clearing a cleared signal keeps the first end`() throws {
        var log = ScriptedLog()
        try log.run(
            .signal(.raise(.sample("s", .warning, nodes: [])))
        )
        log.append(.signal(.cleared(signal: "s", text: "")), at: seconds(1))
        log.append(.signal(.cleared(signal: "s", text: "")), at: seconds(2))
        #expect(log.state.signals["s"]?.clearedAt == seconds(1))
    }
}

struct EventNameTests {
    @Test(arguments: [
        (Event.incident(.commanderChanged(to: "x")), "incident.leadChanged"),
        (.timeline(.noted(text: "x")), "timeline.noted"),
        (.checklist(.reopened(step: "x")), "checklist.reopened"),
        (.update(.requeued(number: 1, channel: "x")), "update.requeued"),
        (.impact(.closed(party: "x", to: start)), "impact.closed"),
        (.signal(.cleared(signal: "x", text: "")), "signal.cleared"),
        (.fleet(.logLine(node: "x", text: "")), "fleet.logLine"),
        (.unknown(EventName("moon.rose", version: 3), payload: ""), "moon.rose v3"),
    ])
    func `each event has its stored name`(event: Event, name: String) {
        #expect(event.name.description == name)
    }
}
