import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

/// What comes and goes: raised once, held open, told as flapping.
struct SignalReturnTests {
    private let few = Judgement.stands("few/n1")
    private let calm = Judgement.calm("few/n1")

    @Test func `a finding is raised at once and cleared after more than a poll`() throws {
        var watched = WatchedDesk(nodes: 1)
        #expect(try watched.look([few], at: start).words == ["found"])
        #expect(try watched.look([few], from: 10, through: 60) == [])
        #expect(try watched.look([calm], from: 70, through: 80) == [])
        #expect(try watched.look([calm], at: seconds(90)).words == ["cleared"])
        #expect(try watched.look([calm], from: 100, through: 300) == [])
    }

    @Test func `calm that is said once lasts until the finding stands again`() throws {
        var watched = WatchedDesk(nodes: 1)
        try watched.look([few], at: start)
        try watched.look([calm], at: seconds(10))
        #expect(try watched.look([], at: seconds(20)) == [])
        #expect(try watched.look([], at: seconds(30)).words == ["cleared"])
    }

    @Test func `what is not known neither clears nor counts as quiet`() throws {
        var watched = WatchedDesk(nodes: 1)
        try watched.look([few], at: start)
        #expect(
            try watched.look([], unknown: ["few/n1"], from: 10, through: 300).words == ["reminded"]
        )
        try watched.look([calm], at: seconds(310))
        try watched.look([], unknown: ["few/n1"], at: seconds(320))
        #expect(try watched.look([calm], from: 330, through: 340) == [])
        #expect(try watched.look([calm], at: seconds(350)).words == ["cleared"])
    }

    @Test func `what comes back must stay away for longer before it is over`() throws {
        var watched = WatchedDesk(nodes: 1)
        try watched.look([few], at: start)
        try watched.look([calm], from: 10, through: 30)
        #expect(try watched.look([few], at: seconds(40)).words == ["reopened"])
        // Once back within the hour: 3 minutes of quiet.
        #expect(try watched.look([calm], from: 50, through: 220) == [])
        #expect(try watched.look([calm], from: 230, through: 240).words == ["cleared"])
        #expect(watched.log.state.signals["few/n1"]?.timesOpened == 2)
    }

    @Test func `six hours of flapping every 20 s are one signal and a handful of entries`() throws {
        var watched = WatchedDesk(nodes: 1)
        var events: [Event] = []
        for second in stride(from: 0, to: 6 * 3600, by: 10) {
            let stands = second / 20 % 2 == 0
            events += try watched.look([stands ? few : calm], at: seconds(second))
        }
        let words = events.words.filter { $0 != "reminded" }
        #expect(words == ["found", "changed"])
        #expect(watched.log.state.signals["few/n1"]?.isFlapping == true)
        #expect(watched.log.state.signals["few/n1"]?.isActive == true)
        let steady = try watched.look([calm], from: 21_600, through: 25_200).words
        #expect(steady.filter { $0 != "reminded" }.last == "cleared")
        #expect(watched.signals == [])
    }

    @Test func `slow returns are held open too`() throws {
        var watched = WatchedDesk(nodes: 1)
        var raises = 0
        for second in stride(from: 0, to: 6 * 3600, by: 10) {
            let stands = second / 300 % 2 == 0
            let events = try watched.look([stands ? few : calm], at: seconds(second))
            raises += events.words.count { $0 == "found" }
        }
        #expect(raises <= 4)
    }

    @Test func `a signal that grows worse is changed at once, a milder one stays as it is`() throws
    {
        var watched = WatchedDesk(nodes: 1)
        try watched.look([.stands("few/n1", .warning)], at: start)
        #expect(try watched.look([few], at: seconds(10)).words == ["changed"])
        #expect(try watched.look([.stands("few/n1", .warning)], at: seconds(20)) == [])
        #expect(watched.log.state.signals["few/n1"]?.priority == .critical)
    }

    @Test func `what a person cleared does not come back by itself, a new one does`() throws {
        var watched = WatchedDesk(nodes: 1)
        try watched.look([few], at: start)
        try watched.log.run(
            .signal(.clearByHand("few/n1", reason: "noise")),
            at: seconds(5)
        )
        #expect(try watched.look([few], from: 10, through: 600) == [])
        let again = Judgement.stands("few/n1", since: seconds(900))
        #expect(try watched.look([again], at: seconds(900)).words == ["found"])
    }

    @Test func `what came and went unseen stays in sight until somebody takes note`() throws {
        var watched = WatchedDesk(nodes: 30)
        try watched.look([.stands("few/n1")], at: start)
        try watched.look([.calm("few/n1")], from: 10, through: 60)
        func standing(at now: Timestamp) -> SignalState.Standing? {
            watched.log.state.signals["few/n1"]?.standing(at: now)
        }
        #expect(standing(at: minutes(2)) == .returned)
        #expect(standing(at: minutes(6 * 1440)) == .returned)
        // For ever would be a list of everything that ever was.
        #expect(standing(at: minutes(8 * 1440)) == .cleared)
        let ack = Command.signal(.acknowledge("few/n1", note: nil))
        #expect(watched.log.refusal(ack, at: minutes(8 * 1440)) != nil)
        try watched.log.run(ack, at: minutes(3))
        #expect(standing(at: minutes(4)) == .cleared)
        #expect(watched.log.refusal(ack, at: minutes(4)) != nil)
    }

    @Test func `the end of what was seen, shelved or told by something else needs no note`()
        throws
    {
        var watched = WatchedDesk(nodes: 30)
        // Two are told alone, then the third makes it a group.
        let three = (1...3).map { Judgement.down(NodeID("n\($0)")) }
        try watched.look(Array(three.prefix(2)), at: start)
        try watched.look(three, from: 10, through: 50)
        let more: [Judgement] = [.stands("a/n9"), .stands("b/n8"), .stands("c/n7")]
        try watched.look(more + three, at: seconds(60))
        try watched.log.run(.signal(.acknowledge("a/n9", note: nil)), at: seconds(61))
        try watched.log.run(
            .signal(.shelve("b/n8", until: minutes(60), reason: "known")),
            at: seconds(61)
        )
        try watched.log.run(.signal(.clearByHand("c/n7", reason: "sold")), at: seconds(61))
        try watched.look([], from: 70, through: 80)
        let calm: [Judgement] = ["down/n1", "down/n2", "down/n3", "a/n9", "b/n8"].map { .calm($0) }
        try watched.look(calm, from: 90, through: 200)
        let returned = watched.log.state.signals.values.filter {
            $0.standing(at: seconds(200)) == .returned
        }
        #expect(returned.map(\.id) == ["down"])
    }

    @Test func `a node just started is not held to what every start brings`() throws {
        var watched = WatchedDesk(nodes: 1)
        let started = Double(start.milliseconds / 1000)
        watched.readings.poll("n1", at: start, [.startTime: started])
        #expect(try watched.look([few], from: 10, through: 110) == [])
        #expect(
            try watched.look([.stands("relay changed/n1", kind: .identity)], at: seconds(115))
                .words == ["found"]
        )
        #expect(try watched.look([few], at: seconds(120)).words == ["found"])
    }
}

