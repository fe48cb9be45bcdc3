import Monitoring
import CellGrid
import FleetModel
import IncidentLog
import Primitives
import Testing

@testable import Screens

/// The alarm list and what a person does there, by keys alone.
struct SignalScreenTests {
    private func finding(
        _ id: SignalID,
        _ priority: SignalPriority = .critical,
        _ kind: FindingKind = .check,
        nodes: [NodeID] = ["do-ams3"],
        causes: [SignalID] = []
    ) -> Finding {
        Finding(
            id: id,
            kind: kind,
            priority: priority,
            text: "\(id) seen",
            nodes: nodes,
            since: Story.start,
            evidence: ["backlog 812 messages", "sent 9312, received 8500"],
            meaning: "gossip that nobody reads is kept for ever",
            causes: causes
        )
    }

    /// Signals of every standing: new, acknowledged, shelved, under planned work, cleared.
    private func story(width: Int, height: Int) throws -> Story {
        var story = Story(width: width, height: height)
        try story.answer(linked: true, relay: Story.needed)
        func raise(_ finding: Finding) throws {
            try story.perform(.signal(.raise(finding)), by: .tocsin)
        }
        try raise(finding("backlog/do-ams3", .critical, .backlog))
        try story.perform(
            .signal(
                .suppress(
                    [finding("leak/do-ams3", .critical, .leak, causes: ["backlog/do-ams3"])],
                    by: .signal(id: "backlog/do-ams3")
                )
            ),
            by: .tocsin
        )
        story.wait(.seconds(65))
        try raise(finding("lag", .warning, .lag, nodes: ["do-ams3", "gc-us-central1-a"]))
        try raise(finding("storage/do-ams3", .critical, .storage))
        try raise(finding("churn/do-ams3", .warning, .churn))
        try raise(finding("few peers/do-ams3", .warning))
        story.wait(.seconds(120))
        try story.perform(.signal(.acknowledge("storage/do-ams3", note: "disk is on its way")))
        try story.perform(
            .signal(.shelve("churn/do-ams3", until: story.now + .seconds(7200), reason: "known"))
        )
        try story.perform(.signal(.clear("few peers/do-ams3", text: "peers 9")), by: .tocsin)
        try story.perform(
            .signal(
                .declareMaintenance(
                    nodes: ["ac-cn-hongkong-c"],
                    kinds: [],
                    from: story.now,
                    to: story.now + .seconds(3600),
                    reason: "new disk"
                )
            )
        )
        try story.perform(
            .signal(
                .suppress(
                    [finding("down/ac-cn-hongkong-c", .critical, .down)],
                    by: .maintenance(id: "M-0001")
                )
            ),
            by: .tocsin
        )
        story.wait(.seconds(15))
        story.press("A")
        _ = story.takeEffects()
        return story
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func `the alarm list tells each standing by mark, word and who`(width: Int, height: Int) throws
    {
        let story = try story(width: width, height: height)
        expectGolden(story.model, "alarms.\(width)x\(height)")
    }

    @Test(arguments: [(40, 10), (20, 4)])
    func `the smallest screens still tell how many call, and the worst`(width: Int, height: Int)
        throws
    {
        var story = try story(width: width, height: height)
        #expect(story.canvas.text().contains("!!*1"))
        #expect(story.canvas.text().contains("▸!!* CRIT"))
        story.press("Enter")
        #expect(story.canvas.text().contains("!!* CRIT"))
    }

    @Test func `cleared ones are listed on request`() throws {
        var story = try story(width: 100, height: 14)
        story.press("h")
        expectGolden(story.model, "alarms-cleared.100x14")
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func `one signal tells evidence, nodes, what stands under it, and history`(
        width: Int,
        height: Int
    ) throws {
        var story = try story(width: width, height: height)
        story.press("Enter")
        expectGolden(story.model, "alarm.\(width)x\(height)")
    }

    @Test func `shelving asks for how long and why`() throws {
        var story = try story(width: 100, height: 24)
        story.press("s", "Enter", "Enter")
        expectGolden(story.model, "shelve.100x24")
        story.press("'being fixed'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .signal(
                            .shelve(
                                "backlog/do-ams3",
                                until: story.now + .seconds(3600),
                                reason: "being fixed"
                            )
                        ),
                        occurredAt: nil
                    )
                )
            ]
        )
    }

    @Test func `acknowledging takes two keys, or a note`() throws {
        var story = try story(width: 100, height: 24)
        story.press("a", "Enter", "a", "'mine'", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(.run(.signal(.acknowledge("backlog/do-ams3", note: nil)), occurredAt: nil)),
                .ask(.run(.signal(.acknowledge("backlog/do-ams3", note: "mine")), occurredAt: nil)),
            ]
        )
    }

    @Test func `signals of other fleets are counted, and neither listed nor told`() throws {
        var story = Story(width: 120, height: 40)
        try story.answer(linked: true, relay: Story.needed)
        for fleet in ["elsewhere", Story.waku.name] {
            story.wait(.seconds(5))
            _ = story.takeEffects()
            let found = Command.signal(.raise(finding("few/do-ams3")))
            try story.perform(found, by: .tocsin, of: fleet)
            let isOwn = fleet == Story.waku.name
            let rings = story.takeEffects().contains { effect in
                if case .bell = effect { true } else { false }
            }
            #expect(rings == isOwn)
            #expect(story.canvas.text().contains("few/do-ams3 seen") == isOwn)
            #expect(story.model.activeSignals.count == (isOwn ? 1 : 0))
        }
        story.press("A")
        #expect(story.canvas.text().contains("1 standing, 1 unacked"))
        #expect(story.canvas.text().contains("1 in other fleets"))
        #expect(story.model.signalRows.map(\.fleet) == [Story.waku.name])
        // What is done is done to the own one.
        _ = story.takeEffects()
        story.press("a", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(.run(.signal(.acknowledge("few/do-ams3", note: nil)), occurredAt: nil))
            ]
        )
        story.press("Enter")
        #expect(story.model.signal?.fleet == Story.waku.name)
    }

    @Test func `the cursor stays on its signal while others come and go`() throws {
        var story = try story(width: 100, height: 24)
        story.press("Down")
        #expect(story.model.signal?.id == "storage/do-ams3")
        try story.perform(.signal(.clear("backlog/do-ams3", text: "gone")), by: .tocsin)
        #expect(story.model.signal?.id == "storage/do-ams3")
        story.press("Enter")
        #expect(story.model.screen == .signal("storage/do-ams3"))
        story.press("Esc")
        #expect(story.model.screen == .signals)
    }

    @Test func `a signal is taken back, cleared, and planned work is made and ended`() throws {
        var story = try story(width: 100, height: 24)
        story.press("S")
        #expect(story.model.toast?.text == "backlog/do-ams3 is not shelved")
        story.press("Down", "Down", "Down", "Down", "S")
        story.press("c", "'noise'", "Enter")
        story.press("m", "Tab", "Tab", "'new release'", "Enter", "Enter")
        story.press("m", "Tab", "Tab", "'move'", "Tab", "'2h'", "Enter")
        story.press("M", "Enter")
        #expect(
            story.takeEffects() == [
                .ask(
                    .run(
                        .signal(.unshelve("churn/do-ams3", reason: "taken back by hand")),
                        occurredAt: nil
                    )
                ),
                .ask(
                    .run(.signal(.clearByHand("churn/do-ams3", reason: "noise")), occurredAt: nil)
                ),
                .ask(
                    .run(
                        .signal(
                            .declareMaintenance(
                                nodes: ["do-ams3"],
                                kinds: [],
                                from: story.now,
                                to: story.now + .seconds(3600),
                                reason: "new release"
                            )
                        ),
                        occurredAt: nil
                    )
                ),
                .ask(
                    .run(
                        .signal(
                            .declareMaintenance(
                                nodes: ["do-ams3"],
                                kinds: [],
                                from: story.now + .seconds(7200),
                                to: story.now + .seconds(10_800),
                                reason: "move"
                            )
                        ),
                        occurredAt: nil
                    )
                ),
                .ask(
                    .run(
                        .signal(.endMaintenance("M-0001", reason: "ended by hand")),
                        occurredAt: nil
                    )
                ),
            ]
        )
    }

    @Test func `a wrong span or node is refused in the form`() throws {
        var story = try story(width: 100, height: 24)
        story.press("s", "Ctrl+U", "'8d'", "Tab", "'x'", "Enter", "Esc")
        story.press("m", "Ctrl+U", "'nobody'", "Tab", "Tab", "'x'", "Enter", "Enter")
        #expect(story.takeEffects().isEmpty)
        guard case .form(let form) = story.model.dialog else {
            Issue.record("the form is gone")
            return
        }
        #expect(form.problem?.hasPrefix("there is no node 'nobody'; there are: do-ams3") == true)
    }

    @Test func `the list is narrowed by words`() throws {
        var story = try story(width: 100, height: 24)
        story.press("/", "'STORAGE ams3'", "Enter")
        #expect(story.model.signalRows.map(\.id) == ["storage/do-ams3"])
        story.press("/", "Ctrl+U", "Enter")
        #expect(story.model.signalRows.count == 6)
    }

    @Test func `elsewhere the commands say where signals are chosen`() throws {
        var story = try story(width: 100, height: 24)
        story.press("Esc", "Tab", "Tab", ":", "'acknowledge'", "Enter")
        #expect(story.model.toast?.text == "A lists the signals; choose one there")
    }

    @Test func `the bell rings for what is new and critical, and not for what is in hand`() throws {
        var story = Story(width: 100, height: 24)
        func rings(_ command: SignalCommand, by actor: Actor = .tocsin) throws -> Bool {
            try story.perform(.signal(command), by: actor)
            let effects = story.takeEffects()
            guard case .bell(let text)? = effects.first else { return false }
            return effects.count == 1 && !text.isEmpty
        }
        #expect(try rings(.raise(finding("a", .warning))) == false)
        #expect(try rings(.raise(finding("b"))))
        #expect(try rings(.change(finding("a"), isFlapping: false)))
        #expect(try rings(.acknowledge("b", note: nil), by: Actor("hanno")) == false)
        #expect(try rings(.change(finding("b"), isFlapping: true)) == false)
        let until = story.now + .seconds(600)
        #expect(try rings(.shelve("b", until: until, reason: "x"), by: Actor("hanno")) == false)
        #expect(try rings(.clear("b", text: "")) == false)
        #expect(try rings(.raise(finding("b"))) == false)
    }

    @Test func `ten alarms within ten minutes are called a flood in the header`() throws {
        var story = Story(width: 100, height: 14)
        for number in 1...4 {
            try story.perform(
                .signal(.raise(finding(SignalID("check \(number)"), .warning, nodes: []))),
                by: .tocsin
            )
        }
        #expect(!story.canvas.text().contains("/10min"))
        for number in 5...12 {
            try story.perform(
                .signal(.raise(finding(SignalID("check \(number)"), .warning, nodes: []))),
                by: .tocsin
            )
        }
        #expect(story.canvas.text().contains("12/10min"))
        story.press("A")
        #expect(story.canvas.text().contains("12 in 10 min: a flood"))
        story.wait(.seconds(600))
        #expect(!story.canvas.text().contains("/10min"))
    }
}
