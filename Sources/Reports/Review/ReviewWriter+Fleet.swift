import FleetModel
import IncidentLog
import Primitives

// The state of the fleet before, while and after, and who was harmed.
extension ReviewWriter {
    mutating func background() -> [String] {
        var lines = [
            "On \(ReviewTime.longDay(incident.declaredAt)), when the incident was declared "
                + "(\(incident.declaredAt.hourMinute) UTC), the state of \(theFleet) was as follows:",
            "",
        ]
        if let record = incident.records[.declared] { lines += state(record) }
        for report in facts.reports where report.at <= incident.declaredAt {
            lines.append(told(report))
        }
        for fault in facts.faults where fault.stoodBefore { lines.append(stood(fault)) }
        let harmed = impacts.filter { $0.from <= incident.declaredAt }
        for impact in harmed { lines.append("- \(harm(impact)).") }
        if lines.count == 2 { lines.append("- Nothing is known of the fleet at that moment.") }
        if let from = incident.impactFrom, from < incident.declaredAt {
            let span = (incident.declaredAt - from).brief
            lines += [
                "",
                "As far as can be established, the harm began on \(ReviewTime.longDay(from)), "
                    + "\(from.hourMinute) UTC: \(span) before anybody declared it.",
            ]
        }
        if let first = incident.updates.first(where: { !$0.isRedacted }) {
            lines += ["", "The first word to everybody, at \(ReviewTime.of(first.at)):", ""]
            lines += MarkdownText.quoted(masked(first.text))
        }
        return lines
    }

    /// What nodes ran and spoke, a line for each value.
    mutating func state(_ record: FleetRecord) -> [String] {
        var lines: [String] = []
        for value in record.facts {
            let verb = value.fact == .relay ? "Nodes spoke" : "Nodes were running"
            let names = value.count <= 8 ? ": \(words(of: value.nodes))" : ""
            lines.append(
                "- \(verb) \(words(of: value.fact)) \(values(value.values)) "
                    + "(\(counted(value.count, "node"))\(names))."
            )
        }
        return lines
    }

    /// A report, with who brought it.
    mutating func told(_ report: ReviewCollector.Report) -> String {
        let party = MarkdownText.code(report.party.rawValue)
        guard !isPublic else { return "- \(party) reported it at \(ReviewTime.of(report.at))." }
        return "- \(party) reported at \(ReviewTime.of(report.at)) (\(name(report.by))): "
            + quote(report.text)
    }

    /// A fault as it stood when the incident was declared.
    mutating func stood(_ fault: ReviewCollector.Fault) -> String {
        let place = fault.nodes.isEmpty ? "" : " on \(words(of: fault.nodes))"
        let since = fault.spells.first.map { ", since \(ReviewTime.of($0.from))" } ?? ""
        var text = ""
        if !isPublic, let words = fault.text { text = ": \(say(words))" }
        return "- \(say(fault.words).capitalizedFirst)\(place)\(since)\(text)"
    }

    /// A fault with its nodes and times.
    mutating func found(_ fault: ReviewCollector.Fault) -> String {
        let place = fault.nodes.isEmpty ? "" : " on \(words(of: fault.nodes))"
        var spells: [String] = []
        for spell in fault.spells.prefix(6) { spells.append(ReviewTime.span(spell.from, spell.to)) }
        let more = fault.spells.count - spells.count
        let times = spells.joined(separator: "; ") + (more > 0 ? "; \(more) times more" : "")
        var text = ""
        if !isPublic, let words = fault.text { text = ": \(say(words))" }
        return "- \(say(fault.words).capitalizedFirst)\(place) (\(times))\(text)"
    }

    /// Who was harmed, how, from when to when, and what it goes back to.
    mutating func harm(_ impact: ImpactWindow) -> String {
        let party = MarkdownText.code(impact.party.rawValue)
        let lasted = impact.to.map { " (\(($0 - impact.from).brief))" } ?? ""
        let cause = impact.cause == .original ? "" : ", caused by the \(impact.cause.rawValue)"
        let span = ReviewTime.span(impact.from, impact.to)
        return "\(party) was affected: \(say(impact.kind)), \(span)\(lasted)\(cause)"
    }

    // MARK: While

    /// What became of the fleet while the incident was open.
    mutating func fleetImpact() -> [String] {
        var lines: [String] = []
        for change in facts.changes.sorted(by: { $0.from < $1.from }) {
            lines.append(
                "- \(ReviewTime.span(change.from, change.to)): \(words(of: change.key.fact)) "
                    + "\(values(change.key.before)) → \(values(change.key.after)) on "
                    + "\(words(of: change.nodes))."
            )
        }
        let faults = facts.faults.filter { $0.isCritical || $0.stoodBefore }
        for fault in faults.prefix(30) { lines.append(found(fault)) }
        let others = facts.faults.count - min(faults.count, 30)
        if others > 0 { lines.append("- \(counted(others, "other signal")) came and went.") }
        return lines.isEmpty
            ? ["Nothing that was observed of the nodes changed."]
            : ["What was observed of the nodes while the incident was open:", ""] + lines
    }

