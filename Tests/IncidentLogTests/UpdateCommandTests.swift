import IncidentLog
import Primitives
import TestSupport
import Testing

struct UpdateCommandTests {
    private func sent(nextDue: Timestamp? = minutes(30)) throws -> ScriptedLog {
        var log = try ScriptedLog.withIncident()
        try log.run(
            .update(
                .sendUpdate(
                    incident,
                    text: "we look",
                    channels: ["discord", "matrix"],
                    nextDue: nextDue
                )
            )
        )
        return log
    }

    private func settle(_ outcome: DeliveryOutcome, _ channel: ChannelID = "discord") -> Command {
        .update(.settleDelivery(incident, number: 1, channel, outcome))
    }

    @Test func `updates are numbered and wait on every channel`() throws {
        var log = try sent()
        let update = try #require(log.incident().updates.first)
        #expect(update.number == 1)
        #expect(update.author == hanno)
        #expect(update.deliveries == ["discord": .queued, "matrix": .queued])
        let next = Command.update(
            .sendUpdate(incident, text: "more", channels: ["irc"], nextDue: nil)
        )
        #expect(
            try log.run(next)
                == [
                    .update(.queued(number: 2, text: "more", channels: ["irc"], nextDue: nil))
                ]
        )
    }

    @Test func `a channel named twice gets an update once`() throws {
        let log = try ScriptedLog.withIncident()
        let send = Command.update(
            .sendUpdate(
                incident,
                text: "x",
                channels: ["irc", "ntfy", "irc"],
                nextDue: nil
            )
        )
        #expect(
            try log.events(send)
                == [
                    .update(
                        .queued(number: 1, text: "x", channels: ["irc", "ntfy"], nextDue: nil)
                    )
                ]
        )
    }

    @Test(arguments: [
        (
            Command.update(.sendUpdate(incident, text: "", channels: ["irc"], nextDue: nil)),
            "the update is empty"
        ),
        (
            .update(.sendUpdate(incident, text: "x", channels: [], nextDue: nil)),
            "there is no channel to send to; add channels to the fleet file"
        ),
        (
            .update(
                .sendUpdate(incident, text: "x", channels: ["irc"], nextDue: start - .seconds(1))
            ),
            "the next update cannot be promised for the past"
        ),
        (.update(.retryDelivery(incident, number: 2, "irc")), "INC-0001 has no update #2"),
        (.update(.retryDelivery(incident, number: 0, "irc")), "INC-0001 has no update #0"),
        (
            .update(.retryDelivery(incident, number: .min, "irc")),
            "INC-0001 has no update #\(Int.min)"
        ),
        (.update(.retryDelivery(incident, number: 1, "irc")), "update #1 was not sent to 'irc'"),
    ])
    func `an update that cannot be sent is refused`(command: Command, reason: String) throws {
        #expect(try sent().refusal(command) == Refusal(.invalid, reason))
    }

    @Test func `a delivery is retried until it arrives`() throws {
        var log = try sent()
        try log.run(settle(.failed(reason: "HTTP 502", attempt: 1, retryAt: seconds(2))))
        #expect(
            try log.incident().updates[0].deliveries["discord"]
                == .retrying(reason: "HTTP 502", attempt: 1, at: seconds(2))
        )
        try log.run(settle(.delivered(receipt: "7", attempt: 2)), at: seconds(3))
        #expect(
            try log.incident().updates[0].deliveries
                == ["discord": .delivered(receipt: "7", at: seconds(3)), "matrix": .queued]
        )
    }

    @Test func `a delivery that is over changes no more by itself`() throws {
        var log = try sent()
        try log.run(settle(.delivered(receipt: "7", attempt: 1)))
        #expect(try log.run(settle(.gaveUp(reason: "late", attempt: 2))) == [])
        #expect(
            log.refusal(.update(.retryDelivery(incident, number: 1, "discord")))
                == Refusal(.invalid, "update #1 was delivered on discord")
        )
    }

    @Test func `a delivery that was given up can be tried again`() throws {
        var log = try sent()
        try log.run(settle(.gaveUp(reason: "HTTP 404", attempt: 1)))
        let failed = try #require(log.incident().updates[0].deliveries["discord"])
        #expect(failed == .failed(reason: "HTTP 404", attempt: 1))
        #expect(!failed.isPending)
        let retry = Command.update(.retryDelivery(incident, number: 1, "discord"))
        #expect(
            try log.run(retry) == [.update(.requeued(number: 1, channel: "discord"))]
        )
        #expect(try log.incident().updates[0].deliveries["discord"] == .queued)
        #expect(try log.run(retry) == [])
    }

    @Test func `events about updates that do not exist change nothing`() throws {
        var log = try sent()
        let before = try log.incident()
        let strays: [UpdateEvent] = [
            .delivered(number: 2, channel: "discord", receipt: "", attempt: 1),
            .requeued(number: .min, channel: "discord"),
            .requeued(number: 1, channel: "irc"),
            .queued(number: 5, text: "x", channels: ["irc"], nextDue: nil),
        ]
        for stray in strays { log.append(.update(stray), of: incident) }
        #expect(try log.incident() == before)
    }
}

