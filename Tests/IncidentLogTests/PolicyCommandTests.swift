import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

struct PolicyCommandTests {
    private static let id: ExceptionID = "EXC-0001"
    private static let master = "master@a1b2c3"

    /// An incident of a fleet that may run v0.4, whose parties were informed once.
    private func informed() throws -> ScriptedLog {
        var log = ScriptedLog(of: "prod")
        log.releases = ["v0.4"]
        try log.run(.declare("mesh lost"))
        try log.run(
            .update(
                .sendUpdate(incident, text: "we run master", channels: ["irc"], nextDue: nil)
            )
        )
        return log
    }

    private func request(
        _ version: String = master,
        nodes: [NodeID] = [],
        text: String = "the release loses its peers",
        exitPlan: String = "v0.5 on Friday",
        expires: Timestamp? = nil,
        update: Int? = 1
    ) -> Command {
        .policy(
            .requestException(
                incident,
                version: version,
                nodes: nodes,
                reasonClass: .restoreService,
                text: text,
                exitPlan: exitPlan,
                expires: expires,
                update: update
            )
        )
    }

    private func approve(_ id: ExceptionID = id) -> Command { .policy(.approveException(id)) }
    private func end(_ reason: String = "v0.5 runs") -> Command {
        .policy(.endException(Self.id, reason: reason))
    }

    @Test func `an exception is asked for with all that it needs, for three days`() throws {
        var log = try informed()
        #expect(
            try log.run(request(nodes: ["a"]))
                == [
                    .policy(
                        .exceptionRequested(
                            exception: Self.id,
                            fleet: "prod",
                            nodes: ["a"],
                            version: Self.master,
                            reasonClass: .restoreService,
                            text: "the release loses its peers",
                            expires: start + .seconds(72 * 3600),
                            exitPlan: "v0.5 on Friday",
                            update: 1
                        )
                    )
                ]
        )
        let exception = try #require(log.state.exception(Self.id))
        #expect(exception.state(at: start) == .requested)
        #expect(exception.requestedBy == hanno)
        try log.run(approve(), at: minutes(5), by: franck)
        let approved = try #require(log.state.exception(Self.id))
        #expect(approved.approval?.by == franck)
        #expect(approved.approval?.at == minutes(5))
        #expect(approved.state(at: minutes(5)) == .inForce)
        #expect(approved.state(at: start + .seconds(72 * 3600)) == .expired)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let command: @Sendable (PolicyCommandTests) -> Command
        let kind: Refusal.Kind
        let words: String
        var testDescription: String { words }