/// Many nodes with one fault are one signal.
struct SignalGroupTests {
    private func down(_ numbers: some Sequence<Int>) -> [Judgement] {
        numbers.map { .down(NodeID("n\($0)")) }
    }

    @Test func `a fleet that fails at once is one signal`() throws {
        var watched = WatchedDesk(nodes: 30)
        let events = try watched.look(down(1...30), from: 0, through: 290)
        #expect(events.words == ["found"])
        #expect(watched.signals == ["down"])
        let finding = try #require(watched.log.state.signals["down"]?.finding)
        #expect(finding.nodes.count == 30)
        #expect(finding.text == "down on all 30 nodes (down/n1!)")
    }

    @Test func `a fleet that fails node by node is told at once and in four entries`() throws {
        var watched = WatchedDesk(nodes: 30)
        var entries: [Event] = []
        for second in 0..<600 where second % 10 == 0 || second < 30 {
            entries += try watched.look(down(1...min(30, second + 1)), at: seconds(second))
        }
        let words = entries.words.filter { $0 != "reminded" }
        #expect(words.prefix(3) == ["found", "found", "found"])
        #expect(words.filter { $0 != "suppressed" }.count <= 4)
        #expect(watched.signals == ["down"])
        #expect(watched.log.state.signals["down"]?.finding.nodes.count == 30)
        #expect(watched.log.state.signals["down/n1"]?.suppressor == .signal(id: "down"))
        #expect(watched.log.state.alarmsInTenMinutes(at: seconds(600)) <= 3)
    }

    @Test func `a second node is told at once and alone`() throws {
        var watched = WatchedDesk(nodes: 30)
        try watched.look(down(1...1), at: start)
        #expect(try watched.look(down(1...2), at: seconds(10)).words == ["found"])
        #expect(watched.signals == ["down/n1", "down/n2"])
    }

    @Test func `two of five nodes of a role are a group, two of thirty are not`() throws {
        var watched = WatchedDesk(nodes: 30) { $0 <= 5 ? "bootstrap" : nil }
        #expect(try watched.look(down(1...2), at: start).words == ["found"])
        #expect(watched.signals == ["down"])
        var others = WatchedDesk(nodes: 30) { $0 <= 5 ? "bootstrap" : nil }
        try others.look(down(6...7), at: start)
        #expect(others.signals == ["down/n6", "down/n7"])
    }