struct RecoveredLogTests {
    @Test func `after losses updates and incidents keep their numbers, and the next follow`() throws
    {
        var log = try ScriptedLog.withIncident()
        // The first update and the second incident went with the damage.
        let queued = UpdateEvent.queued(number: 2, text: "x", channels: ["irc"], nextDue: nil)
        log.append(.update(queued), of: incident)
        log.append(
            .update(.delivered(number: 2, channel: "irc", receipt: "r", attempt: 1)),
            of: incident
        )
        log.append(.timeline(.noted(text: "y")), of: IncidentID(number: 2))
        #expect(try log.incident().updates.isEmpty)
        let lost = [LostEntries(first: 2, last: 3, hash: nil)]
        log.append(.log(.recovered(kept: 4, lost: lost, problem: "p", file: nil)))
        let update = try #require(log.incident().updates.first)
        #expect(update.number == 2)
        #expect(update.deliveries["irc"] == .delivered(receipt: "r", at: start))
        let sent = try log.run(
            .update(.sendUpdate(incident, text: "z", channels: ["irc"], nextDue: nil))
        )
        guard case .update(.queued(3, _, _, _)) = sent.first else {
            Issue.record("\(sent)")
            return
        }
        try log.run(.declare("next"))
        #expect(log.state.incidents.map(\.id) == [incident, IncidentID(number: 3)])
    }
}

struct UpdateClockTests {
    @Test func `the first word is due five minutes after declaring`() throws {
        #expect(try ScriptedLog.withIncident(.sev1).incident().nextUpdateDue == minutes(5))
        #expect(try ScriptedLog.withIncident(.sev4).incident().nextUpdateDue == nil)
    }

    @Test func `an update sets the next promise`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(
            .update(.sendUpdate(incident, text: "x", channels: ["irc"], nextDue: minutes(30)))
        )
        #expect(try log.incident().nextUpdateDue == minutes(30))
    }

    /// What is due after the severity changed at minute 10; minutes, nil for nothing.
    @Test(
        arguments: [
            (Severity.sev3, 240, Severity.sev1, 30),
            (.sev3, 15, .sev1, 15),
            (.sev1, 20, .sev3, 20),
            (.sev2, 30, .sev4, 30),
            (.sev4, nil, .sev2, 40),
            (.sev1, nil, .sev2, nil),
        ] as [(Severity, Int?, Severity, Int?)]
    )
    func `a worse severity brings the next update forward and a milder one keeps the promise`(
        before: Severity,
        promised: Int?,
        after: Severity,
        due: Int?,
    ) throws {
        var log = try ScriptedLog.withIncident(before)
        try log.run(
            .update(
                .sendUpdate(incident, text: "x", channels: ["irc"], nextDue: promised.map(minutes))
            )
        )
        try log.run(.incident(.changeSeverity(incident, to: after, reason: nil)), at: minutes(10))
        #expect(try log.incident().nextUpdateDue == due.map(minutes))
    }

    @Test(
        arguments: [
            (Severity.sev4, Severity.sev2, 15), (.sev2, .sev4, nil), (.sev2, .sev1, 5),
            (.sev1, .sev3, 5),
        ] as [(Severity, Severity, Int?)]
    )
    func `before the first word the severity decides whether one is due`(
        before: Severity,
        after: Severity,
        due: Int?,
    ) throws {
        var log = try ScriptedLog.withIncident(before)
        try log.run(.incident(.changeSeverity(incident, to: after, reason: nil)), at: minutes(10))
        #expect(try log.incident().nextUpdateDue == due.map(minutes))
    }
}
