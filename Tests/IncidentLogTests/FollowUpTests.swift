import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct FollowUpTests {
    private func version(_ node: NodeID, _ from: String?, _ to: String) -> Event {
        .fleet(
            .factChanged(
                node: node,
                fact: .version,
                from: from.map { [$0] } ?? [],
                to: [to],
                fleet: "prod"
            )
        )
    }

    @Test func `uptake is counted from what the network runs`() throws {
        var log = try ScriptedLog.withIncident()
        for node in ["a", "b", "c"] as [NodeID] {
            log.append(version(node, nil, "3.2.0-f91a-x86_64"), at: start)
        }
        try log.run(
            .advice(.give(incident, .hold, version: "v3.2.1", text: "stay on v3.2.0")),
            at: minutes(1)
        )
        log.append(version("b", "3.2.0-f91a-x86_64", "3.2.1-d3a5-x86_64"), at: minutes(9))
        let advice = try #require(log.state.advice.first)
        #expect(advice.counts.map { advice.uptake(of: $0).followed } == [3, 2])
        #expect(advice.counts.last?.node == "b")
        try log.run(.advice(.end(1, reason: "v3.3.0 is out")), at: minutes(10))
        log.append(version("c", "3.2.0-f91a-x86_64", "3.3.0"), at: minutes(11))
        #expect(log.state.advice.first?.counts.count == 2)
    }

    @Test(arguments: [
        ("v3.2.1", "3.2.1-d3a5c1f-x86_64", true), ("3.2.1", "v3.2.1", true),
        ("v3.2.1", "v3.2.10", false), ("v3.2", "v3.2.1", false), ("v0.4", "v0.4", true),
    ])
    func `a version is known by its release`(named: String, told: String, isIt: Bool) throws {
        var log = ScriptedLog(of: "prod")
        try log.run(.advice(.give(nil, .upgrade, version: named, text: nil)))
        #expect(try #require(log.state.advice.first).names(told) == isIt)
    }

    @Test func `advice stands once`() throws {
        var log = ScriptedLog(of: "prod")
        let give = Command.advice(.give(nil, .hold, version: "v1", text: nil))
        try log.run(give)
        #expect(log.refusal(give)?.kind == .invalid)
        #expect(log.refusal(.advice(.end(2, reason: "x")))?.kind == .invalid)
    }

    @Test func `advice is drafted once, and stands once somebody gives it`() throws {
        var log = ScriptedLog(of: "prod")
        func draft(_ version: String) -> Command {
            .advice(.draft(nil, .hold, version: version, signal: "leak by version/prod"))
        }
        log.append(version("a", nil, "3.2.1-d3a5c1f"), at: start)
        try log.run(draft("3.2.1"), by: .tocsin)
        #expect(try log.run(draft("3.2.1"), at: minutes(1), by: .tocsin) == [])
        #expect(try #require(log.state.advice.first).isDraft)
        #expect(try !#require(log.state.advice.first).stands)
        log.append(version("a", "3.2.1-d3a5c1f", "3.2.0"), at: minutes(2))
        try log.run(
            .advice(.give(nil, .hold, version: "v3.2.1", text: "stay")),
            at: minutes(3)
        )
        let given = try #require(log.state.advice.first)
        #expect(log.state.advice.count == 1)
        #expect(given.stands && given.version == "v3.2.1" && given.givenAt == minutes(3))
        // What ran between the draft and the word counts.
        #expect(given.counts.map { given.uptake(of: $0).followed } == [0, 1])
        try log.run(.advice(.end(1, reason: "fixed")), at: minutes(4))
        #expect(try log.run(draft("3.2.1"), at: minutes(5), by: .tocsin) == [])
    }

    @Test func `what is drafted can be left, and is not proposed again`() throws {
        var log = ScriptedLog(of: "prod")
        let draft = Command.advice(
            .draft(nil, .hold, version: "3.2.1", signal: "leak by version/prod")
        )
        try log.run(draft, by: .tocsin)
        try log.run(.advice(.end(1, reason: "only ours")))
        #expect(try log.run(draft, by: .tocsin) == [])
        #expect(try !#require(log.state.advice.first).isDraft)
    }

    @Test func `the hours that nobody watches are found`() throws {
        var log = try ScriptedLog.withIncident()
        let cover = AttendanceCommand.cover(incident, by: "ada", from: minutes(60), to: minutes(90))
        #expect(log.refusal(.attendance(cover))?.reason.contains("watch require") == true)
        try log.run(.attendance(.require(incident, until: minutes(120), reason: "a redeploy")))
        try log.run(.attendance(cover))
        let attendance = try #require(try log.incident().attendance)
        let gaps = attendance.gaps(from: start)
        #expect(gaps.map(\.from) == [start, minutes(90)])
        #expect(gaps.map(\.to) == [minutes(60), minutes(120)])
        #expect(attendance.gaps(from: minutes(70)).map(\.from) == [minutes(90)])
        #expect(attendance.watchers(at: minutes(60)) == ["ada"])
        #expect(attendance.watchers(at: minutes(90)) == [])
        #expect(attendance.gaps(from: minutes(120)).isEmpty)
    }

    @Test func `a date that others set is kept until it is decided`() throws {
        var log = try ScriptedLog.withIncident()
        #expect(
            log.refusal(.clock(.set(incident, name: "vote", due: start, waiting: nil)))?.argument
                == "at"
        )
        try log.run(.clock(.set(incident, name: "vote", due: minutes(60), waiting: "runtime")))
        try log.run(.clock(.move(incident, 1, due: minutes(90), reason: nil)))
        #expect(try log.incident().clocks.first?.due == minutes(90))
        try log.run(.clock(.end(incident, 1, outcome: "passed")))
        #expect(log.refusal(.clock(.end(incident, 1, outcome: "again")))?.kind == .invalid)
    }

    @Test func `a task has one end`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.task(.add(incident, text: "find out", owner: "bob", due: minutes(60))))
        #expect(try log.incident().tasks[0].isOverdue(at: minutes(61)))
        #expect(log.refusal(.task(.assign(incident, 1, owner: nil, due: nil)))?.kind == .invalid)
        #expect(log.refusal(.task(.finish(incident, 2, note: nil)))?.kind == .invalid)
        try log.run(.task(.finish(incident, 1, note: "in #659")))
        #expect(try log.run(.task(.finish(incident, 1, note: nil))) == [])
        #expect(log.refusal(.task(.drop(incident, 1, reason: "x")))?.kind == .invalid)
        #expect(try !log.incident().tasks[0].isOverdue(at: minutes(61)))
    }

    @Test func `what was removed leaves every view of it`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.task(.add(incident, text: "secret", owner: nil, due: nil)))
        try log.run(.clock(.set(incident, name: "secret", due: minutes(9), waiting: "secret")))
        try log.run(.incident(.summarise(incident, text: "secret")))
        try log.run(.advice(.give(incident, .hold, version: "v1", text: "secret")))
        for entry in log.entries.dropFirst() {
            try log.run(.entry(.redact(entry, reason: "a name")))
        }
        let told = String(describing: log.state)
        #expect(!told.contains("secret"))
    }
}