        init(
            _ words: String,
            _ kind: Refusal.Kind = .invalid,
            _ command: @escaping @Sendable (PolicyCommandTests) -> Command
        ) {
            self.command = command
            self.kind = kind
            self.words = words
        }
    }

    @Test(arguments: [
        Case("name the update that informed the parties with --update") {
            $0.request(update: nil)
        },
        Case("INC-0001 has no update #7") { $0.request(update: 7) },
        Case("the version is empty") { $0.request(" ") },
        Case("v0.4 is a release and may run without an exception") { $0.request("v0.4") },
        Case("is a release and may run") { $0.request("v0.4-2477840") },
        Case("the reason is empty") { $0.request(text: "") },
        Case("--exit-plan") { $0.request(exitPlan: " ") },
        Case("cannot end in the past") { $0.request(expires: start) },
        Case("14 days at the latest") {
            $0.request(expires: start + .seconds(14 * 86_400 + 1))
        },
        Case("there is no exception EXC-0009") { $0.approve("EXC-0009") },
        Case("there is no exception EXC-0001; 'tocsin policy except'") { $0.end() },
    ])
    func `what is missing is named`(of example: Case) throws {
        let log = try informed()
        let refusal = try #require(log.refusal(example.command(self)))
        #expect(refusal.kind == example.kind)
        #expect(refusal.reason.contains(example.words), "\(refusal.reason)")
    }

    @Test func `fourteen days to the second are taken`() throws {
        let log = try informed()
        #expect(log.refusal(request(expires: start + .seconds(14 * 86_400))) == nil)
    }

    @Test func `without a word to the parties there is no exception`() throws {
        var log = ScriptedLog(of: "prod")
        log.releases = ["v0.4"]
        try log.run(.declare("mesh lost"))
        let refusal = try #require(log.refusal(request(update: nil)))
        #expect(refusal.kind == .held)
        #expect(refusal.reason.contains("tocsin update send"))
        #expect(refusal.argument == "update")
    }

    @Test func `a fleet without a policy has no exceptions`() throws {
        var log = try informed()
        log.releases = []
        #expect(log.refusal(request())?.reason.contains("no release policy") == true)
    }

    @Test func `who asks cannot approve, whatever the case of the name`() throws {
        var log = try informed()
        try log.run(request())
        for name in ["hanno", "Hanno"] {
            let refusal = try #require(log.refusal(approve(), by: Actor(name)))
            #expect(refusal.kind == .invalid)
            #expect(refusal.reason.contains("a second person must approve"))
        }
        #expect(log.refusal(approve(), by: .tocsin)?.kind == .invalid)
        #expect(log.refusal(approve(), by: franck) == nil)
    }

    @Test func `what is decided is not decided again`() throws {
        var log = try informed()
        try log.run(request())
        #expect(log.refusal(request())?.reason.contains("tocsin policy approve EXC-0001") == true)
        try log.run(approve(), by: franck)
        #expect(log.refusal(approve(), by: franck)?.reason.contains("already by franck") == true)
        #expect(log.refusal(request())?.reason.contains("tocsin policy end EXC-0001") == true)
        try log.run(end(), at: minutes(1))
        #expect(log.refusal(end(), at: minutes(2))?.reason.contains("is ended since") == true)
        #expect(log.refusal(approve(), at: minutes(2), by: franck)?.kind == .invalid)
        try log.run(request(), at: minutes(3))
        #expect(log.state.exception("EXC-0002")?.state(at: minutes(3)) == .requested)
    }

    @Test func `a request that is taken back is withdrawn, and an old one cannot be approved`()
        throws
    {
        var log = try informed()
        try log.run(request())
        try log.run(end("no need"))
        #expect(log.state.exception(Self.id)?.state(at: start) == .withdrawn)
        try log.run(request())
        let late = start + .seconds(80 * 3600)
        let refusal = try #require(log.refusal(approve("EXC-0002"), at: late, by: franck))
        #expect(refusal.reason.contains("expired"))
    }

    // MARK: Judging

    private static let fleet = Fleet(name: "prod", releases: ["v0.4"])

    @Test func `a version is judged by the releases, the exceptions and the hour`() throws {
        var log = try informed()
        func standing(
            _ version: String = Self.master,
            _ node: NodeID? = "a",
            at now: Timestamp = start,
            _ fleet: Fleet = Self.fleet
        ) -> ReleaseStanding? {
            log.state.standing(of: version, on: node, in: fleet, at: now)
        }
        #expect(standing(Self.master, "a", Fleet(name: "prod")) == nil)
        #expect(standing("v0.4-2477840-x86_64") == .onPolicy)
        #expect(standing() == .offPolicy(.noException))
        let end = start + .seconds(10 * 3600)
        try log.run(request(nodes: ["a"], expires: end))
        #expect(standing() == .offPolicy(.notApproved(Self.id)))
        try log.run(approve(), by: franck)
        #expect(standing() == .excepted(Self.id, until: end, endsSoon: false))
        #expect(standing(Self.master, "b") == .offPolicy(.noException))
        #expect(standing(Self.master, nil) == .offPolicy(.noException))
        #expect(standing("master@ffffff") == .offPolicy(.noException))
        #expect(
            standing(Self.master, "a", Fleet(name: "test", releases: ["v1"]))?.isOffPolicy == true
        )
        let late = start + .seconds(8 * 3600)
        #expect(standing(at: late) == .excepted(Self.id, until: end, endsSoon: true))
        #expect(standing(at: end) == .offPolicy(.over(Self.id)))
    }

    @Test func `the words say what is missing`() {
        let words = ReleaseStanding.offPolicy(.noException).words(of: Self.master)
        #expect(words == "OFF-POLICY master@a1b2c3 (no exception)")
        let excepted = ReleaseStanding.excepted(Self.id, until: start, endsSoon: false)
        #expect(
            excepted.words(of: "v9") == "v9 excepted by EXC-0001 until 2021-07-12 08:00Z"
        )
    }
}
