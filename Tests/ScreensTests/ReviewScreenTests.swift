import CellGrid
import IncidentLog
import Monitoring
import Primitives
import Reports
import Testing

@testable import Screens

/// The review of an incident on the screen, in each form and for both audiences.
struct ReviewScreenTests {
    private static func declared(width: Int = 100, height: Int = 30) throws -> Story {
        var story = Story(width: width, height: height)
        try story.perform(
            .incident(
                .declare(
                    title: "prod mesh broken",
                    severity: .sev2,
                    mode: .real,
                    fleet: "wakuv2.prod",
                    impactFrom: nil,
                    checklist: nil
                )
            )
        )
        return story
    }

    private func picture(_ story: Story) -> String {
        render(story.model, theme: .plain).canvas.text()
    }

    /// Answers what the screen asked for, as the work behind it does.
    private func answer(_ story: inout Story) throws {
        for effect in story.takeEffects() {
            guard case .ask(.loadReview(let request)) = effect else { continue }
            let log = story.model.log
            let incident = try #require(log.incident(request.incident))
            var facts = ReviewCollector(incident, log)
            for entry in story.model.entries where entry.incident == incident.id {
                facts.take(entry)
            }
            let review = Review(
                facts,
                style: try #require(ReviewStyle(rawValue: request.style)),
                audience: try #require(Audience(rawValue: request.audience)),
                head: "0"
            )
            _ = story.model.update(.review(request, review))
        }
    }

    @Test func `a key opens it, and it says what is still to be written`() throws {
        var story = try Self.declared()
        story.press("V")
        #expect(picture(story).contains("writing it"))
        try answer(&story)
        #expect(picture(story).contains("Review ─ waku, internal ─ 1 to be written"))
        expectGolden(story.model, "review.100x30")
    }

    @Test func `keys turn the form and the audience, and each is asked for once`() throws {
        var story = try Self.declared()
        story.press("V")
        try answer(&story)
        #expect(story.takeEffects().isEmpty)
        story.press("v")
        try answer(&story)
        #expect(picture(story).contains("Review ─ calamari, internal"))
        story.press("a")
        try answer(&story)
        #expect(picture(story).contains("Review ─ calamari, public"))
        #expect(!picture(story).contains("commander: \"hanno\""))
    }

    @Test func `a new line of the log is in it`() throws {
        var story = try Self.declared(width: 100, height: 60)
        story.press("V")
        try answer(&story)
        try story.perform(.entry(.note(IncidentID(number: 1), text: "lesson: releases only")))
        try answer(&story)
        story.press("/", "'releases only'", "Enter")
        #expect(picture(story).contains("releases only (hanno)"))
    }

    @Test func `a log without an incident has none`() {
        var story = Story(width: 80, height: 24)
        story.press("V")
        #expect(picture(story).contains("No incident yet"))
        #expect(
            !story.takeEffects().contains { if case .ask(.loadReview) = $0 { true } else { false } }
        )
    }
}

/// The keys of a replay, and going back.
struct ReplayKeyTests {
    private static let status = DrillStatus(
        name: "INC-0001",
        speed: 60,
        nextInject: nil,
        isOver: false,
        isReplay: true
    )

    @Test(arguments: [
        ("[", RuntimeRequest.scrub(.entries(-1))), ("]", .scrub(.entries(1))),
        ("{", .scrub(.time(.seconds(-600)))), ("}", .scrub(.time(.seconds(600)))),
        ("Space", .pauseDrill(true)), ("+", .setSpeed(120)),
    ])
    func `keys steer the time of a replay`(key: String, request: RuntimeRequest) {
        var story = Story(width: 100, height: 30, drill: Self.status)
        story.press(key)
        #expect(story.takeEffects().contains(.ask(request)))
    }

    @Test func `outside a replay the same keys are what they were`() {
        var story = Story(width: 100, height: 30)
        story.press("[", "}", "Space")
        let asked = story.takeEffects().contains {
            if case .ask(.scrub) = $0 { true } else { false }
        }
        #expect(!asked)
    }

    @Test func `the header says that it is a replay`() {
        let story = Story(width: 100, height: 30, drill: Self.status)
        let header = render(story.model, theme: .plain).canvas.text().prefix { $0 != "\n" }
        #expect(header.contains("REPLAY ×60"))
        #expect(!header.contains("DRILL"))
    }

    @Test func `going back forgets what the log told, and takes it anew`() throws {
        var story = Story(width: 100, height: 30, drill: Self.status)
        try story.perform(
            .incident(
                .declare(
                    title: "mesh broken",
                    severity: .sev2,
                    mode: .real,
                    fleet: "wakuv2.prod",
                    impactFrom: nil,
                    checklist: nil
                )
            )
        )
        let (state, first) = (story.model.log, story.model.entries)
        try story.perform(.entry(.note(IncidentID(number: 1), text: "a later line")))
        #expect(render(story.model, theme: .plain).canvas.text().contains("a later line"))
        _ = story.model.update(.rewound)
        _ = story.model.update(.entries(first, state))
        _ = story.model.update(.log(.done))
        let picture = render(story.model, theme: .plain).canvas.text()
        #expect(!picture.contains("a later line"))
        #expect(picture.contains("mesh broken"))
    }
}
