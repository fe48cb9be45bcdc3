import IncidentLog
import Primitives
import TestSupport
import Testing

struct RoleCommandTests {
    private static let carol = Actor("carol")

    @Test func `command passes by an offer of one and the word of the other`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.role(.offer(incident, .commander, to: "franck")))
        #expect(try log.incident().commander == "hanno")
        #expect(
            log.refusal(.role(.accept(incident, nil)), by: Self.carol)
                == Refusal(
                    .held,
                    "no role of INC-0001 is offered to carol; "
                        + "ask for one (role offer ROLE --to carol)"
                )
        )
        #expect(
            try log.run(.role(.accept(incident, nil)), by: Actor("Franck"))
                == [.role(.accepted(role: .commander))]
        )
        #expect(try log.incident().commander == "Franck")
        #expect(try log.incident().roles.changes.map(\.to) == ["hanno", "Franck"])
    }

    @Test func `an offer stands for five minutes`() throws {
        var log = try ScriptedLog.withIncident()
        try log.run(.role(.offer(incident, .commander, to: "franck")))
        let accept = Command.role(.accept(incident, .commander))
        #expect(log.refusal(accept, at: seconds(300), by: franck) == nil)
        #expect(
            log.refusal(accept, at: seconds(301), by: franck)
                == Refusal(
                    .held,
                    "the offer to be commander of INC-0001 was made at 08:00Z and stood for 5m; "
                        + "ask hanno to offer it again (role offer commander --to franck)"
                )
        )
        #expect(try !log.incident().roles.offered(to: "franck", at: seconds(300)).isEmpty)
        #expect(try log.incident().roles.offered(to: "franck", at: seconds(301)).isEmpty)
    }

    @Test func `only whoever commands gives the command away`() throws {
        let log = try ScriptedLog.withIncident()
        let refusal = log.refusal(.role(.offer(incident, .commander, to: "carol")), by: franck)
        #expect(refusal?.kind == .held)
        #expect(refusal?.argument == "reason")
        #expect(
            try log.events(.role(.offer(incident, .scribe, to: "carol")), by: franck).count == 1
        )
    }

    @Test func `who takes command from somebody says why, and the log keeps it`() throws {
        var log = try ScriptedLog.withIncident()
        func take(_ reason: String?) -> Command {
            .incident(.changeCommander(incident, to: "franck", reason: reason))
        }
        for blank in [nil, " "] {
            #expect(log.refusal(take(blank), by: franck)?.argument == "reason")
        }
        #expect(
            try log.run(take("hanno sleeps"), by: franck) == [
                .timeline(
                    .said(
                        kind: .decision,
                        text: "takes command from hanno: hanno sleeps",
                        by: []
                    )
                ),
                .incident(.commanderChanged(to: "franck")),
            ]
        )
    }

    @Test func `to name somebody else is to ask them, and to name oneself accepts`() throws {
        var log = try ScriptedLog.withIncident()
        let give = Command.incident(.changeCommander(incident, to: "franck"))
        #expect(try log.run(give) == [.role(.offered(role: .commander, to: "franck"))])
        #expect(try log.run(give) == [])
        #expect(try log.run(give, by: franck) == [.role(.accepted(role: .commander))])
    }

    @Test func `a vacant command is seen, and taken by whoever comes first`() throws {
        var log = try ScriptedLog.withIncident()
        let vacate = Command.role(.vacate(incident, .commander, reason: "off to bed"))
        #expect(log.refusal(vacate, by: franck)?.kind == .held)
        try log.run(vacate, at: minutes(10))
        #expect(try log.incident().isWithoutCommander)
        #expect(
            log.refusal(.become(.identified)) == nil,
            "work goes on without a commander"
        )
        let take = Command.incident(.changeCommander(incident, to: "franck"))
        try log.run(take, at: minutes(25), by: franck)
        let roles = try log.incident().roles
        #expect(roles.vacancy(of: .commander, from: start, to: minutes(60)) == .seconds(900))
        #expect(roles.holder(of: .commander)?.name == "franck")
    }

    @Test func `each party has a liaison of its own`() throws {
        var log = try ScriptedLog.withIncident()
        for party in ["js-waku", "nim-waku"] as [PartyID] {
            try log.run(.role(.offer(incident, .liaison(party), to: "franck")))
        }
        #expect(log.refusal(.role(.accept(incident, nil)), by: franck)?.argument == "role")
        try log.run(.role(.accept(incident, .liaison("js-waku"))), by: franck)
        try log.run(.role(.decline(incident, nil, reason: "no time")), by: franck)
        let roles = try log.incident().roles
        #expect(roles.holder(of: .liaison("js-waku"))?.name == "franck")
        #expect(roles.holder(of: .liaison("nim-waku")) == nil)
        #expect(roles.offer(of: .liaison("nim-waku")) == nil)
    }

    @Test(arguments: ["commander", "communications", "operations", "scribe", "liaison:js-waku"])
    func `a role is read as it is written`(word: String) throws {
        #expect(try #require(Role(word: word)).word == word)
    }

    @Test(arguments: ["", "Commander", "liaison", "liaison:"])
    func `what is no role is none`(word: String) {
        #expect(Role(word: word) == nil)
    }

    @Test func `one person commands at any time, whatever is asked for`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            var log = try ScriptedLog.withIncident()
            let people = [hanno, franck, Self.carol]
            for step in 1...40 {
                let actor = people[Int.random(in: 0..<3, using: &random)]
                let other = people[Int.random(in: 0..<3, using: &random)].name
                let commands: [RoleCommand] = [
                    .offer(incident, .commander, to: other), .accept(incident, nil),
                    .decline(incident, nil, reason: nil), .withdraw(incident, .commander),
                    .vacate(incident, .commander, reason: "tired"),
                ]
                let command = commands[Int.random(in: 0..<5, using: &random)]
                let before = try log.incident().commander
                let events = try? log.run(.role(command), at: minutes(step), by: actor)
                let after = try log.incident().commander
                guard after != before else { continue }
                // Command passes by the word of whoever has it or was asked, and of nobody else.
                #expect(events?.isEmpty == false)
                #expect(after.isEmpty ? actor.name == before : actor.name == after)
            }
        }
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
