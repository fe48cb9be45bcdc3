import FleetModel
package import IncidentLog
package import Primitives

/// What whoever takes an incident over must know, from the log alone: the form of ICS 201.
///
/// A section without anything to tell says so in a word and is no empty field.
package struct BriefReport: Report {
    let incident: IncidentID
    let sections: [Section]

    /// A heading and its lines.
    package struct Section: Encodable, Sendable {
        let title: String
        let lines: [String]
    }

    /// The brief of an incident at a moment.
    package init(_ incident: IncidentState, _ log: LogState, at now: Timestamp) {
        self.incident = incident.id
        let sections = [
            Section(title: "Situation", lines: Self.situation(incident, now)),
            Section(title: "Signals", lines: Self.signals(incident, log, now)),
            Section(title: "Affected", lines: Self.affected(incident, log, now)),
            Section(title: "Organisation", lines: Self.organisation(incident, now)),
            Section(title: "Steps", lines: Self.steps(incident, now)),
            Section(title: "Changes", lines: Self.changes(incident, log, now)),
            Section(title: "Exceptions", lines: Self.exceptions(incident, log, now)),
            Section(title: "Tasks", lines: Self.tasks(incident, now)),
            Section(title: "Decided and supposed", lines: Self.concluded(incident, log)),
            Section(title: "Told", lines: Self.told(incident, now)),
            Section(title: "Advice and dates", lines: Self.waiting(incident, log, now)),
            Section(title: "Watch", lines: Self.watch(incident, now)),
        ]
        self.sections = sections.map {
            $0.lines.isEmpty ? Section(title: $0.title, lines: ["none"]) : $0
        }
    }

    /// The sections under their headings.
    package func text(at now: Timestamp) -> [ReportPart] {
        sections.flatMap { section in
            [ReportPart.line(section.title)] + section.lines.map { .line("  \($0)") }
        }
    }

    private static func situation(_ incident: IncidentState, _ now: Timestamp) -> [String] {
        var lines = [
            "\(incident.id) \(incident.severity.label) \(incident.status.label) "
                + "\(incident.elapsed(at: now).brief): \(incident.title)"
        ]
        if incident.origin.severityIsAssumed {
            lines.append("the severity is assumed, nobody judged it (incident severity …)")
        }
        if let summary = incident.summary { lines.append(summary.text) }
        if let from = incident.impactFrom {
            lines.append("harm since \(from.toMinute) (\((now - from).brief))")
        }
        if let by = incident.origin.detectedBy { lines.append("detected by \(by)") }
        lines.append(
            incident.publicPhase.map { "public: \($0.rawValue)" } ?? "the outside was told nothing"
        )
        if let pause = incident.pause {
            lines.append("PAUSED until \(pause.until.toMinute): \(pause.reason)")
        }
        return lines + incident.instantProblems.map { "contradiction: \($0)" }
    }

    private static func signals(
        _ incident: IncidentState,
        _ log: LogState,
        _ now: Timestamp
    ) -> [String] {
        log.activeSignals(of: incident.fleet).prefix(10).map {
            let who = $0.acknowledgement.map { "\($0.by.name) has it" } ?? "nobody has it"
            return "\($0.finding.text), \((now - $0.raisedAt).brief); \(who)"
        }
    }

    private static func affected(
        _ incident: IncidentState,
        _ log: LogState,
        _ now: Timestamp
    ) -> [String] {
        log.impacts.filter { $0.isOpen && $0.incident == incident.id }.map { impact in
            let rest = impact.residualReason.map { "; accepted: \($0)" } ?? ""
            return "\(impact.party): \(impact.kind) since \(impact.from.toMinute), "
                + "caused by the \(impact.cause.rawValue)\(rest)"
        }
    }

    private static func organisation(_ incident: IncidentState, _ now: Timestamp) -> [String] {
        RoleList(incident, at: now).rows.map { row in
            let offer = row.offeredTo.map { ", \(row.offer ?? "") to \($0)" } ?? ""
            return "\(row.role): \(row.holder ?? "NOBODY")\(offer)"
        }
    }

    private static func steps(_ incident: IncidentState, _ now: Timestamp) -> [String] {
        let open = incident.steps.filter { !$0.isDone(at: now) }
        let done = incident.steps.count - open.count
        guard !incident.steps.isEmpty else { return [] }
        return ["\(done) of \(incident.steps.count) done"]
            + open.map { step in
                let definition = step.definition
                let doer =
                    step.progress == .running
                    ? ", \(step.actor?.name ?? "somebody") is at it"
                        + (step.startedAt.map { " for \((now - $0).brief)" } ?? "") : ""
                let proof = definition.evidence == .required ? ", evidence is not kept yet" : ""
                let who = definition.confirmer.map { ", to be confirmed by \($0)" } ?? ""
                return
                    "\(step.standing(at: now).rawValue): \(definition.title)\(doer)\(proof)\(who)"
            }
    }

    /// What was decided and supposed, as it reads now.
    private static func concluded(_ incident: IncidentState, _ log: LogState) -> [String] {
        incident.conclusions.sorted { $0.at < $1.at }.map { conclusion in
            let text = log.overlay.newestText(of: conclusion.entry, in: incident.id)
            let whose =
                conclusion.people.isEmpty
                ? "" : " (\(conclusion.people.joined(separator: ", ")))"
            return "\(conclusion.at.toMinute) \(conclusion.author.name): "
                + "\(conclusion.kind.label)\(whose): \(text ?? conclusion.text)"
        }
    }

    private static func tasks(_ incident: IncidentState, _ now: Timestamp) -> [String] {
        incident.tasks.filter { $0.state == .open }.map { task in
            let due = task.due.map { due in
                due < now ? ", OVERDUE \((now - due).brief)" : ", \((due - now).brief) left"
            }
            return "\(task.number) \(task.text): \(task.owner ?? "nobody")\(due ?? "")"
        }
    }

    private static func told(_ incident: IncidentState, _ now: Timestamp) -> [String] {
        var lines: [String] = []
        if let due = incident.nextUpdateDue {
            lines.append(
                due < now
                    ? "update OVERDUE \((now - due).brief)"
                    : "next update in \((due - now).brief)"
            )
        }
        if let update = incident.updates.last {
            lines.append("#\(update.number) \(update.at.toMinute): \(update.text)")
            for (channel, delivery) in update.deliveries.sorted(by: { $0.key < $1.key }) {
                switch delivery {
                case .delivered: break
                case .queued: lines.append("\(channel): waiting")
                case .retrying(let reason, _, _): lines.append("\(channel): tried, \(reason)")
                case .failed(let reason, _): lines.append("\(channel): GIVEN UP, \(reason)")
                }
            }
        }
        return lines
    }

    private static func waiting(
        _ incident: IncidentState,
        _ log: LogState,
        _ now: Timestamp
    ) -> [String] {
        let advice = AdviceList(log).rows.filter {
            $0.endedAt == nil && mayConcern($0.fleet, incident)
        }
        let clocks = incident.clocks.filter { $0.outcome == nil }
        return advice.map { "\($0.words): followed by \($0.followed) of \($0.nodes)" }
            + clocks.map { clock in
                let left = clock.due - now
                let when = left > .zero ? "in \(left.brief)" : "over \((.zero - left).brief)"
                return "\(clock.name) \(when)" + (clock.waiting.map { ": \($0)" } ?? "")
            }
    }

    private static func mayConcern(_ fleet: String?, _ incident: IncidentState) -> Bool {
        incident.mayConcern(fleet)
    }

    private static func watch(_ incident: IncidentState, _ now: Timestamp) -> [String] {
        guard let attendance = incident.attendance, attendance.isDue(at: now) else { return [] }
        return ["until \(attendance.until.toMinute): \(attendance.reason)"]
            + attendance.shifts.filter { $0.to > now }.map {
                "\($0.by): \($0.from.toMinute) to \($0.to.toMinute)"
            }
            + attendance.gaps(from: now).map {
                "NOBODY from \($0.from.toMinute) to \($0.to.toMinute)"
            }
    }
}
