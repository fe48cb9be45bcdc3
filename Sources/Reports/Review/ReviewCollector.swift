import FleetModel
package import IncidentLog
import Primitives

/// Reads the entries of one incident, in the order of what happened, and keeps what a review tells
/// of them.
///
/// What it keeps is bounded by what people wrote: of what Tocsin noticed it keeps groups.
package struct ReviewCollector: Sendable {
    /// The incident.
    package let incident: IncidentState
    /// What the whole log tells.
    package let log: LogState
    /// What people did and said, in order.
    private(set) var deeds: [Deed] = []
    /// What was decided, and what was supposed.
    private(set) var decisions: [Deed] = []
    private(set) var hypotheses: [Deed] = []
    /// How many of these were left out because there are too many.
    private(set) var leftOut = 0
    /// What nodes told of themselves that changed.
    private(set) var changes: [FactChange] = []
    /// What asked for attention, by fault.
    private(set) var faults: [Fault] = []
    /// What parties told.
    private(set) var reports: [Report] = []
    /// Lines that nodes wrote into their own logs and that were worth keeping.
    private(set) var logLines: [LogLine] = []
    /// What was said for the parts that people write, by part.
    private(set) var said: [HumanPart: [Deed]] = [:]
    /// Files that prove something, in the order in which they were named.
    private(set) var evidence: [Evidence] = []
    /// Why the incident stands where it stands, in order.
    private(set) var turns: [Turn] = []
    /// The updates, with the moment that had been promised for each.
    private(set) var promises: [Int: Timestamp] = [:]
    /// How many entries of each kind there are.
    private(set) var counts: [Disclosure: Int] = [:]
    /// Everybody who did something, in order of appearance.
    private(set) var people: [Actor] = []
    /// The nodes that entries speak of.
    private(set) var nodes: Set<NodeID> = []
    /// When something last happened.
    private(set) var endsAt: Timestamp

    private var due: Timestamp?
    private var faultPlaces: [String: Int] = [:]
    private var changePlaces: [FactChange.Key: Int] = [:]

    /// So much is kept of each; the log has the rest.
    private static let (deedLimit, groupLimit, lineLimit) = (20_000, 500, 200)

    /// Nothing read yet of an incident.
    package init(_ incident: IncidentState, _ log: LogState) {
        self.incident = incident
        self.log = log
        endsAt = incident.declaredAt
        due = incident.severity == .sev4 ? nil : incident.declaredAt + .seconds(300)
        for standing in incident.relevantSignals { note(standing) }
    }

    /// The numbers of entries outside the incident that tell what was known when it was declared.
    package var wanted: [Int64] {
        let reports = incident.milestones.reports.filter { $0.incident == nil }.map(\.entry)
        let signals = incident.relevantSignals.compactMap(\.entry).prefix(Self.lineLimit)
        return Set(reports + signals).sorted()
    }

    /// Takes one of the entries outside the incident into account.
    package mutating func take(before entry: Entry) {
        guard !isRedacted(entry) else { return }
        switch entry.event {
        case .timeline(.reported): takeReport(entry)
        case .signal(.found(let finding)), .signal(.reopened(let finding)):
            guard let place = faultPlaces[finding.fault], faults[place].text == nil else { return }
            faults[place].text = finding.text
        case .signal, .timeline, .incident, .role, .task, .advice, .clock, .attendance,
            .checklist, .update, .impact, .delivery, .fleet, .watch, .change, .policy,
            .baseline, .log, .unknown:
            break
        }
    }

    /// Takes the next entry of the incident into account.
    package mutating func take(_ entry: Entry) {
        let kind = Disclosure(entry.event)
        counts[kind, default: 0] += 1
        endsAt = max(endsAt, entry.occurredAt)
        if entry.actor.kind != .automatic { notePerson(entry.actor) }
        switch entry.event {
        case .incident(let event): take(event, entry)
        case .timeline(let event): take(event, entry)
        case .role, .task, .clock, .attendance: remark(entry, kind)
        case .advice: remark(entry, kind, isStep: true)
        case .change(let event): remark(entry, kind, isStep: event.isStep)
        case .policy, .baseline: remark(entry, kind, isStep: true)
        case .checklist(let event): take(event, entry)
        case .update(.queued(let number, _, _, let nextDue)):
            promises[number] = due
            due = nextDue
        case .signal(let event): take(event, entry)
        case .fleet(let event): take(event, entry)
        case .impact(.acceptedAsResidual(let party, let reason, _)):
            add("accepted that \(party) stays affected: \(reason)", entry, .impacts)
        case .impact(.opened(let party, let kind, let from, _, _, _, let proof, _)):
            keep(proof, of: "\(party): \(kind)", entry)
            guard entry.actor.kind != .automatic else { return }
            add("\(party) affected since \(ReviewTime.of(from)): \(kind)", entry, .impacts)
        case .impact, .update, .delivery, .watch, .log, .unknown: break
        }
    }

    // MARK: What people did

    private mutating func notePerson(_ actor: Actor) {
        if !people.contains(actor) { people.append(actor) }
    }

    private mutating func add(
        _ text: String,
        _ entry: Entry,
        _ kind: Disclosure,
        isStep: Bool = true
    ) {
        guard !isRedacted(entry) else { return }
        guard deeds.count < Self.deedLimit else { return leftOut += 1 }
        deeds.append(deed(text, entry, kind, isStep: isStep))
    }

    /// Keeps an entry in the words of the log.
    private mutating func remark(_ entry: Entry, _ kind: Disclosure, isStep: Bool = false) {
        guard entry.actor.kind != .automatic else { return }
        let line = EntryText(entry, incident: incident, overlay: log.overlay)
        add(line.text, entry, kind, isStep: isStep)
    }

    private mutating func take(_ event: IncidentEvent, _ entry: Entry) {
        func turn(_ what: String, _ status: IncidentStatus?, _ reason: String?) {
            turns.append(
                Turn(
                    at: entry.occurredAt,
                    by: entry.actor,
                    what: what,
                    status: status,
                    reason: isRedacted(entry) ? nil : reason
                )
            )
        }
        switch event {
        case .declared(let title, let severity, _, _, _, _):
            turn("declared \(severity.label)", .investigating, title)
        case .statusChanged(_, let status, let reason): turn(status.rawValue, status, reason)
        case .severityChanged(let from, let to, let reason):
            turn("\(from.label) → \(to.label)", nil, reason)
        case .commanderChanged(let name): turn("\(name) took command", nil, nil)
        case .published(let phase): turn("published as \(phase.rawValue)", nil, nil)
        case .withdrawn(let reason): turn("withdrawn from the public", nil, reason)
        case .merged(let other): turn("merged into \(other)", nil, nil)
        case .paused, .resumed, .parentChanged, .instantStated, .reviewChanged:
            remark(entry, .organisation)
        case .originStated, .summarised: break
        }
    }

    private mutating func take(_ event: TimelineEvent, _ entry: Entry) {
        switch event {
        case .noted(let text):
            let redaction = log.overlay.redaction(of: entry.id) ?? entry.redaction
            guard redaction == nil else {
                guard let redaction, deeds.count < Self.deedLimit else { return }
                return deeds.append(deed(redaction.text, entry, .lines, isStep: false))
            }
            let text = log.overlay.text(of: entry) ?? text
            if let (part, words) = HumanPart.read(text) {
                said[part, default: []].append(deed(words, entry, .lines))
            } else {
                add(text, entry, .lines)
            }
        case .reported: takeReport(entry)
        case .said(let kind, let text, let names): takeSaid(kind, text, names, entry)
        case .attached(let proof, let note):
            keep(proof, of: note ?? proof.text, entry)
            add("kept as evidence: \(note ?? proof.text)", entry, .lines, isStep: false)
        case .corrected: break
        }
    }

    /// A line of a kind: what was done or decided is a step, what was seen or supposed is not.
    private mutating func takeSaid(
        _ kind: LineKind,
        _ text: String,
        _ names: [String],
        _ entry: Entry
    ) {
        guard !isRedacted(entry) else { return }
        let words = log.overlay.text(of: entry) ?? text
        let lead = kind == .action ? "" : "\(kind.rawValue): "
        guard deeds.count < Self.deedLimit else { return leftOut += 1 }
        let isStep = kind == .action || kind == .decision
        var deed = deed(lead + words, entry, .lines, isStep: isStep)
        if !names.isEmpty { deed.by = Actor(names.joined(separator: ", "), kind: entry.actor.kind) }
        deeds.append(deed)
        var plain = deed
        plain.text = words
        switch kind {
        case .decision: decisions.append(plain)
        case .hypothesis: hypotheses.append(plain)
        case .action, .observation: break
        }
    }

    private mutating func takeReport(_ entry: Entry) {
        guard case .timeline(.reported(let party, let text)) = entry.event, !isRedacted(entry)
        else { return }
        notePerson(entry.actor)
        let newest = log.overlay.text(of: entry) ?? text
        guard reports.count < Self.groupLimit else { return leftOut += 1 }
        reports.append(Report(party: party, by: entry.actor, at: entry.occurredAt, text: newest))
    }

    private mutating func take(_ event: ChecklistEvent, _ entry: Entry) {
        let isPerson = entry.actor.kind != .automatic
        func title(_ step: StepID) -> String {
            incident.step(step)?.definition.title ?? step.rawValue
        }
        switch event {
        case .passed(let step, let proof, _, let overrides, let note):
            keep(proof, of: title(step), entry)
            guard isPerson else { return }
            let how = overrides ? " (override of the automatic check)" : ""
            add(
                "ticked: \(title(step))\(how)" + because(note) + because(proof?.text),
                entry,
                .steps
            )
        case .verified(let step, let note, let proof):
            keep(proof, of: title(step), entry)
            add("confirmed: \(title(step))" + because(note), entry, .steps)
        case .failed(let step, let reason):
            if isPerson { add("failed: \(title(step)): \(reason)", entry, .steps) }
        case .skipped(let step, let reason):
            add("skipped: \(title(step)): \(reason)", entry, .steps)
        case .waived(let step, let reason, _):
            add("waived: \(title(step)): \(reason)", entry, .steps)
        case .dismissed(let step, let reason):
            add("does not apply: \(title(step)): \(reason)", entry, .steps)
        case .started(let step, _, let reason):
            if isPerson { add("began: \(title(step))" + because(reason), entry, .steps) }
        case .reopened(let step): add("set back: \(title(step))", entry, .steps)
        case .attached, .regressed: break
        }
    }

    private func because(_ reason: String?) -> String { reason.map { ": \($0)" } ?? "" }

    private mutating func keep(_ proof: FleetModel.Evidence?, of what: String, _ entry: Entry) {
        guard let file = proof?.file, !isRedacted(entry) else { return }
        evidence.append(
            Evidence(file: file, at: entry.occurredAt, by: entry.actor, what: what)
        )
    }

    // MARK: What Tocsin noticed

    private mutating func take(_ event: FleetEvent, _ entry: Entry) {
        switch event {
        case .factChanged(let node, let fact, let before, let after, _):
            nodes.insert(node)
            guard !before.isEmpty, Self.isTold(fact) else { return }
            let key = FactChange.Key(
                day: entry.occurredAt.date,
                fact: fact,
                before: before,
                after: after
            )
            if let place = changePlaces[key] {
                changes[place].to = entry.occurredAt
                if !changes[place].nodes.contains(node) { changes[place].nodes.append(node) }
            } else if changes.count < Self.groupLimit {
                changePlaces[key] = changes.count
                changes.append(
                    FactChange(
                        key: key,
                        nodes: [node],
                        from: entry.occurredAt,
                        to: entry.occurredAt
                    )
                )
            }
        case .logLine(let node, let text, _):
            nodes.insert(node)
            guard logLines.count < Self.lineLimit, !isRedacted(entry) else { return }
            logLines.append(LogLine(node: node, at: entry.occurredAt, text: text))
        }
    }

    /// Whether a change of a fact says something of what the fleet runs.
    private static func isTold(_ fact: FactName) -> Bool {
        FleetRecord.told.contains(fact) || fact.rawValue.hasPrefix("config ")
            || fact == .databaseLayout
    }

    private mutating func note(_ standing: FleetRecord.Standing) {
        nodes.formUnion(standing.nodes)
        // What a party needs is told with its impact.
        guard standing.kind != .need else { return }
        open(
            standing.id,
            standing.fault,
            standing.nodes,
            isCritical: standing.priority == .critical,
            at: standing.raisedAt,
            text: nil,
            stoodBefore: true
        )
    }

    private mutating func take(_ event: SignalEvent, _ entry: Entry) {
        switch event {
        case .found(let finding), .reopened(let finding):
            nodes.formUnion(finding.nodes)
            guard finding.kind.isFault, finding.kind != .need else { return }
            open(
                finding.id,
                finding.fault,
                finding.nodes,
                isCritical: finding.priority == .critical,
                at: entry.occurredAt,
                text: isRedacted(entry) ? nil : finding.text,
                stoodBefore: false
            )
        case .raised(let id, let priority, let text, let node, _):
            open(
                id,
                id.words,
                node.map { [$0] } ?? [],
                isCritical: priority == .critical,
                at: entry.occurredAt,
                text: isRedacted(entry) ? nil : text,
                stoodBefore: false
            )
        case .cleared(let id, _, _):
            guard let place = faults.firstIndex(where: { $0.open.contains(id) }) else { return }
            faults[place].open.remove(id)
            if faults[place].open.isEmpty, let last = faults[place].spells.indices.last {
                faults[place].spells[last].to = entry.occurredAt
            }
        case .acknowledged, .acknowledgedAll:
            let names = event.signals.prefix(3).map(\.words).joined(separator: ", ")
            let more = event.signals.count > 3 ? " and \(event.signals.count - 3) more" : ""
            add("acknowledged: \(names)\(more)", entry, .observations, isStep: false)
        case .changed, .shelved, .unshelved, .suppressed, .reminded, .notified, .notNotified,
            .maintenanceDeclared, .maintenanceEnding, .maintenanceEnded:
            break
        }
    }

    private mutating func open(
        _ id: SignalID,
        _ words: String,
        _ concerned: [NodeID],
        isCritical: Bool,
        at moment: Timestamp,
        text: String?,
        stoodBefore: Bool
    ) {
        guard let place = faultPlaces[words] else {
            guard faults.count < Self.groupLimit else { return }
            faultPlaces[words] = faults.count
            faults.append(
                Fault(
                    words: words,
                    nodes: concerned,
                    isCritical: isCritical,
                    spells: [(moment, nil)],
                    open: [id],
                    text: text,
                    stoodBefore: stoodBefore
                )
            )
            return
        }
        let known = Set(faults[place].nodes)
        faults[place].nodes += concerned.filter { !known.contains($0) }
        faults[place].isCritical = faults[place].isCritical || isCritical
        if faults[place].text == nil { faults[place].text = text }
        if faults[place].open.isEmpty, faults[place].spells.count < Self.lineLimit {
            faults[place].spells.append((moment, nil))
        }
        faults[place].open.insert(id)
    }
}
