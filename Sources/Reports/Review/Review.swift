import IncidentLog
package import Primitives

/// The review of one incident in one style, for one audience: what a post-mortem begins as.
///
/// It depends on the log alone, so that the same log gives the same bytes.
package struct Review: Report {
    /// The incident.
    package let incident: IncidentID
    /// The form.
    package let style: ReviewStyle
    /// For whom.
    package let audience: Audience
    /// The sections in order.
    package let sections: [Section]
    /// What was left out, by kind; empty for the team.
    package let leftOut: [LeftOut]
    /// The whole text.
    package let markdown: String
    /// The measures.
    let metrics: IncidentMetrics?
    private let head: String

    /// A section.
    package struct Section: Encodable, Sendable {
        /// Its heading.
        package let title: String
        /// How deep it is: 2 for what stands right below the title.
        package let level: Int
        /// Its lines.
        package let lines: [String]
        /// The part that people write; nil for what is filled from the log.
        package let human: HumanPart?
        /// Whether it is still to be written.
        package let isMissing: Bool
    }

    /// Something that was left out.
    package struct LeftOut: Encodable, Equatable, Sendable {
        /// What.
        package let what: String
        /// How often.
        package let count: Int
    }

    /// A review of what was collected; `head` is the hash of the log's last entry.
    package init(
        _ facts: ReviewCollector,
        style: ReviewStyle,
        audience: Audience,
        head: String
    ) {
        var writer = ReviewWriter(facts, for: audience)
        var sections = Self.sections(style, &writer)
        let title = writer.say(facts.incident.title)
        let leftOut: [LeftOut]
        switch audience {
        case .public: leftOut = Self.leftOut(facts, writer.mask)
        case .internal:
            leftOut = []
            let preview = Review(facts, style: style, audience: .public, head: head)
            sections.append(Self.preview(of: preview.leftOut))
        }
        incident = facts.incident.id
        self.style = style
        self.audience = audience
        self.sections = sections
        self.leftOut = leftOut
        self.head = head
        metrics =
            audience == .internal
            ? IncidentMetrics(facts.incident, facts.log, at: facts.endsAt) : nil
        var lines = Self.frontMatter(facts, style, audience, head, &writer)
        lines += ["", "# \(facts.incident.mode == .drill ? "[DRILL] " : "")\(title)"]
        for section in sections {
            let mark = String(repeating: "#", count: section.level)
            lines += ["", "\(mark) \(section.title)"]
            if !section.lines.isEmpty { lines += [""] + section.lines }
        }
        markdown = lines.joined(separator: "\n") + "\n"
    }

    /// The titles of what people still have to write.
    package var missing: [String] { sections.filter(\.isMissing).map(\.title) }

    private enum CodingKeys: String, CodingKey {
        case incident, style, audience, head, sections, missing, leftOut, metrics, markdown
    }

    /// Writes the sections and the whole text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(incident, forKey: .incident)
        try container.encode(style, forKey: .style)
        try container.encode(audience, forKey: .audience)
        try container.encode(head, forKey: .head)
        try container.encode(sections, forKey: .sections)
        try container.encode(missing, forKey: .missing)
        try container.encode(leftOut, forKey: .leftOut)
        try container.encodeIfPresent(metrics, forKey: .metrics)
        try container.encode(markdown, forKey: .markdown)
    }

    /// The text, line by line.
    package func text(at now: Timestamp) -> [ReportPart] {
        markdown.split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map { .line(String($0)) }
    }

    // MARK: Its parts

    private static func frontMatter(
        _ facts: ReviewCollector,
        _ style: ReviewStyle,
        _ audience: Audience,
        _ head: String,
        _ writer: inout ReviewWriter
    ) -> [String] {
        let incident = facts.incident
        func text(_ raw: String) -> String {
            let safe = UnsafeText.replacing(in: raw, with: UnsafeText.picture(of:))
            return "\"\(safe.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        }
        var lines = [
            "---", "incident: \(incident.id)", "title: \(text(writer.mask(line: incident.title)))",
            "severity: \(incident.severity.label)", "state: \(incident.status.rawValue)",
            "mode: \(incident.mode.rawValue)",
        ]
        if let fleet = incident.fleet { lines.append("fleet: \(text(fleet))") }
        if let from = incident.impactFrom { lines.append("impact-from: \(from)") }
        lines.append("declared: \(incident.declaredAt)")
        if let at = incident.mitigatedAt { lines.append("mitigated: \(at)") }
        if let at = incident.resolvedAt { lines.append("resolved: \(at)") }
        lines += ["commander: \(text(writer.role(incident.commander)))"]
        return lines + [
            "style: \(style.rawValue)", "audience: \(audience.rawValue)",
            "entries: \(facts.counts.values.reduce(0, +))", "log-head: \(head)", "---",
        ]
    }

    private static func sections(
        _ style: ReviewStyle,
        _ writer: inout ReviewWriter
    ) -> [Section] {
        style.parts.flatMap { sections($0, level: 2, &writer) }
    }

    private static func sections(
        _ part: ReviewStyle.Part,
        level: Int,
        _ writer: inout ReviewWriter
    ) -> [Section] {
        func section(_ title: String, _ lines: [String], _ human: HumanPart? = nil) -> Section {
            Section(title: title, level: level, lines: lines, human: human, isMissing: false)
        }
        switch part {
        case .content(let title, let content, let always):
            let lines = writer.lines(of: content)
            guard always || !lines.isEmpty else { return [] }
            return [section(title.replacing("%fleet%", with: writer.fleet), lines)]
        case .human(let title, let part):
            if let lines = writer.lines(of: part) { return [section(title, lines, part)] }
            return [
                Section(
                    title: title,
                    level: level,
                    lines: ["> _To be written: \(part.prompt)._"],
                    human: part,
                    isMissing: true
                )
            ]
        case .days: return days(&writer)
        case .heading(let title): return [section(title, [])]
        case .under(let part): return sections(part, level: level + 1, &writer)
        }
    }

    /// Steps taken, a section a day; behind the first day what they and the fault did.
    private static func days(_ writer: inout ReviewWriter) -> [Section] {
        func section(_ title: String, _ lines: [String]) -> Section {
            Section(title: title, level: 2, lines: lines, human: nil, isMissing: false)
        }
        let days = writer.days()
        var sections = days.prefix(1).map { section("Steps taken on \($0.day)", $0.lines) }
        sections.append(section("Impact on \(writer.fleet)", writer.fleetImpact()))
        for party in writer.parties {
            let name = MarkdownText.code(party.rawValue)
            sections.append(section("Impact on \(name)", writer.impact(on: party)))
        }
        return sections + days.dropFirst().map { section("Steps taken on \($0.day)", $0.lines) }
    }

    // MARK: What is not told

    private static func leftOut(_ facts: ReviewCollector, _ mask: TextMask) -> [LeftOut] {
        let entries = Disclosure.allCases.filter { !$0.isTold(to: .public) }.map { kind in
            LeftOut(what: kind.words, count: facts.counts[kind] ?? 0)
        }
        let reasons = LeftOut(
            what: "reasons of states",
            count: facts.turns.count { $0.reason != nil }
        )
        let replaced = TextMask.Kind.allCases.map { kind in
            LeftOut(what: kind.rawValue, count: mask.count(of: kind))
        }
        return (entries + [reasons] + replaced).filter { $0.count > 0 }
    }

    private static func preview(of leftOut: [LeftOut]) -> Section {
        Section(
            title: "Appendix: what the public export leaves out",
            level: 2,
            lines: MarkdownText.table(
                ["What", "How many"],
                leftOut.map { [$0.what, "\($0.count)"] }
            ),
            human: nil,
            isMissing: false
        )
    }
}
