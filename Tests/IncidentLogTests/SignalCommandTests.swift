import IncidentLog
import Primitives
import TestSupport
import Testing

struct SignalCommandTests {
    private func raise(_ id: SignalID, _ priority: SignalPriority = .critical) -> Command {
        .signal(.raise(.sample(id, priority)))
    }

    private let clear = Command.signal(.clear("few/ac-hk", text: "answers again"))
    private let ack = Command.signal(.acknowledge("few/ac-hk", note: "on it"))

    private func raised() throws -> ScriptedLog {
        var log = ScriptedLog()
        try log.run(raise("few/ac-hk"), by: .tocsin)
        return log
    }

    @Test func `a signal is raised once and cleared once`() throws {
        var log = ScriptedLog()
        #expect(try log.run(clear, by: .tocsin) == [])
        #expect(
            try log.run(raise("few/ac-hk"), at: seconds(20), by: .tocsin)
                == [.signal(.found(finding: .sample("few/ac-hk")))]
        )
        #expect(try log.run(raise("few/ac-hk"), at: seconds(30), by: .tocsin) == [])
        #expect(try log.run(clear, at: seconds(40), by: .tocsin).count == 1)
        #expect(try log.run(clear, at: seconds(50), by: .tocsin) == [])
        let signal = try #require(log.state.signals["few/ac-hk"])
        #expect(signal.raisedAt == seconds(20))
        #expect(signal.clearedAt == seconds(40))
    }

    @Test func `what comes back within the hold is the same signal, later it is a new one`() throws
    {
        var log = try raised()
        try log.run(clear, at: seconds(60), by: .tocsin)
        #expect(
            try log.run(raise("few/ac-hk"), at: seconds(180), by: .tocsin)
                == [.signal(.reopened(finding: .sample("few/ac-hk")))]
        )
        #expect(log.state.signals["few/ac-hk"]?.raisedAt == start)
        #expect(log.state.signals["few/ac-hk"]?.timesOpened == 2)
        // It has come back once within the hour: the hold is 3 minutes now.
        try log.run(clear, at: seconds(200), by: .tocsin)
        #expect(log.state.signals["few/ac-hk"]?.hold(at: seconds(200)) == .seconds(180))
        #expect(
            try log.run(raise("few/ac-hk"), at: seconds(381), by: .tocsin)
                == [.signal(.found(finding: .sample("few/ac-hk")))]
        )
        #expect(log.state.signals["few/ac-hk"]?.raisedAt == seconds(381))
        #expect(log.state.signals["few/ac-hk"]?.timesOpened == 3)
    }

    @Test func `critical signals come first and then the oldest`() throws {
        var log = ScriptedLog()
        try log.run(raise("lag", .warning), at: seconds(1), by: .tocsin)
        try log.run(raise("b"), at: seconds(3), by: .tocsin)
        try log.run(raise("a"), at: seconds(3), by: .tocsin)
        try log.run(raise("z"), at: seconds(2), by: .tocsin)
        #expect(log.state.activeSignals.map(\.id) == ["z", "a", "b", "lag"])
        #expect(log.state.alarmsInTenMinutes(at: seconds(4)) == 4)
        #expect(log.state.alarmsInTenMinutes(at: seconds(602)) == 2)
    }

    @Test func `what is observed goes into the newest open incident`() throws {
        var log = ScriptedLog()
        let context = DecisionContext(now: start, actor: .tocsin)
        #expect(try log.state.decide(raise("a"), in: context).map(\.incident) == [nil])
        try log.run(.declare("old"))
        try log.run(.declare("new"))
        let line = Command.observation(.keepLogLine("ac-hk", text: "disk I/O error"))
        #expect(
            try log.state.decide(line, in: context)
                == [
                    Decision("INC-0002", .fleet(.logLine(node: "ac-hk", text: "disk I/O error")))
                ]
        )
    }

    @Test func `a signal is acknowledged once, by somebody, while it stands`() throws {
        var log = try raised()
        #expect(
            log.refusal(.signal(.acknowledge("x", note: nil)))
                == Refusal(.invalid, "there is no signal 'x'; see 'tocsin signal list --all'")
        )
        #expect(
            try log.run(ack, at: seconds(9))
                == [.signal(.acknowledged(signal: "few/ac-hk", note: "on it"))]
        )
        let mark = try #require(log.state.signals["few/ac-hk"]?.acknowledgement)
        #expect(mark.by == hanno)
        #expect(mark.at == seconds(9))
        #expect(mark.note == "on it")
        #expect(log.state.signals["few/ac-hk"]?.standing(at: seconds(9)) == .acknowledged)
        #expect(
            log.refusal(ack, by: franck)
                == Refusal(
                    .held,
                    "hanno acknowledged few/ac-hk already, at 2021-07-12T08:00:09.000Z"
                )
        )
        try log.run(clear, at: seconds(40), by: .tocsin)
        #expect(
            log.refusal(ack)
                == Refusal(
                    .held,
                    "few/ac-hk was cleared at 2021-07-12T08:00:40.000Z; it no longer stands"
                )
        )
    }

    @Test func `several are acknowledged by one entry, all or none, each named once`() throws {
        var log = ScriptedLog()
        for id in ["few/a", "few/b", "few/c"] {
            try log.run(raise(SignalID(id), .warning), by: .tocsin)
        }
        let both = Command.signal(.acknowledgeAll(["few/a", "few/b", "few/a"], note: "on it"))
        #expect(
            try log.run(both, at: seconds(9))
                == [.signal(.acknowledgedAll(signals: ["few/a", "few/b"], note: "on it"))]
        )
        for id: SignalID in ["few/a", "few/b"] {
            #expect(log.state.signals[id]?.acknowledgement?.by == hanno)
            #expect(log.state.signals[id]?.acknowledgement?.note == "on it")
        }
        let known = Command.signal(.acknowledgeAll(["few/c", "few/b"], note: nil))
        #expect(log.refusal(known)?.kind == .held)
        #expect(log.state.signals["few/c"]?.acknowledgement == nil)
        #expect(
            try log.run(.signal(.acknowledgeAll(["few/c"], note: nil)))
                == [.signal(.acknowledged(signal: "few/c", note: nil))]
        )
        #expect(log.refusal(.signal(.acknowledgeAll([], note: nil)))?.kind == .invalid)
    }

    @Test func `a signal that grows worse must be acknowledged anew`() throws {
        var log = ScriptedLog()
        try log.run(raise("few/ac-hk", .warning), by: .tocsin)
        try log.run(ack)
        let worse = Command.signal(.change(.sample("few/ac-hk", .critical), isFlapping: false))
        #expect(try log.run(worse, by: .tocsin).map(\.name.name) == ["signal.changed"])
        #expect(try log.run(worse, by: .tocsin) == [])
        #expect(log.state.signals["few/ac-hk"]?.priority == .critical)
        #expect(log.state.signals["few/ac-hk"]?.acknowledgement == nil)
    }

    @Test func `an accepted change of identity is over, and another change is a new one`() throws {
        var log = ScriptedLog()
        let id: SignalID = "relay changed/a"
        func change(to value: String, at now: Timestamp) throws {
            try log.run(.observation(.recordFact("a", .relay, to: [value])), at: now, by: .tocsin)
            try log.run(
                .signal(.raise(.sample(id, kind: .identity, since: now))),
                at: now,
                by: .tocsin
            )
        }
        try log.run(.observation(.recordFact("a", .relay, to: ["1"])), by: .tocsin)
        try change(to: "2", at: seconds(10))
        #expect(log.state.facts(of: "a", in: nil).identitiesBefore[.relay] == ["1"])
        #expect(
            try log.run(.signal(.acknowledge(id, note: nil)), at: seconds(20)).map(\.name.name)
                == ["signal.acknowledged", "signal.cleared"]
        )
        #expect(log.state.signals[id]?.isActive == false)
        #expect(log.state.facts(of: "a", in: nil).identitiesBefore[.relay] == nil)
        try change(to: "3", at: seconds(30))
        #expect(log.state.facts(of: "a", in: nil).identitiesBefore[.relay] == ["2"])
        #expect(log.state.signals[id]?.isActive == true)
    }
}