    @Test func `faults hours apart stay signals of their own`() throws {
        var watched = WatchedDesk(nodes: 30)
        for number in 1...4 {
            try watched.look(down(1...number), at: minutes(number * 30))
        }
        #expect(watched.signals.sorted() == ["down/n1", "down/n2", "down/n3", "down/n4"])
    }

    @Test func `a group grows and shrinks without a new signal and ends when all are well`() throws
    {
        var watched = WatchedDesk(nodes: 30)
        try watched.look(down(1...3), at: start)
        #expect(try watched.look(down(1...5), from: 10, through: 30).words == ["changed"])
        #expect(watched.log.state.signals["down"]?.finding.nodes.count == 5)
        let some = down(3...5) + [.calm("down/n1"), .calm("down/n2")]
        let shrunk = try watched.look(some, from: 40, through: 340).words
        #expect(shrunk.filter { $0 != "reminded" } == ["changed"])
        #expect(watched.log.state.signals["down"]?.finding.nodes == ["n3", "n4", "n5"])
        let calm = (1...5).map { Judgement.calm(SignalID("down/n\($0)")) }
        let ended = try watched.look(calm, from: 350, through: 380)
        #expect(
            ended == [.signal(.cleared(signal: "down", text: "n3, n4, n5 answer again"))]
        )
        #expect(watched.signals == [])
    }

    @Test func `a node that is not known keeps its place in the group`() throws {
        var watched = WatchedDesk(nodes: 30)
        try watched.look(down(1...3), at: start)
        let events = try watched.look(
            [.calm("down/n1"), .calm("down/n2")],
            from: 10,
            through: 400
        )
        #expect(!events.words.contains("cleared"))
        #expect(watched.signals == ["down"])
    }

    @Test func `what a person cleared stays away while other nodes call`() throws {
        var watched = WatchedDesk(nodes: 30)
        func few(_ numbers: ClosedRange<Int>, _ since: Timestamp = start) -> [Judgement] {
            numbers.map { .stands(SignalID("few/n\($0)"), since: since) }
        }
        try watched.look(few(1...3), at: start)
        try watched.log.run(.signal(.clearByHand("few", reason: "noise")), at: seconds(5))
        #expect(try watched.look(few(1...3), from: 10, through: 200) == [])
        let more = few(1...3) + few(4...6, minutes(10))
        #expect(try watched.look(more, at: minutes(10)).words == ["found"])
        #expect(watched.log.state.signals["few"]?.finding.nodes == ["n4", "n5", "n6"])
    }

    @Test func `a fleet just started is not held to what every start brings`() throws {
        var watched = WatchedDesk(nodes: 30)
        let started = Double(start.milliseconds / 1000)
        let few = (1...5).map { Judgement.stands(SignalID("few/n\($0)")) }
        for number in 1...5 {
            watched.readings.poll(NodeID("n\(number)"), at: start, [.startTime: started])
        }
        #expect(try watched.look(few, from: 10, through: 110) == [])
        #expect(try watched.look(few, from: 120, through: 150).words == ["found"])
    }

    @Test func `a program that starts amid a group does not tear it apart`() throws {
        var watched = WatchedDesk(nodes: 30)
        try watched.look(down(1...30), from: 0, through: 60)
        watched.desk = SignalReconciler(fleet: watched.fleet)
        #expect(try watched.look(down(1...30), from: 70, through: 200) == [])
    }
}

/// Several programs on one log: everything is written once, whoever sees it first.
struct TwoDesksTests {
    @Test func `a failing fleet is written once, and so is its end`() throws {
        var first = WatchedDesk(nodes: 30)
        var second = WatchedDesk(nodes: 30)
        var events: [Event] = []
        func judgements(at second: Int, late: Int) -> [Judgement] {
            let seen = second - late
            return (1...30).map { number in
                let begins = 20 + number
                let isDown = seen >= begins && seen < 300 + number
                let id = SignalID("down/n\(number)")
                return isDown ? .stands(id, kind: .down, since: seconds(begins)) : .calm(id)
            }
        }
        for time in 0..<600 {
            events += try first.look(judgements(at: time, late: 0), at: seconds(time))
            second.log = first.log
            // The other program sees everything up to a poll later.
            events += try second.look(judgements(at: time, late: 9), at: seconds(time))
            first.log = second.log
        }
        let words = events.words.filter { $0 != "reminded" }
        #expect(words.count { $0 == "found" } == 3)
        #expect(words.count { $0 == "reopened" } == 0)
        #expect(words.count { $0 == "cleared" } == 1)
        #expect(words.count <= 8, "\(words)")
        #expect(first.signals == [])
    }
}
