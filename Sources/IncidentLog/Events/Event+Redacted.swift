import FleetModel
import Primitives

// What of an event is text, which a redaction removes, and what is structure, which stays so that
// later entries mean what they meant: numbers, identities, times, states, and the names of people,
// nodes, parties, channels and fleets.

extension Event {
    /// The event with `mark` in the place of every text; nil when it has none.
    package func redacted(as mark: String) -> Event? {
        switch self {
        case .incident(let event): event.redacted(as: mark).map(Event.incident)
        case .role(let event): event.redacted(as: mark).map(Event.role)
        case .timeline(let event): event.redacted(as: mark).map(Event.timeline)
        case .task(let event): event.redacted(as: mark).map(Event.task)
        case .advice(let event): event.redacted(as: mark).map(Event.advice)
        case .clock(let event): event.redacted(as: mark).map(Event.clock)
        case .attendance(let event): event.redacted(as: mark).map(Event.attendance)
        case .checklist(let event): event.redacted(as: mark).map(Event.checklist)
        case .update(let event): event.redacted(as: mark).map(Event.update)
        case .impact(let event): event.redacted(as: mark).map(Event.impact)
        case .signal(let event): event.redacted(as: mark).map(Event.signal)
        case .delivery(let event): event.redacted(as: mark).map(Event.delivery)
        case .fleet(let event): event.redacted(as: mark).map(Event.fleet)
        case .change(let event): event.redacted(as: mark).map(Event.change)
        case .policy(let event): event.redacted(as: mark).map(Event.policy)
        case .baseline(let event): event.redacted(as: mark).map(Event.baseline)
        case .watch, .log: nil
        case .unknown(let name, let payload):
            payload.isEmpty ? nil : .unknown(name, payload: "")
        }
    }
}

extension IncidentEvent {
    fileprivate func redacted(as mark: String) -> Self? {
        switch self {
        case .declared(_, let severity, let mode, let fleet, let impactFrom, let commander):
            .declared(
                title: mark,
                severity: severity,
                mode: mode,
                fleet: fleet,
                impactFrom: impactFrom,
                commander: commander
            )
        case .statusChanged(let from, let to, let reason):
            reason.map { _ in .statusChanged(from: from, to: to, reason: mark) }
        case .severityChanged(let from, let to, let reason):
            reason.map { _ in .severityChanged(from: from, to: to, reason: mark) }
        case .originStated(let origin):
            origin.detectedBy.map { _ in .originStated(origin: origin.redacted(as: mark)) }
        case .withdrawn: .withdrawn(reason: mark)
        case .summarised: .summarised(text: mark)
        case .reviewChanged(let state, let reason):
            reason.map { _ in .reviewChanged(to: state, reason: mark) }
        case .paused(let until, _): .paused(until: until, reason: mark)
        case .commanderChanged, .published, .merged, .parentChanged, .instantStated, .resumed: nil
        }
    }
}

extension TimelineEvent {
    fileprivate func redacted(as mark: String) -> Self? {
        switch self {
        case .noted: .noted(text: mark)
        case .corrected(let entry, _): .corrected(entry: entry, text: mark)
        case .reported(let party, _): .reported(party: party, text: mark)
        case .said(let kind, _, let by): .said(kind: kind, text: mark, by: by)
        case .attached(let evidence, let note):
            .attached(evidence: evidence.redacted(as: mark), note: note.map { _ in mark })
        }
    }
}

extension Evidence {
    func redacted(as mark: String) -> Evidence {
        switch self {
        case .reading(_, let held): .reading(text: mark, heldMilliseconds: held)
        case .note: .note(text: mark)
        case .file(let file): .file(file.redacted(as: mark))
        case .command(_, let exitCode, let output):
            .command(line: mark, exitCode: exitCode, output: output.redacted(as: mark))
        case .link: .link(url: mark)
        }
    }
}

extension EvidenceFile {
    fileprivate func redacted(as mark: String) -> EvidenceFile {
        EvidenceFile(digest: digest, name: mark, bytes: bytes)
    }
}

