import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// Two fleets share a log, and their nodes have the same names.
struct TwoFleetTests {
    private static let id: SignalID = "peers/n1"
    private static let (prod, test) = (SignalKey(id, of: "prod"), SignalKey(id, of: "test"))

    /// A log in which both fleets found the same.
    private func both() throws -> ScriptedLog {
        var log = ScriptedLog()
        for fleet in ["prod", "test"] {
            log.fleet = fleet
            let events = try log.run(.signal(.raise(.sample(Self.id))), by: .tocsin)
            #expect(events.map(\.name.name) == ["signal.found"])
        }
        return log
    }

    @Test func `each fleet has a signal of its own, and raises it once`() throws {
        var log = try both()
        #expect(try log.run(.signal(.raise(.sample(Self.id))), by: .tocsin) == [])
        #expect(log.state.activeSignals(of: "prod").map(\.key) == [Self.prod])
        #expect(log.state.activeSignals(of: "test").map(\.key) == [Self.test])
        #expect(log.state.activeSignals(of: nil).map(\.key) == [Self.prod, Self.test])
        #expect(log.state.activeSignals(of: "other") == [])
    }

    @Test func `who takes note in one fleet does not silence the other`() throws {
        var log = try both()
        #expect(
            try log.run(.signal(.acknowledge(Self.id, note: "mine")))
                == [.signal(.acknowledged(signal: Self.id, note: "mine", fleet: "test"))]
        )
        #expect(log.state.signals[Self.test]?.standing(at: start) == .acknowledged)
        #expect(log.state.signals[Self.prod]?.standing(at: start) == .unacknowledged)
        log.fleet = "prod"
        try log.run(.signal(.acknowledge(Self.id, note: nil)), by: franck)
        #expect(log.state.signals[Self.prod]?.acknowledgement?.by == franck)
        #expect(log.state.signals[Self.test]?.acknowledgement?.by == hanno)
    }

    @Test func `what one fleet clears stands in the other`() throws {
        var log = try both()
        #expect(
            try log.run(.signal(.clear(Self.id, text: "well")), by: .tocsin)
                == [.signal(.cleared(signal: Self.id, text: "well", fleet: "test"))]
        )
        #expect(log.state.signals[Self.test]?.isActive == false)
        #expect(log.state.signals[Self.prod]?.isActive == true)
        // It comes back where it was.
        try log.run(.signal(.raise(.sample(Self.id))), at: seconds(30), by: .tocsin)
        #expect(log.state.signals[Self.test]?.timesOpened == 2)
        #expect(log.state.signals[Self.prod]?.timesOpened == 1)
        log.fleet = "prod"
        try log.run(.signal(.clearByHand(Self.id, reason: "noise")), at: minutes(1))
        #expect(log.state.activeSignals(of: nil).map(\.key) == [Self.test])
    }

    @Test func `each changes, is shelved, told again and told to channels by itself`() throws {
        var log = try both()
        log.fleet = "prod"
        let worse = Finding.sample(Self.id, .warning, nodes: ["n1", "n2"])
        let commands: [SignalCommand] = [
            .change(worse, isFlapping: true),
            .recordNotice(Self.id, about: "E1", "ops", .delivered(receipt: "m1")),
            .recordNotice(Self.id, about: "E1", "mail", .gaveUp(reason: "HTTP 410")),
            .shelve(Self.id, until: minutes(30), reason: "known"),
        ]
        for command in commands {
            let events = try log.run(.signal(command), at: minutes(1))
            #expect(events.map { $0.mayConcern("test") } == [false], "\(command)")
        }
        let (own, other) = (log.state.signals[Self.prod], log.state.signals[Self.test])
        #expect(own?.finding.nodes == ["n1", "n2"])
        #expect(own?.isFlapping == true)
        #expect(own?.notices.count == 2)
        #expect(own?.isShelved(at: minutes(2)) == true)
        #expect(other?.finding.nodes == ["n1"])
        #expect(other?.isFlapping == false)
        #expect(other?.notices == [:])
        #expect(other?.shelf == nil)
        #expect(log.refusal(.signal(.unshelve(Self.id, reason: "x")), at: minutes(2)) == nil)
        log.fleet = "test"
        let unshelve = log.refusal(.signal(.unshelve(Self.id, reason: "x")), at: minutes(2))
        #expect(unshelve?.reason == "peers/n1 is not shelved")
        #expect(
            try log.run(.signal(.remind(Self.id)), at: minutes(6), by: .tocsin)
                == [.signal(.reminded(signal: Self.id, fleet: "test"))]
        )
        #expect(log.state.signals[Self.prod]?.remindedAt == nil)
    }

    @Test func `channels are told of the signals of their fleet only`() throws {
        let log = try both()
        let ops = ChannelSpec(
            id: "ops",
            service: .unusable(kind: "test", reason: ""),
            signals: .critical
        )
        let due = log.state.dueNotices(for: [ops], of: "test", at: minutes(1))
        #expect(due.map(\.signal.key) == [Self.test])
    }

    @Test func `what ends with its cause is of the same fleet`() throws {
        var log = ScriptedLog()
        for fleet in ["prod", "test"] {
            log.fleet = fleet
            try log.run(.signal(.raise(.sample("down/n1", kind: .down))), by: .tocsin)
            let under = SignalCommand.suppress([.sample("lag/n1")], by: .signal(id: "down/n1"))
            try log.run(.signal(under), by: .tocsin)
        }
        try log.run(.signal(.clear("down/n1", text: "well")), at: minutes(1), by: .tocsin)
        #expect(log.state.signals[SignalKey("lag/n1", of: "test")]?.isActive == false)
        let cause = try #require(log.state.signals[SignalKey("down/n1", of: "prod")])
        #expect(log.state.suppressed(by: cause).map(\.key) == [SignalKey("lag/n1", of: "prod")])
    }

    @Test func `everything is filed under the incident of its fleet`() throws {
        var log = ScriptedLog()
        for fleet in ["prod", "test"] {
            log.fleet = fleet
            try log.run(.declare("\(fleet) is ill", fleet: fleet))
        }
        let commands: [SignalCommand] = [
            .raise(.sample(Self.id)), .acknowledge(Self.id, note: nil),
            .shelve(Self.id, until: minutes(30), reason: "known"),
            .unshelve(Self.id, reason: "known no more"), .clear(Self.id, text: "well"),
        ]
        for command in commands {
            for (fleet, number) in [("prod", 1), ("test", 2)] {
                log.fleet = fleet
                try log.run(.signal(command))
                #expect(log.entries.last?.incident == IncidentID(number: number), "\(command)")
            }
        }
    }

    // MARK: Which one is meant

    @Test func `who looks at a fleet that has no such signal is told who has`() throws {
        var log = try both()
        log.fleet = "other"
        for command in [
            SignalCommand.acknowledge(Self.id, note: nil), .clearByHand(Self.id, reason: "x"),
            .shelve(Self.id, until: minutes(3), reason: "x"), .unshelve(Self.id, reason: "x"),
        ] {
            let refusal = log.refusal(.signal(command), at: minutes(1))
            #expect(refusal?.kind == .invalid)
            #expect(
                refusal?.reason
                    == "fleet 'other' has no signal 'peers/n1', but 'prod', 'test' has; "
                    + "name the file of that one with --fleet"
            )
        }
    }

    @Test func `who looks at no fleet must say which, unless there is one only`() throws {
        var log = try both()
        log.fleet = nil
        let ack = Command.signal(.acknowledge(Self.id, note: nil))
        #expect(
            log.refusal(ack)?.reason
                == "'peers/n1' is a signal of several fleets ('prod', 'test'); "
                + "name the file of the one that you mean with --fleet"
        )
        log.fleet = "test"
        try log.run(.signal(.raise(.sample("lag/n1"))), by: .tocsin)
        log.fleet = nil
        #expect(
            try log.run(.signal(.acknowledge("lag/n1", note: nil)))
                == [.signal(.acknowledged(signal: "lag/n1", note: nil, fleet: "test"))]
        )
    }

    // MARK: What was written before

    @Test func `an entry without a fleet is about the one that was found last`() throws {
        var log = ScriptedLog()
        var found = Finding.sample(Self.id)
        found.fleet = "prod"
        log.append(.signal(.found(finding: found)))
        log.append(.signal(.acknowledged(signal: Self.id, note: nil)))
        #expect(log.state.signals[Self.prod]?.acknowledgement?.by == hanno)
        log.append(.signal(.cleared(signal: Self.id, text: "well")), at: minutes(1))
        found.fleet = "test"
        log.append(.signal(.found(finding: found)), at: minutes(2))
        log.append(.signal(.reminded(signal: Self.id)), at: minutes(9))
        #expect(log.state.signals[Self.test]?.remindedAt == minutes(9))
        #expect(log.state.signals[Self.prod]?.remindedAt == nil)
        #expect(log.state.signals[Self.prod]?.clearedAt == minutes(1))
    }

    @Test func `a signal without a fleet is any fleet's until one finds it`() throws {
        var log = ScriptedLog()
        log.append(.signal(.found(finding: .sample(Self.id))))
        for fleet in ["prod", "test"] {
            log.fleet = fleet
            #expect(log.state.activeSignals(of: fleet).map(\.id) == [Self.id])
            #expect(try log.events(.signal(.raise(.sample(Self.id))), by: .tocsin) == [])
        }
        log.fleet = "prod"
        try log.run(.signal(.clear(Self.id, text: "well")), at: minutes(1), by: .tocsin)
        try log.run(.signal(.raise(.sample(Self.id))), at: minutes(2), by: .tocsin)
        #expect(log.state.signals[Self.prod]?.timesOpened == 2)
        #expect(log.state.signals[Self.test] == nil)
        #expect(log.state.signals.values.count == 1)
    }

    // MARK: Planned work and facts

    @Test func `work that two fleets plan alike is written down for each`() throws {
        var log = ScriptedLog()
        let work = Command.signal(
            .declareMaintenance(
                nodes: ["n1"],
                kinds: [],
                from: start,
                to: minutes(60),
                reason: "new disk"
            )
        )
        for fleet in ["prod", "test"] {
            log.fleet = fleet
            #expect(try log.run(work, by: .tocsin).count == 1)
            #expect(try log.run(work, by: .tocsin) == [])
        }
        #expect(log.state.maintenance.map(\.fleet) == ["prod", "test"])
        let finding = Finding.sample(Self.id)
        #expect(log.state.maintenance.map { $0.covers(finding, of: "prod") } == [true, false])
    }

    @Test func `a node of one fleet does not speak for its namesake`() throws {
        var log = ScriptedLog()
        for (fleet, peer) in [("prod", "A"), ("test", "B"), ("prod", "A"), ("test", "B")] {
            log.fleet = fleet
            try log.run(.observation(.recordFact("n1", .peerID, to: [peer])), by: .tocsin)
        }
        #expect(log.entries.count == 2)
        #expect(log.state.facts(of: "n1", in: "prod").values[.peerID] == ["A"])
        #expect(log.state.facts(of: "n1", in: "test").values[.peerID] == ["B"])
        try log.run(.observation(.recordFact("n1", .peerID, to: ["C"])), by: .tocsin)
        #expect(log.state.facts(of: "n1", in: "test").identitiesBefore[.peerID] == ["B"])
        #expect(log.state.facts(of: "n1", in: "prod").identitiesBefore == [:])
    }

    @Test func `a text leaves wherever the entry that told it was counted`() throws {
        var log = try both()
        log.fleet = "prod"
        try log.run(.signal(.acknowledge(Self.id, note: "the password is x")))
        let entry = try #require(log.entries.last)
        try log.run(.entry(.redact(entry, reason: "a password")))
        #expect(log.state.signals[Self.prod]?.acknowledgement?.note == Redaction.placeholder)
    }
}
