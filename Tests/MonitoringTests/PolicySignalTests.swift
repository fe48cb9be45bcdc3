import FleetModel
import IncidentLog
import Monitoring
import Primitives
import TestSupport
import Testing

struct PolicySignalTests {
    private static let master = "master@a1b2c3"

    private func watched(_ checks: [Check] = []) -> WatchedFleet {
        var log = ScriptedLog(of: "prod")
        log.releases = ["v0.4"]
        let fleet = Fleet(
            name: "prod",
            nodes: [.substrate("a"), .substrate("b")],
            releases: ["v0.4"],
            checks: checks
        )
        return WatchedFleet(fleet, log: log)
    }

    private func check() throws -> Check {
        Check(name: "unreleased", condition: try Condition(parsing: "version not in releases"))
    }

    /// Has an exception asked for and approved, for so many seconds.
    private func except(_ watched: inout WatchedFleet, nodes: [NodeID] = [], for span: Int) throws {
        try watched.log.run(.declare("mesh lost"))
        try watched.log.run(
            .update(.sendUpdate(incident, text: "x", channels: ["irc"], nextDue: nil))
        )
        let request = PolicyCommand.requestException(
            incident,
            version: Self.master,
            nodes: nodes,
            reasonClass: .restoreService,
            text: "x",
            exitPlan: "v0.5",
            expires: seconds(span),
            update: 1
        )
        try watched.log.run(.policy(request))
        try watched.log.run(.policy(.approveException("EXC-0001")), by: franck)
    }

    private func active(_ watched: WatchedFleet) -> [String] {
        watched.log.state.activeSignals(of: "prod").map(\.id.rawValue).sorted()
    }

    @Test func `a node that runs no release raises a signal at once, and a release ends it`()
        throws
    {
        var watched = watched()
        try watched.run(0, through: 0, nodes: ["b"], [.peers: 9], facts: [.version: ["v0.4"]])
        try watched.run(10, through: 20, [.peers: 9], facts: [.version: [Self.master]])
        #expect(active(watched) == ["off policy/a"])
        let signal = try #require(watched.log.state.activeSignals(of: "prod").first)
        #expect(signal.text == "off policy on a: master@a1b2c3 (no exception)")
        try watched.run(30, through: 70, [.peers: 9], facts: [.version: ["v0.4-2477840"]])
        #expect(active(watched).isEmpty)
    }

    @Test func `without a policy, or without a version, nothing is off policy`() throws {
        var open = WatchedFleet.single(log: ScriptedLog(of: "prod"))
        try open.run(0, through: 40, [.peers: 9], facts: [.version: [Self.master]])
        #expect(active(open).isEmpty)
        var mute = watched()
        try mute.run(0, through: 40, nodes: ["a", "b"], [.peers: 9])
        #expect(active(mute).isEmpty)
        try mute.run(50, through: 90, [.peers: 9], facts: [.version: ["v0.4 or older"]])
        #expect(active(mute).isEmpty)
        try mute.run(100, through: 140, [.peers: 9], facts: [.version: ["newer than v0.3"]])
        #expect(active(mute).isEmpty)
        try mute.run(150, through: 190, [.peers: 9], facts: [.version: ["newer than v0.4"]])
        #expect(active(mute) == ["off policy/a"])
    }

    @Test func `an exception clears the signal, is told before it ends, and then it is back`()
        throws
    {
        var watched = watched()
        try except(&watched, nodes: ["a"], for: 400)
        try watched.run(0, through: 290, [.peers: 9], facts: [.version: [Self.master]])
        #expect(active(watched).isEmpty)
        try watched.run(300, through: 390, [.peers: 9], facts: [.version: [Self.master]])
        #expect(active(watched) == ["exception ends/EXC-0001"])
        try watched.run(400, through: 460, [.peers: 9], facts: [.version: [Self.master]])
        #expect(active(watched) == ["off policy/a"])
        let signal = try #require(watched.log.state.activeSignals(of: "prod").first)
        #expect(signal.text == "off policy on a: master@a1b2c3 (EXC-0001 is over)")
    }

    @Test func `an exception is for its nodes alone`() throws {
        var watched = watched()
        try except(&watched, nodes: ["b"], for: 100_000)
        let facts: [FactName: [String]] = [.version: [Self.master]]
        try watched.run(0, through: 20, nodes: ["a", "b"], [.peers: 9], facts: facts)
        #expect(active(watched) == ["off policy/a"])
    }

    @Test func `a check of the file that asks for the same comes first and knows exceptions`()
        throws
    {
        var watched = watched([try check()])
        let facts: [FactName: [String]] = [.version: [Self.master]]
        try watched.run(0, through: 20, nodes: ["a", "b"], [.peers: 9], facts: facts)
        #expect(active(watched) == ["unreleased"])
        try except(&watched, for: 400)
        try watched.run(30, through: 290, nodes: ["a", "b"], [.peers: 9], facts: facts)
        #expect(active(watched).isEmpty)
        try watched.run(400, through: 480, nodes: ["a", "b"], [.peers: 9], facts: facts)
        #expect(active(watched) == ["unreleased"])
    }

    @Test func `a step that waits for a release is not content with an exception`() throws {
        var watched = watched()
        let step = StepDefinition(id: "v", title: "releases", condition: "version in releases")
        try watched.log.run(
            .declare("x", checklist: ChecklistDefinition(name: "c", steps: [step]))
        )
        try except(&watched, for: 100_000)
        let facts: [FactName: [String]] = [.version: [Self.master]]
        try watched.run(0, through: 60, nodes: ["a", "b"], [.peers: 9], facts: facts)
        #expect(try #require(watched.log.state.incidents.first).step("v")?.progress == .pending)
    }

    @Test func `every node is judged against the policy`() throws {
        var watched = watched()
        try watched.run(0, through: 0, [.peers: 9], facts: [.version: [Self.master]])
        let found = watched.fleet.releases(watched.readings, watched.log.state, at: seconds(5))
        #expect(found.map(\.node) == ["a", "b"])
        #expect(found[0].standing == .offPolicy(.noException))
        #expect(found[1].standing == nil)
        #expect(found[1].tellsVersion)
        let late = watched.fleet.releases(watched.readings, watched.log.state, at: minutes(60))
        #expect(late[0].version == nil)
    }
}
