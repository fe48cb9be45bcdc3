/// A form of post-mortems: which sections it has, and in which order.
package enum ReviewStyle: String, Encodable, CaseIterable, Sendable {
    /// That of the Waku project: background, steps and impacts by day, boxes at the end.
    case waku
    /// That of the Manta network: a narrative and what was learned.
    case calamari
    /// That of Google's book on site reliability.
    case google
    /// That of PagerDuty's guide.
    case pagerduty
    /// That of Atlassian's handbook.
    case atlassian

    /// A section.
    enum Part {
        /// One that is filled from the log; left out when the log has nothing for it, unless it is
        /// always there.
        case content(String, Content, always: Bool = false)
        /// One that people write.
        case human(String, HumanPart)
        /// Steps taken, a section a day, and after the first day who was harmed.
        case days
        /// A heading over what follows.
        case heading(String)
        /// A section below the heading.
        indirect case under(Part)
    }

    /// What fills a section.
    enum Content {
        case background, narrative, impacts, currentState, nextSteps, trigger, resolution,
            responders
        case response, detection, timeline, communications, overrides, decisions, rollback, metrics,
            evidence
    }

    /// The sections in order.
    var parts: [Part] { body + Self.appendices(self) }

    private var body: [Part] {
        switch self {
        case .waku:
            [
                .content("Background", .background, always: true), .days,
                .content("Current state of %fleet%", .currentState, always: true),
                .human("Lessons learned", .lesson),
                .content("Next steps", .nextSteps, always: true),
            ]
        case .calamari:
            [
                .content("Incident Summary", .narrative, always: true),
                .human("Key Takeaways", .lesson),
            ]
        case .google:
            [
                .human("Summary", .summary), .content("Impact", .impacts, always: true),
                .human("Root Causes", .cause), .content("Trigger", .trigger),
                .content("Resolution", .resolution, always: true),
                .content("Detection", .detection, always: true),
                .content("Action Items", .nextSteps, always: true), .heading("Lessons Learned"),
                .under(.human("What went well", .well)),
                .under(.human("What went wrong", .badly)),
                .under(.human("Where we got lucky", .lucky)),
                .content("Timeline", .timeline, always: true),
            ]
        case .pagerduty:
            [
                .human("Overview", .summary),
                .content("What Happened", .narrative, always: true),
                .human("Contributing Factors", .cause),
                .content("Resolution", .resolution, always: true),
                .content("Impact", .impacts, always: true),
                .content("Responders", .responders),
                .content("Timeline", .timeline, always: true), .heading("How'd We Do?"),
                .under(.human("What Went Well?", .well)),
                .under(.human("What Didn't Go So Well?", .badly)),
                .content("Action Items", .nextSteps, always: true),
                .content("Messaging", .communications),
            ]
        case .atlassian:
            [
                .human("Incident summary", .summary), .human("Leadup", .leadup),
                .content("Fault", .trigger), .content("Impact", .impacts, always: true),
                .content("Detection", .detection, always: true),
                .content("Response", .response), .content("Recovery", .resolution, always: true),
                .content("Timeline", .timeline, always: true), .human("Five whys", .whys),
                .human("Root cause", .cause), .human("Backlog check", .backlog),
                .human("Recurrence", .recurrence), .human("Lessons learned", .lesson),
                .content("Corrective actions", .nextSteps, always: true),
            ]
        }
    }

    /// What the log proves beside the story, behind what each style has itself.
    private static func appendices(_ style: ReviewStyle) -> [Part] {
        let detection = Part.content("Appendix: detection", .detection)
        let timeline = Part.content("Appendix: timeline", .timeline)
        let messages = Part.content("Appendix: what was told, and when", .communications)
        let own: [Part] =
            switch style {
            case .waku, .calamari: [detection, timeline, messages]
            case .google, .atlassian: [messages]
            case .pagerduty: [detection]
            }
        return own + [
            .content("Appendix: decisions, go/no-go and advice", .decisions),
            .content("Appendix: what the roll-back brought back", .rollback),
            .content("Appendix: overrides and omissions", .overrides),
            .content("Appendix: metrics", .metrics), .content("Appendix: evidence", .evidence),
        ]
    }
}
