import FleetModel
import IncidentLog
import Primitives

// What people did, day by day and as a narrative.
extension ReviewWriter {
    /// A line of the story at its moment.
    struct Moment {
        let at: Timestamp
        let who: String
        let text: String
    }

    /// What people did, in order; for everybody, what was said to everybody.
    mutating func actions() -> [Moment] {
        var moments: [Moment] = []
        for turn in facts.turns where turn.status != .investigating || turn.reason != nil {
            let reason = isPublic ? nil : turn.reason
            let text = say(turn.what) + (reason.map { ": \(say($0))" } ?? "")
            moments.append(Moment(at: turn.at, who: name(turn.by), text: text))
        }
        if isPublic {
            for update in incident.updates where !update.isRedacted {
                let told = "told everybody: \(quote(update.text))"
                moments.append(Moment(at: update.at, who: name(update.author), text: told))
            }
        } else {
            for deed in facts.deeds where deed.isStep {
                moments.append(Moment(at: deed.at, who: name(deed.by), text: say(deed.text)))
            }
        }
        return Self.inTime(moments)
    }

    static func inTime(_ moments: [Moment]) -> [Moment] {
        moments.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// What people did, a list for each day in UTC.
    mutating func days() -> [(day: String, lines: [String])] {
        var days: [(date: String, day: String, lines: [String])] = []
        for moment in actions() {
            let date = moment.at.date
            if days.last?.date != date { days.append((date, ReviewTime.day(moment.at), [])) }
            let line = "- \(moment.who): \(moment.text) (\(moment.at.hourMinute) UTC)"
            days[days.count - 1].lines.append(line)
        }
        return days.map { ($0.day, $0.lines) }
    }

    // MARK: As a narrative

    /// Report, advice, cause, limits, mitigation, harm to others, end and thanks.
    mutating func narrative() -> [String] {
        [
            firstReport(), firstWord(), advised(), cause(), limits(), dates(), mitigation(),
            mitigationHarm(), harmOfOthers(), lastWord(), thanks(),
        ]
        .filter { !$0.isEmpty }
        .flatMap { [$0, ""] }.dropLast()
    }

    private mutating func firstReport() -> String {
        let declared = ReviewTime.of(incident.declaredAt)
        guard let report = facts.reports.min(by: { $0.at < $1.at }) else {
            return "On \(ReviewTime.longDay(incident.declaredAt)), "
                + "\(name(incident.declaredBy)) declared: \(quote(incident.title))."
        }
        let party = MarkdownText.code(report.party.rawValue)
        let who = isPublic ? party : "\(name(report.by)) (\(party))"
        let what = isPublic ? "the fault" : quote(report.text)
        return "On \(ReviewTime.longDay(report.at)), at \(report.at.hourMinute) UTC, \(who) "
            + "reported \(what). The incident was declared at \(declared): "
            + "\(quote(incident.title))."
    }

    private mutating func firstWord() -> String {
        guard let update = incident.updates.first(where: { !$0.isRedacted }) else { return "" }
        return "Upon confirming it, everybody was told at \(ReviewTime.of(update.at)): "
            + "\(quote(update.text))"
    }

    /// What operators were told to do, and how many did.
    private mutating func advised() -> String {
        var sentences: [String] = []
        for advice in advice { sentences.append("\(words(of: advice)).") }
        return sentences.joined(separator: " ")
    }

    /// What was decided elsewhere.
    private mutating func dates() -> String {
        guard !isPublic else { return "" }
        var sentences: [String] = []
        for clock in incident.clocks {
            let waiting = clock.waiting.map { "; \(say($0)) waited for it" } ?? ""
            let end = clock.outcome.map { ": \(say($0))" } ?? ", and is still open"
            sentences.append(
                "\(say(clock.name).capitalizedFirst) was to be decided at "
                    + "\(ReviewTime.of(clock.due))\(waiting)\(end)."
            )
        }
        return sentences.joined(separator: " ")
    }

    private mutating func cause() -> String {
        let named = facts.turns.first { $0.status == .identified && $0.reason != nil }
        guard let named, let reason = named.reason else { return "" }
        let at = ReviewTime.of(named.at)
        guard !isPublic else { return "The cause was found at \(at)." }
        let next = incident.updates.first { $0.at >= named.at && !$0.isRedacted }
        let told = next.map { " Everybody was told: \(quote($0.text))" } ?? ""
        return "The cause was found at \(at): \(say(reason)).\(told)"
    }

    /// What did not change, and what did.
    private mutating func limits() -> String {
        guard let before = incident.records[.declared] else { return "" }
        let after =
            incident.records[.resolved]
            ?? FleetRecord(facts.log, of: incident.fleet, at: facts.endsAt)
        var sentences: [String] = []
        for fact in FleetRecord.told {
            let old = before.facts.first { $0.fact == fact }
            let new = after.facts.first { $0.fact == fact }
            let changes = facts.changes.filter { $0.key.fact == fact }
            guard let old, let new else { continue }
            if changes.isEmpty, old.values == new.values {
                sentences.append(
                    "The \(words(of: fact)) stayed \(values(old.values)) on every node: it was "
                        + "not affected."
                )
            } else if !changes.isEmpty {
                let nodes = Set(changes.flatMap(\.nodes)).sorted()
                sentences.append(
                    "The \(words(of: fact)) changed on \(words(of: nodes)) while the incident was "
                        + "open; at its end most run \(values(new.values))."
                )
            }
        }
        return sentences.joined(separator: " ")
    }

    private mutating func mitigation() -> String {
        var sentences: [String] = []
        for turn in facts.turns where turn.status == .mitigating {
            let reason = isPublic ? nil : turn.reason
            let why = reason.map { ": \(say($0))" } ?? ""
            sentences.append("Mitigation began at \(ReviewTime.of(turn.at))\(why).")
        }
        return sentences.joined(separator: " ")
    }

    /// The second incident that the cure was.
    private mutating func mitigationHarm() -> String {
        let harmed = impacts.filter { $0.cause != .original }
        guard !harmed.isEmpty else { return "" }
        var sentences = ["Unfortunately the mitigation itself triggered another issue."]
        let back = facts.turns.drop { $0.status != .mitigating }
            .filter { [.investigating, .identified].contains($0.status) && $0.reason != nil }
        for turn in back where !isPublic {
            guard let reason = turn.reason else { continue }
            sentences.append("\(ReviewTime.of(turn.at)): \(say(reason)).")
        }
        let rest = leftBehind()
        if !rest.isEmpty { sentences.append(rest) }
        let faults = facts.faults.filter { fault in
            !fault.stoodBefore && fault.isCritical && !fault.nodes.isEmpty
                && fault.spells.contains { spell in
                    harmed.contains { spell.from <= $0.to ?? .end && spell.to ?? .end >= $0.from }
                }
        }
        if !faults.isEmpty {
            var words: [String] = []
            for fault in faults.prefix(6) {
                words.append("\(say(fault.words)) on \(self.words(of: fault.nodes))")
            }
            sentences.append("Nodes had: \(words.joined(separator: "; ")).")
        }
        return sentences.joined(separator: " ")
    }

    private mutating func harmOfOthers() -> String {
        var sentences: [String] = []
        for party in parties {
            for impact in impacts where impact.party == party {
                sentences.append("\(harm(impact)).")
            }
            for report in facts.reports.dropFirst() where report.party == party && !isPublic {
                let at = ReviewTime.of(report.at)
                sentences.append("\(name(report.by)) at \(at): \(quote(report.text)).")
            }
        }
        return sentences.joined(separator: " ")
    }

    private mutating func lastWord() -> String {
        let end = incident.resolvedAt.map { "The incident was resolved at \(ReviewTime.of($0))." }
        guard incident.updates.count > 1,
            let update = incident.updates.last(where: { !$0.isRedacted })
        else { return end ?? "The incident is still open." }
        return (end.map { "\($0) " } ?? "") + "The last word to everybody, at "
            + "\(ReviewTime.of(update.at)): \(quote(update.text))"
    }

    private mutating func thanks() -> String {
        guard let report = facts.reports.min(by: { $0.at < $1.at }) else { return "" }
        let party = MarkdownText.code(report.party.rawValue)
        return "Thanks to \(isPublic ? "the people of" : "\(name(report.by)), for") \(party), "
            + "who told us first."
    }

    // MARK: Parts of other styles

    mutating func trigger() -> [String] {
        var lines: [String] = []
        for change in facts.changes.prefix(3) {
            lines.append(
                "- \(ReviewTime.span(change.from, change.to)): \(words(of: change.key.fact)) "
                    + "\(values(change.key.before)) → \(values(change.key.after)) on "
                    + "\(words(of: change.nodes))."
            )
        }
        for fault in facts.faults where fault.stoodBefore { lines.append(found(fault)) }
        return lines
    }

    mutating func resolution() -> [String] {
        var lines: [String] = []
        for turn in facts.turns {
            guard let status = turn.status, [.mitigating, .monitoring, .resolved].contains(status)
            else { continue }
            let reason = isPublic ? nil : turn.reason
            let why = reason.map { ": \(say($0))" } ?? ""
            lines.append("- \(ReviewTime.of(turn.at)): \(status.rawValue)\(why).")
        }
        return lines + (lines.isEmpty ? [] : [""]) + currentState()
    }

    mutating func response() -> [String] {
        days().flatMap { ["", "**\($0.day)**", ""] + $0.lines }.dropFirst().map { $0 }
    }

    mutating func responders() -> [String] {
        guard !isPublic else { return [] }
        var lines = ["- Commander: \(name(incident.commander))."]
        let others = facts.people.map(\.name).filter { $0 != incident.commander }
        if !others.isEmpty {
            lines.append("- Others: \(others.map { name($0) }.joined(separator: ", ")).")
        }
        return lines
    }
}

extension Timestamp {
    /// Later than everything.
    fileprivate static let end = Timestamp(milliseconds: .max)
}