struct ShelfTests {
    private func shelve(_ until: Timestamp, _ reason: String = "known") -> Command {
        .signal(.shelve("few/a", until: until, reason: reason))
    }

    private func raised(_ kind: FindingKind = .check) throws -> ScriptedLog {
        var log = ScriptedLog()
        try log.run(.signal(.raise(.sample("few/a", kind: kind))), by: .tocsin)
        return log
    }

    @Test func `a shelf needs a reason and an end within a week`() throws {
        let log = try raised()
        #expect(
            log.refusal(shelve(minutes(5), " ")) == Refusal(.invalid, "the reason is empty")
        )
        #expect(
            log.refusal(shelve(start))
                == Refusal(.invalid, "the end is not after the beginning")
        )
        #expect(
            log.refusal(shelve(minutes(7 * 1440 + 1)))
                == Refusal(
                    .invalid,
                    "the signal comes back after 7 days at the latest; give an earlier end",
                    argument: "for"
                )
        )
    }

    @Test func `a shelved signal comes back at its time without anybody's doing`() throws {
        var log = try raised()
        try log.run(shelve(minutes(5)))
        #expect(log.state.signals["few/a"]?.standing(at: minutes(4)) == .shelved)
        #expect(log.state.signals["few/a"]?.standing(at: minutes(5)) == .unacknowledged)
        let back = Command.signal(.unshelve("few/a", reason: "time"))
        #expect(try log.events(back, at: minutes(4), by: .tocsin) == [])
        #expect(try log.run(back, at: minutes(5), by: .tocsin).count == 1)
        #expect(
            log.refusal(back, at: minutes(6)) == Refusal(.held, "few/a is not shelved")
        )
        #expect(try log.run(back, at: minutes(6), by: .tocsin) == [])
    }

    @Test func `a shelf outlasts the signal that comes back`() throws {
        var log = try raised()
        try log.run(shelve(minutes(60)))
        try log.run(.signal(.clear("few/a", text: "")), at: minutes(2), by: .tocsin)
        try log.run(.signal(.raise(.sample("few/a"))), at: minutes(30), by: .tocsin)
        #expect(log.state.signals["few/a"]?.standing(at: minutes(31)) == .shelved)
    }

    @Test func `what Tocsin sees at every poll cannot be cleared by hand`() throws {
        let command = Command.signal(.clearByHand("few/a", reason: "noise"))
        for kind in [FindingKind.down, .need] {
            #expect(
                try raised(kind).refusal(command)
                    == Refusal(
                        .held,
                        "few/a clears by itself when it is over; acknowledge or shelve it until then"
                    )
            )
        }
        let gone = Command.signal(.clearByHand("few/a", reason: "sold", isGone: true))
        #expect(try raised(.down).refusal(gone) == nil)
        var log = try raised()
        #expect(
            try log.run(command)
                == [
                    .signal(
                        .cleared(signal: "few/a", text: "cleared by hand: few/a: noise")
                    )
                ]
        )
        #expect(log.state.signals["few/a"]?.isClearedByHand == true)
        #expect(log.refusal(command)?.kind == .held)
    }
}

