import FleetModel
import IncidentLog
import Primitives

// What the log proves: boxes, times, messages, files.
extension ReviewWriter {
    /// The steps of the checklist as boxes, and what is still to be done.
    mutating func nextSteps() -> [String] {
        var lines: [String] = []
        for step in incident.steps {
            let isTicked = isTicked(step)
            var line = "- [\(isTicked ? "x" : " ")] \(say(step.definition.title))"
            if !isPublic { line += became(step) }
            lines.append(line)
        }
        for task in incident.tasks where task.state != .dropped && !isPublic {
            let owner = task.owner.map { name($0) } ?? "nobody yet"
            let due = task.due.map { ", due \(ReviewTime.of($0))" } ?? ""
            let remark = task.remark.map { ": \(say($0))" } ?? ""
            let box = task.state == .done ? "x" : " "
            lines.append("- [\(box)] \(say(task.text)) — \(owner)\(due)\(remark)")
        }
        for clock in incident.clocks where clock.outcome == nil && !isPublic {
            let waiting = clock.waiting.map { "; waits for it: \(say($0))" } ?? ""
            lines.append("- [ ] \(say(clock.name)), decided \(ReviewTime.of(clock.due))\(waiting)")
        }
        for impact in impacts where impact.isOpen {
            let reason = impact.residualReason.map { ": \(say($0))" } ?? ""
            lines.append(
                "- [ ] \(MarkdownText.code(impact.party.rawValue)) is served again\(reason)"
            )
        }
        return lines.isEmpty ? ["> _To be written: tasks with an owner and a day._"] : lines
    }

    /// Whether a step was done, as its tick stood when the incident ended.
    private func isTicked(_ step: StepState) -> Bool {
        step.tickedAt != nil && step.isDone(at: incident.resolvedAt ?? facts.endsAt)
    }

    /// What became of a step, and the proof.
    private mutating func became(_ step: StepState) -> String {
        guard let at = step.at, let actor = step.actor else { return "" }
        let who = actor.kind == .automatic ? "by itself" : "by \(name(actor))"
        let how = step.isOverridden ? ", an override" : ""
        let remark = step.remark.map { ": \(say($0))" } ?? ""
        return " — \(step.progress.rawValue) \(who)\(how), \(ReviewTime.of(at))\(remark)"
    }

    /// Ticks against what was measured, and steps that were left out.
    mutating func overrides() -> [String] {
        guard !isPublic else { return [] }
        var lines: [String] = []
        for step in incident.steps where step.isOverridden || step.isLeftOut {
            let what =
                step.isOverridden ? "Override" : step.progress == .waived ? "Waived" : "Skipped"
            lines.append("- \(what): \(say(step.definition.title))\(became(step))")
        }
        return lines
    }

    // MARK: Times

    /// How many rows a table of times has; the log has the rest.
    private static let timelineLimit = 5000

    mutating func timeline() -> [String] {
        var moments = actions()
        if !isPublic {
            for deed in facts.deeds where !deed.isStep {
                moments.append(Moment(at: deed.at, who: name(deed.by), text: say(deed.text)))
            }
            for report in facts.reports {
                let text =
                    "\(MarkdownText.code(report.party.rawValue)) reports: \(say(report.text))"
                moments.append(Moment(at: report.at, who: name(report.by), text: text))
            }
            for update in incident.updates where !update.isRedacted {
                let text = "update \(update.number): \(say(update.text))"
                moments.append(Moment(at: update.at, who: name(update.author), text: text))
            }
            for fault in facts.faults where fault.isCritical || fault.stoodBefore {
                add(fault, to: &moments)
            }
        }
        for impact in impacts { add(impact, to: &moments) }
        let rows = Self.inTime(moments)
        let shown = rows.prefix(Self.timelineLimit).map { moment in
            ["\(moment.at.date) \(moment.at.clock)", moment.who, moment.text]
        }
        let more = rows.count - shown.count + facts.leftOut
        return MarkdownText.table(["Time (UTC)", "Who", "What"], Array(shown))
            + (more > 0 ? ["", "\(more) more are in the log."] : [])
    }

