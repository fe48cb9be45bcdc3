import FleetModel
import Primitives

// MARK: Entries whose text is gone

extension LogState {
    mutating func apply(_ event: LogEvent, of entry: Entry) {
        switch event {
        case .recovered(_, let lost, _, _): noteLosses(lost)
        case .pinned(let id): overlay.pin(id, by: entry)
        case .unpinned(let id): overlay.unpin(id)
        case .released(let id): overlay.release(id)
        case .withheld(let id): overlay.withhold(id)
        case .redacted(let id, let kept, _):
            guard let removal = entry.removal else { return }
            overlay.redact(id, removal.redaction, kept: kept)
            if let kept = kept?.redacted(as: Redaction.placeholder) {
                removeText(of: id, kept, in: entry.incident)
            }
        }
    }

    /// Forgets what the entry told in words: from now on the state is as if it had been read from
    /// a store that no longer has them.
    private mutating func removeText(of id: EntryID, _ kept: Event, in incident: IncidentID?) {
        switch kept {
        case .incident(let event):
            changeIncident(incident) { $0.removeText(of: id, event) }
        case .checklist(let event):
            changeIncident(incident) { $0.removeText(of: id, event) }
        case .update(let event):
            changeIncident(incident) { $0.removeText(of: id, event) }
        case .impact(let event):
            for index in impacts.indices { impacts[index].removeText(of: id, event) }
        case .signal(let event): removeText(of: id, event)
        case .task(let event): changeIncident(incident) { $0.removeText(of: id, event) }
        case .clock(let event): changeIncident(incident) { $0.removeText(of: id, event) }
        case .attendance(let event): changeIncident(incident) { $0.removeText(of: id, event) }
        case .advice(let event): removeText(of: id, event)
        case .change(let event): removeText(of: id, event)
        case .policy(let event): removeText(of: id, event)
        case .baseline(let event): removeText(of: id, event)
        case .timeline:
            changeIncident(incident) { $0.conclusions.removeAll { $0.entry == id } }
        case .role, .delivery, .fleet, .watch, .log, .unknown: break
        }
    }

    private mutating func removeText(of id: EntryID, _ event: SignalEvent) {
        // Each knows by the entry whether it has the text, wherever the entry was counted.
        func removeText(of signal: SignalID) {
            for key in signals.keys(with: signal) { signals[key]?.removeText(of: id, event) }
        }
        switch event {
        case .raised(let signal, _, _, _, _), .changed(let signal, _, _, _, _, _, _),
            .acknowledged(let signal, _, _), .shelved(let signal, _, _, _),
            .notNotified(let signal, _, _, _, _):
            removeText(of: signal)
        case .found(let finding), .reopened(let finding): removeText(of: finding.id)
        case .suppressed(let findings, _):
            for finding in findings { removeText(of: finding.id) }
        case .acknowledgedAll(let signals, _, _):
            for signal in signals { removeText(of: signal) }
        case .maintenanceDeclared(_, _, _, _, _, let reason, _):
            for index in maintenance.indices where maintenance[index].entry == id {
                maintenance[index].reason = reason
            }
        case .cleared, .unshelved, .reminded, .notified, .maintenanceEnding, .maintenanceEnded:
            break
        }
    }

    /// An entry that lost its text with nothing said about it: it still is what its name says, and
    /// has the number that it always had.
    mutating func applyNameless(_ name: EventName, of entry: Entry) {
        let placeholder = Redaction.placeholder
        switch name.name {
        case EventName(.incident, IncidentEvent.CodingKeys.declared).name:
            let event = IncidentEvent.declared(
                title: placeholder,
                // Unsure means the worse of the usual ones.
                severity: .sev2,
                mode: .real,
                fleet: nil,
                impactFrom: nil,
                commander: entry.actor.name
            )
            apply(event, of: entry)
        case EventName(.update, UpdateEvent.CodingKeys.queued).name:
            let last = entry.incident.flatMap { incident($0) }?.updates.last?.number ?? 0
            let event = UpdateEvent.queued(
                number: last + 1,
                text: placeholder,
                channels: [],
                nextDue: nil
            )
            apply(event, of: entry)
        case EventName(.signal, SignalEvent.CodingKeys.maintenanceDeclared).name:
            highestMaintenance += 1
        case EventName(.change, ChangeEvent.CodingKeys.planned).name:
            highestChange += 1
        case EventName(.policy, PolicyEvent.CodingKeys.exceptionRequested).name:
            highestException += 1
        case EventName(.baseline, BaselineEvent.CodingKeys.taken).name: highestBaseline += 1
        default: break
        }
    }
}

extension IncidentState {
    fileprivate mutating func removeText(of id: EntryID, _ event: IncidentEvent) {
        switch event {
        case .declared(let title, _, _, _, _, _): if entry == id { self.title = title }
        case .originStated(let origin):
            if self.entry != id, originEntry == id { self.origin = origin }
        case .summarised(let text): if summary?.entry == id { summary?.text = text }
        case .paused(_, let reason): if pause?.entry == id { pause?.reason = reason }
        case .reviewChanged(_, let reason): if review?.entry == id { review?.reason = reason }
        case .statusChanged, .severityChanged, .commanderChanged, .published, .withdrawn, .merged,
            .parentChanged, .instantStated, .resumed:
            break
        }
    }

    fileprivate mutating func removeText(of id: EntryID, _ event: UpdateEvent) {
        for index in updates.indices { updates[index].removeText(of: id, event) }
    }
}

extension StatusUpdate {
    fileprivate mutating func removeText(of id: EntryID, _ event: UpdateEvent) {
        switch event {
        case .queued(_, let text, _, _):
            guard entry == id else { return }
            self.text = text
            isRedacted = true
        case .attemptFailed(number, let channel, let reason, let attempt, let retryAt):
            guard case .retrying(_, attempt, retryAt)? = deliveries[channel] else { return }
            deliveries[channel] = .retrying(reason: reason, attempt: attempt, at: retryAt)
        case .gaveUp(number, let channel, let reason, let attempt):
            guard case .failed(_, attempt)? = deliveries[channel] else { return }
            deliveries[channel] = .failed(reason: reason, attempt: attempt)
        case .attemptFailed, .gaveUp, .delivered, .requeued: break
        }
    }
}

extension SignalState {
    fileprivate mutating func removeText(of id: EntryID, _ event: SignalEvent) {
        if textEntry == id {
            finding.text = Redaction.placeholder
            finding.evidence = []
            finding.meaning = nil
        }
        switch event {
        case .acknowledged(_, let note, _), .acknowledgedAll(_, let note, _):
            guard let old = acknowledgement, old.entry == id else { return }
            acknowledgement = Acknowledgement(by: old.by, at: old.at, note: note, entry: id)
        case .shelved(_, let until, let reason, _):
            guard let old = shelf, old.entry == id else { return }
            shelf = Shelf(by: old.by, at: old.at, until: until, reason: reason, entry: id)
        case .notNotified(_, _, let channel, let reason, _):
            guard let old = notices[channel], old.entry == id else { return }
            notices[channel] = old.with(.gaveUp(reason: reason))
        case .raised, .cleared, .found, .reopened, .changed, .unshelved, .suppressed, .reminded,
            .notified, .maintenanceDeclared, .maintenanceEnding, .maintenanceEnded:
            break
        }
    }
}