struct MaintenanceCommandTests {
    private func declare(
        _ from: Timestamp = start,
        to: Timestamp = minutes(60),
        _ reason: String = "new disk"
    ) -> Command {
        .signal(
            .declareMaintenance(nodes: ["a"], kinds: [], from: from, to: to, reason: reason)
        )
    }

    @Test func `planned work has an end within a week, and a reason`() throws {
        let log = ScriptedLog()
        #expect(
            log.refusal(declare(to: start))
                == Refusal(.invalid, "maintenance cannot end in the past")
        )
        #expect(
            log.refusal(declare(to: minutes(7 * 1440 + 1)))
                == Refusal(
                    .invalid,
                    "maintenance ends after 7 days at the latest; give an earlier end",
                    argument: "for"
                )
        )
        #expect(
            log.refusal(declare(minutes(5), to: minutes(5)))
                == Refusal(.invalid, "the end is not after the beginning")
        )
        #expect(
            log.refusal(declare(to: minutes(1), "")) == Refusal(.invalid, "the reason is empty")
        )
    }

    @Test func `planned work is in force from its beginning to its end`() throws {
        var log = ScriptedLog()
        try log.run(declare(minutes(10)))
        try log.run(declare())
        let window = try #require(log.state.maintenance("M-0001"))
        #expect(!window.isInForce(at: minutes(9)))
        #expect(window.isInForce(at: minutes(10)))
        #expect(!window.isInForce(at: minutes(60)))
        #expect(!window.isNoticeDue(at: minutes(49)))
        #expect(window.isNoticeDue(at: minutes(50)))
        let end = Command.signal(.endMaintenance("M-0001", reason: "done"))
        try log.run(end, at: minutes(20))
        #expect(log.state.maintenance("M-0001")?.isInForce(at: minutes(21)) == false)
        #expect(log.refusal(end, at: minutes(30))?.kind == .held)
        #expect(try log.run(end, at: minutes(30), by: .tocsin) == [])
        #expect(
            log.refusal(.signal(.endMaintenance("M-0009", reason: "done")))
                == Refusal(.invalid, "there is no maintenance M-0009")
        )
        #expect(log.state.maintenance.map(\.id) == ["M-0001", "M-0002"])
    }

    @Test func `what was only found during the work ends with it, the rest calls again`() throws {
        var log = ScriptedLog()
        try log.run(declare())
        try log.run(.signal(.raise(.sample("few/a"))), by: .tocsin)
        let work = Suppressor.maintenance(id: "M-0001")
        let both: [Finding] = [.sample("few/a"), .sample("lag/a")]
        try log.run(.signal(.suppress(both, by: work)), by: .tocsin)
        #expect(try log.run(.signal(.suppress(both, by: work)), by: .tocsin) == [])
        #expect(log.state.activeSignals.isEmpty)
        #expect(log.state.suppressed(by: work, in: nil).map(\.id) == ["few/a", "lag/a"])
        try log.run(.signal(.endMaintenance("M-0001", reason: "done")), at: minutes(9))
        #expect(log.state.activeSignals.map(\.id) == ["few/a"])
        #expect(log.state.signals["lag/a"]?.isActive == false)
    }
}