    private mutating func add(_ fault: ReviewCollector.Fault, to moments: inout [Moment]) {
        let place = fault.nodes.isEmpty ? "" : " on \(words(of: fault.nodes))"
        for spell in fault.spells.prefix(20) {
            let text = "signal: \(say(fault.words))\(place)"
            moments.append(Moment(at: spell.from, who: "tocsin", text: text))
            guard let to = spell.to else { continue }
            moments.append(Moment(at: to, who: "tocsin", text: "over: \(say(fault.words))"))
        }
    }

    private mutating func add(_ impact: ImpactWindow, to moments: inout [Moment]) {
        let party = MarkdownText.code(impact.party.rawValue)
        let cause = impact.cause == .original ? "" : ", caused by the \(impact.cause.rawValue)"
        let text = "\(party) affected: \(say(impact.kind))\(cause)"
        moments.append(Moment(at: impact.from, who: party, text: text))
        guard let to = impact.to else { return }
        moments.append(Moment(at: to, who: party, text: "\(party) served again"))
    }

    /// The updates with what had been promised, and when each arrived where.
    mutating func communications() -> [String] {
        var rows: [[String]] = []
        for update in incident.updates {
            let due = facts.promises[update.number]
            let late = due.flatMap { update.at > $0 ? (update.at - $0).brief : nil }
            let text = update.isRedacted ? "(removed)" : say(update.text)
            let sent = "\(update.at.date) \(update.at.hourMinute)"
            guard !isPublic else {
                rows.append(["\(update.number)", sent, text])
                continue
            }
            let promised = due.map { "\($0.date) \($0.hourMinute)" } ?? "-"
            rows.append(
                ["\(update.number)", sent, promised, late ?? "on time", arrivals(of: update), text]
            )
        }
        let headings =
            isPublic
            ? ["#", "Sent (UTC)", "Text"]
            : ["#", "Sent (UTC)", "Promised", "Late", "Arrived", "Text"]
        return MarkdownText.table(headings, rows)
    }

    private mutating func arrivals(of update: StatusUpdate) -> String {
        var words: [String] = []
        for channel in update.channels {
            let state: String
            switch update.deliveries[channel] {
            case .delivered(_, let at): state = at.hourMinute
            case .failed(let reason, _): state = "never: \(say(reason))"
            case .queued, .retrying, nil: state = "not yet"
            }
            words.append("\(say(channel.rawValue)) \(state)")
        }
        return words.joined(separator: ", ")
    }

    // MARK: Measures and proofs

    private var measures: IncidentMetrics {
        // What is late is judged at the last entry: the export has no clock of its own.
        IncidentMetrics(incident, facts.log, at: facts.endsAt)
    }

    mutating func detection() -> [String] {
        guard !isPublic else { return [] }
        var lines: [String] = []
        for line in measures.debt.lines { lines.append("- \(say(line)).") }
        return lines
    }

    mutating func metrics() -> [String] {
        let measures = measures
        var rows: [[String]] = []
        for row in measures.rows {
            rows.append([
                say(row.name), row.measure.words, row.span, row.note.map { say($0) } ?? "",
            ])
        }
        let late = measures.lateUpdates == 0 ? "No update was late." : "\(measures.lateWords)."
        return MarkdownText.table(["Measure", "What", "Span", "Remark"], rows)
            + ["", late]
            + (measures.isDrill ? ["A drill: it counts in no total."] : [])
    }

    mutating func evidence() -> [String] {
        guard !isPublic else { return [] }
        var rows: [[String]] = []
        for item in facts.evidence {
            rows.append([
                code(item.file.name), "\(item.file.bytes)", MarkdownText.code(item.file.digest),
                say(item.what), "\(name(item.by)), \(ReviewTime.of(item.at))",
            ])
        }
        return MarkdownText.table(["File", "Bytes", "SHA-256", "Proves", "Kept by"], rows)
    }
}

extension StepState {
    /// Whether the incident went on without it.
    fileprivate var isLeftOut: Bool {
        switch progress {
        case .skipped, .waived, .notApplicable: true
        case .pending, .running, .passed, .verified, .failed, .regressed: false
        }
    }
}