extension UpdateEvent {
    fileprivate func redacted(as mark: String) -> Self? {
        switch self {
        case .queued(let number, _, let channels, let nextDue):
            .queued(number: number, text: mark, channels: channels, nextDue: nextDue)
        case .attemptFailed(let number, let channel, _, let attempt, let retryAt):
            .attemptFailed(
                number: number,
                channel: channel,
                reason: mark,
                attempt: attempt,
                retryAt: retryAt
            )
        case .gaveUp(let number, let channel, _, let attempt):
            .gaveUp(number: number, channel: channel, reason: mark, attempt: attempt)
        case .delivered, .requeued: nil
        }
    }
}

extension SignalEvent {
    fileprivate func redacted(as mark: String) -> Self? {
        switch self {
        case .raised(let id, let priority, _, let node, let since):
            .raised(signal: id, priority: priority, text: mark, node: node, since: since)
        case .cleared(let id, _, let fleet):
            .cleared(signal: id, text: mark, fleet: fleet)
        case .found(let finding): .found(finding: finding.redacted(as: mark))
        case .reopened(let finding): .reopened(finding: finding.redacted(as: mark))
        case .changed(let id, let priority, _, let nodes, _, let isFlapping, let fleet):
            .changed(
                signal: id,
                priority: priority,
                text: mark,
                nodes: nodes,
                evidence: [],
                isFlapping: isFlapping,
                fleet: fleet
            )
        case .acknowledged(let id, let note, let fleet):
            note.map { _ in .acknowledged(signal: id, note: mark, fleet: fleet) }
        case .acknowledgedAll(let ids, let note, let fleet):
            note.map { _ in .acknowledgedAll(signals: ids, note: mark, fleet: fleet) }
        case .shelved(let id, let until, _, let fleet):
            .shelved(signal: id, until: until, reason: mark, fleet: fleet)
        case .unshelved(let id, _, let fleet):
            .unshelved(signal: id, reason: mark, fleet: fleet)
        case .suppressed(let findings, let suppressor):
            .suppressed(findings: findings.map { $0.redacted(as: mark) }, by: suppressor)
        case .notNotified(let id, let entry, let channel, _, let fleet):
            .notNotified(
                signal: id,
                entry: entry,
                channel: channel,
                reason: mark,
                fleet: fleet
            )
        case .maintenanceDeclared(let id, let nodes, let kinds, let from, let to, _, let fleet):
            .maintenanceDeclared(
                window: id,
                nodes: nodes,
                kinds: kinds,
                from: from,
                to: to,
                reason: mark,
                fleet: fleet
            )
        case .maintenanceEnded(let id, _): .maintenanceEnded(window: id, reason: mark)
        case .reminded, .notified, .maintenanceEnding: nil
        }
    }
}

extension DeliveryEvent {
    fileprivate func redacted(as mark: String) -> Self? {
        switch self {
        case .partTaken: nil
        case .attemptFailed(let entry, let channel, _, let attempt, let retryAt):
            .attemptFailed(
                entry: entry,
                channel: channel,
                reason: mark,
                attempt: attempt,
                retryAt: retryAt
            )
        }
    }
}

extension Finding {
    fileprivate func redacted(as mark: String) -> Finding {
        var finding = self
        finding.text = mark
        finding.evidence = []
        finding.meaning = nil
        return finding
    }
}

extension PolicyEvent {
    fileprivate func redacted(as mark: String) -> Self? {
        switch self {
        case .exceptionRequested(
            let id,
            let fleet,
            let nodes,
            let version,
            let reasonClass,
            _,
            let expires,
            _,
            let update
        ):
            .exceptionRequested(
                exception: id,
                fleet: fleet,
                nodes: nodes,
                version: version,
                reasonClass: reasonClass,
                text: mark,
                expires: expires,
                exitPlan: mark,
                update: update
            )
        case .exceptionEnded(let id, _): .exceptionEnded(exception: id, reason: mark)
        case .exceptionApproved: nil
        }
    }
}

extension BaselineEvent {
    fileprivate func redacted(as mark: String) -> Self? {
        switch self {
        case .accepted(let node, let key, let values, _, let fleet):
            .accepted(node: node, key: key, values: values, reason: mark, fleet: fleet)
        // It tells digests and what nodes said of themselves.
        case .taken: nil
        }
    }
}

extension FleetEvent {
    fileprivate func redacted(as mark: String) -> Self? {
        switch self {
        // What is observed next is compared with it, and would only be written down again.
        case .factChanged: nil
        case .logLine(let node, _, let fleet): .logLine(node: node, text: mark, fleet: fleet)
        }
    }
}
