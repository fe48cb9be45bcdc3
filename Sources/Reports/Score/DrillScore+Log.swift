package import IncidentLog
package import Primitives

/// Something that the people of a story did, in the words of the command line.
package struct StoryMoment: Sendable {
    let words: [String]
    let at: Timestamp
    let by: String

    /// What somebody did at a moment of virtual time.
    package init(_ words: [String], at: Timestamp, by: String) {
        self.words = words
        self.at = at
        self.by = by
    }
}

extension DrillScore {
    /// The score of a log, from its first entry to its last, beside a story, at the end of both.
    package init(_ entries: [Entry], story: [StoryMoment], at end: Timestamp) {
        var score = ScoreKeeper()
        for entry in entries { score.observe(entry) }
        self = score.score(beside: story, at: end)
    }
}

/// Goes through a log and notes what counts.
private struct ScoreKeeper {
    /// What is known before the next entry.
    private var log = LogState()
    private var signals: [Signal] = []
    private var deeds: [Deed] = []
    private var lateCount = 0
    private var updateCount = 0

    private struct Signal {
        let id: SignalID
        let text: String
        let roseAt: Timestamp
        var acknowledgedAt: Timestamp?
        var by: String?
    }

    private struct Deed {
        let subject: Subject
        let at: Timestamp
        let by: String
        var remark: String?
        let isAutomatic: Bool
    }

    /// What two people can do at different times.
    private struct Subject: Hashable {
        let part: DrillScore.Part
        let what: String
    }

    mutating func observe(_ entry: Entry) {
        let isAutomatic = entry.actor.kind == .automatic
        switch entry.event {
        case .signal(let event): observe(event, entry)
        case .update(.queued):
            updateCount += 1
            note(Subject(part: .told, what: "update"), entry, promise(before: entry))
        case .incident(.declared(_, let severity, _, _, _, _)):
            note(Subject(part: .decided, what: "declared"), entry, severity.label)
        case .incident(.statusChanged(_, let to, _)):
            note(Subject(part: .decided, what: "state \(to.rawValue)"), entry)
        case .incident(.severityChanged(_, let to, _)):
            note(Subject(part: .decided, what: "severity \(to.label.filter(\.isNumber))"), entry)
        case .incident(.commanderChanged(let to)):
            note(Subject(part: .decided, what: "commander \(to)"), entry)
        case .checklist(.passed(let step, _, let automatic, _, _)):
            note(Subject(part: .done, what: "step \(step)"), entry, automatic ? "by itself" : nil)
        case .checklist(.skipped(let step, _)):
            note(Subject(part: .done, what: "step \(step)"), entry, "skipped")
        case .checklist(.failed(let step, _)):
            note(Subject(part: .done, what: "step \(step)"), entry, "failed")
        case .impact(.acceptedAsResidual(let party, _, _)):
            note(Subject(part: .decided, what: "residual \(party)"), entry)
        case .impact(.opened(let party, _, _, _, _, _, _, _)) where !isAutomatic:
            note(Subject(part: .done, what: "impact \(party)"), entry)
        case .role(.accepted(.commander)):
            note(
                Subject(part: .decided, what: "commander \(entry.actor.name)"),
                entry
            )
        case .incident, .impact, .checklist, .update, .timeline, .role, .task, .advice, .clock,
            .attendance, .delivery, .fleet, .watch, .log, .change, .policy, .baseline, .unknown:
            break
        }
        log.apply(entry)
    }

    private mutating func observe(_ event: SignalEvent, _ entry: Entry) {
        switch event {
        case .found(let finding), .reopened(let finding):
            guard !signals.contains(where: { $0.id == finding.id && $0.acknowledgedAt == nil })
            else { return }
            // What is in parentheses explains the finding.
            let end = finding.text.firstRange(of: " (")?.lowerBound ?? finding.text.endIndex
            signals.append(
                Signal(
                    id: finding.id,
                    text: String(finding.text[..<end]),
                    roseAt: entry.occurredAt
                )
            )
        case .acknowledged, .acknowledgedAll:
            for id in event.signals {
                guard let place = signals.lastIndex(where: { $0.id == id }),
                    signals[place].acknowledgedAt == nil
                else { continue }
                signals[place].acknowledgedAt = entry.occurredAt
                signals[place].by = entry.actor.name
            }
        case .raised, .cleared, .changed, .shelved, .unshelved, .suppressed, .reminded, .notified,
            .notNotified, .maintenanceDeclared, .maintenanceEnding, .maintenanceEnded:
            break
        }
    }