    /// The parties that were harmed, in the order in which that began.
    var parties: [PartyID] {
        impacts.sorted { ($0.from, $0.party) < ($1.from, $1.party) }.reduce(into: []) {
            if !$0.contains($1.party) { $0.append($1.party) }
        }
    }

    /// What a party had to bear.
    mutating func impact(on party: PartyID) -> [String] {
        var lines: [String] = []
        for impact in impacts where impact.party == party {
            lines.append("- \(harm(impact)).")
            guard let reason = impact.residualReason else { continue }
            lines.append("- What is left of it was accepted: \(say(reason)).")
        }
        for report in facts.reports where report.party == party {
            lines.append(told(report))
        }
        let debt = IncidentMetrics(incident, facts.log, at: facts.endsAt).debt
        for row in debt.parties where row.party == party {
            guard let seconds = row.seconds, seconds >= 60 else { continue }
            let span = Duration.milliseconds(Int64(seconds * 1000)).brief
            lines.append("- It was known to Tocsin \(span) before the party told of it.")
        }
        return lines
    }

    mutating func impactsOfAll() -> [String] {
        var lines: [String] = []
        for party in parties { lines += impact(on: party) }
        return lines.isEmpty ? [] : ["", "Who was harmed:", ""] + lines
    }

    // MARK: After

    mutating func currentState() -> [String] {
        let record =
            incident.records[.resolved]
            ?? FleetRecord(facts.log, of: incident.fleet, at: facts.endsAt)
        let word = incident.records[.resolved] == nil ? "the last entry" : "the end"
        var lines = ["The state of \(theFleet) at \(word), \(ReviewTime.of(record.at)):", ""]
        for value in record.facts {
            let verb = value.fact == .relay ? "Nodes speak" : "Nodes are running"
            lines.append(
                "- \(verb) \(words(of: value.fact)) \(values(value.values)) "
                    + "(\(counted(value.count, "node")))."
            )
        }
        if record.signals.allSatisfy({ !$0.kind.isFault }) {
            lines.append("- Nothing asks for attention.")
        } else {
            lines.append("- Still asks for attention: \(open(record.signals)).")
        }
        for party in parties { lines.append(end(of: party)) }
        if let last = incident.updates.last(where: { !$0.isRedacted }) {
            lines += ["", "The last word to everybody, at \(ReviewTime.of(last.at)):", ""]
            lines += MarkdownText.quoted(masked(last.text))
        }
        return lines
    }

    /// Signals by their faults, each with its nodes.
    private mutating func open(_ signals: [FleetRecord.Standing]) -> String {
        var faults: [(words: String, nodes: [NodeID])] = []
        for signal in signals where signal.kind.isFault {
            if let place = faults.firstIndex(where: { $0.words == signal.fault }) {
                let known = faults[place].nodes
                faults[place].nodes += signal.nodes.filter { !known.contains($0) }
            } else {
                faults.append((signal.fault, signal.nodes))
            }
        }
        var words: [String] = []
        for fault in faults.prefix(10) {
            let place = fault.nodes.isEmpty ? "" : " on \(self.words(of: fault.nodes))"
            words.append(say(fault.words) + place)
        }
        let more = faults.count - words.count
        return words.joined(separator: "; ") + (more > 0 ? " and \(more) more" : "")
    }

    private mutating func end(of party: PartyID) -> String {
        let name = MarkdownText.code(party.rawValue)
        let own = impacts.filter { $0.party == party }
        guard let open = own.last(where: \.isOpen) else {
            let at = own.compactMap(\.to).max().map { " since \(ReviewTime.of($0))" } ?? ""
            return "- \(name) is served again\(at)."
        }
        guard let reason = open.residualReason else {
            return "- \(name) is still affected: \(say(open.kind))."
        }
        return "- \(name) stays affected (\(say(open.kind))), which was accepted: \(say(reason))."
    }

    /// A text with what is not told left out, its lines kept.
    mutating func masked(_ raw: String) -> String {
        raw.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { mask(line: String($0)) }.joined(separator: "\n")
    }

    func counted(_ count: Int, _ thing: String) -> String {
        count == 1 ? "1 \(thing)" : "\(count) \(thing)s"
    }
}

extension String {
    /// The text with a capital letter at its begin.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