    /// Whether an update keeps the promise that the one before made, in words.
    private mutating func promise(before entry: Entry) -> String? {
        guard let due = entry.incident.flatMap({ log.incident($0)?.nextUpdateDue }) else {
            return nil
        }
        guard entry.occurredAt > due else { return "on time" }
        lateCount += 1
        return "\((entry.occurredAt - due).brief) late"
    }

    private mutating func note(_ subject: Subject, _ entry: Entry, _ remark: String? = nil) {
        deeds.append(
            Deed(
                subject: subject,
                at: entry.occurredAt,
                by: entry.actor.name,
                remark: remark,
                isAutomatic: entry.actor.kind == .automatic
            )
        )
    }

    // MARK: Beside the story

    func score(beside story: [StoryMoment], at end: Timestamp) -> DrillScore {
        var rows = signals.map { signal in
            DrillScore.Row(
                part: .seen,
                what: signal.text,
                at: signal.acknowledgedAt,
                by: signal.by,
                story: nil,
                storyBy: nil,
                remark: Self.remark(of: signal)
            )
        }
        var left = story.compactMap { moment in
            Self.subject(of: moment.words).map { (subject: $0, moment: moment) }
        }
        // What a person did is what a person of the story did; a step that passed by itself may be.
        for deed in deeds.filter({ !$0.isAutomatic }) + deeds.filter(\.isAutomatic) {
            let place = left.firstIndex { $0.subject == deed.subject }
            let moment = place.map { left.remove(at: $0).moment }
            rows.append(Self.row(deed, beside: moment))
        }
        rows += left.map { subject, moment in
            DrillScore.Row(
                part: subject.part,
                what: subject.what,
                at: nil,
                by: nil,
                story: moment.at,
                storyBy: moment.by,
                remark: "only in the story"
            )
        }
        let waits = signals.compactMap { signal in
            signal.acknowledgedAt.map { $0 - signal.roseAt }
        }
        let overdue = log.openIncidents.count { $0.nextUpdateDue.map { $0 < end } ?? false }
        return DrillScore(
            signals: signals.count,
            acknowledged: waits.count,
            medianAcknowledgement: waits.isEmpty ? nil : waits.sorted()[waits.count / 2],
            updates: updateCount,
            late: lateCount + overdue,
            rows: DrillScore.Part.allCases.flatMap { part in
                rows.enumerated().filter { $0.element.part == part }
                    .sorted {
                        Self.order($0.element, $0.offset) < Self.order($1.element, $1.offset)
                    }
                    .map(\.element)
            }
        )
    }

    /// Signals keep the order in which they rose, everything else that of its time.
    private static func order(_ row: DrillScore.Row, _ place: Int) -> (Int64, Int) {
        (row.part == .seen ? 0 : row.moment?.milliseconds ?? 0, place)
    }

    private static func remark(of signal: Signal) -> String {
        let rose = "rose \(signal.roseAt.hourMinute)Z"
        return signal.acknowledgedAt.map { "\(rose), seen after \(($0 - signal.roseAt).brief)" }
            ?? "\(rose), nobody took note of it"
    }

    private static func row(_ deed: Deed, beside moment: StoryMoment?) -> DrillScore.Row {
        var remarks = [deed.remark].compactMap { $0 }
        if let moment, moment.at != deed.at {
            let (span, word) =
                moment.at < deed.at
                ? (deed.at - moment.at, "after") : (moment.at - deed.at, "before")
            remarks.append("\(span.brief) \(word) the story")
        }
        return DrillScore.Row(
            part: deed.subject.part,
            what: deed.subject.what,
            at: deed.at,
            by: deed.by,
            story: moment?.at,
            storyBy: moment?.by,
            remark: remarks.isEmpty ? nil : remarks.joined(separator: ", ")
        )
    }

    /// What words of the command line do, as far as it counts.
    private static func subject(of words: [String]) -> Subject? {
        let object = words.dropFirst(2).first ?? ""
        switch words.prefix(2).joined(separator: " ") {
        case "incident declare": return Subject(part: .decided, what: "declared")
        case "incident state": return Subject(part: .decided, what: "state \(object)")
        case "incident severity": return Subject(part: .decided, what: "severity \(object)")
        case "impact accept": return Subject(part: .decided, what: "residual \(object)")
        case "impact open": return Subject(part: .done, what: "impact \(object)")
        case "update send": return Subject(part: .told, what: "update")
        case "step pass", "step skip", "step fail":
            return Subject(part: .done, what: "step \(object)")
        default: return nil
        }
    }
}
