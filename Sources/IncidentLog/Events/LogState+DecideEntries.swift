import Primitives

extension LogState {
    func decide(_ command: EntryCommand, in context: DecisionContext) throws(Refusal) -> [Decision]
    {
        switch command {
        case .note(let id, let line):
            if let id { _ = try knownIncident(id) }
            return [Decision(id, .timeline(.noted(text: try text(line, "the line"))))]
        case .report(let id, let party, let line):
            if let id { _ = try knownIncident(id) }
            let report = try text(line, "the report")
            return [Decision(id, .timeline(.reported(party: party, text: report)))]
        case .say(let id, let kind, let line, let by):
            if let id { _ = try knownIncident(id) }
            let line = try text(line, "the line")
            return [Decision(id, .timeline(.said(kind: kind, text: line, by: by)))]
        case .attach(let id, let evidence, let note):
            if let id { _ = try knownIncident(id) }
            return [Decision(id, .timeline(.attached(evidence: evidence, note: note)))]
        case .correct(let entry, let line): return try correct(entry, line)
        case .redact(let entry, let reason): return try redact(entry, reason, context)
        case .pin(let entry):
            if let pin = overlay.pin(of: entry.id) {
                throw Refusal(
                    .invalid,
                    "\(pin.by.name) pinned entry \(entry.sequence) already, at \(pin.at)"
                )
            }
            return [Decision(entry.incident, .log(.pinned(entry: entry.id)))]
        case .unpin(let entry):
            guard overlay.pin(of: entry.id) != nil else {
                throw Refusal(.invalid, "entry \(entry.sequence) is not pinned")
            }
            return [Decision(entry.incident, .log(.unpinned(entry: entry.id)))]
        case .release(let entry):
            if let redaction = overlay.redaction(of: entry.id) {
                throw Refusal(.held, "entry \(entry.sequence) was \(redaction.text)")
            }
            return overlay.isReleased(entry.id)
                ? [] : [Decision(entry.incident, .log(.released(entry: entry.id)))]
        case .withhold(let entry):
            return overlay.isReleased(entry.id)
                ? [Decision(entry.incident, .log(.withheld(entry: entry.id)))] : []
        }
    }

    private func correct(_ entry: Entry, _ line: String) throws(Refusal) -> [Decision] {
        let better = try text(line, "the correction")
        switch entry.event {
        case .timeline(.noted), .timeline(.reported), .timeline(.said): break
        case .timeline(.corrected), .timeline(.attached), .incident, .role, .task, .advice, .clock,
            .attendance, .checklist, .update, .impact, .signal, .delivery, .fleet, .watch, .log,
            .change, .policy, .baseline, .unknown:
            throw Refusal(
                .invalid,
                "only lines that people wrote and reports of parties can be corrected; "
                    + "entry \(entry.sequence) is something else (\(entry.event.name))"
            )
        }
        if let redaction = overlay.redaction(of: entry.id) {
            throw Refusal(.held, "entry \(entry.sequence) was \(redaction.text); write a new line")
        }
        return [Decision(entry.incident, .timeline(.corrected(entry: entry.id, text: better)))]
    }

    /// The text leaves with every correction of it, and what was to be sent is sent no more.
    private func redact(
        _ entry: Entry,
        _ reason: String,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let reason = try text(reason, "the reason")
        guard reason.count <= Redaction.reasonLimitCharacters else {
            let limit = Redaction.reasonLimitCharacters
            throw Refusal(.invalid, "the reason is longer than \(limit) characters")
        }
        guard context.actor.kind != .automatic else {
            throw Refusal(.invalid, "only people redact")
        }
        if let earlier = overlay.redaction(of: entry.id) {
            throw Refusal(
                .held,
                "entry \(entry.sequence) was already \(earlier.text) (at \(earlier.at))"
            )
        }
        guard let kept = entry.event.redacted(as: "") else { throw hasNoText(entry) }
        var isKnown = true
        if case .unknown = kept { isKnown = false }
        let event = LogEvent.redacted(entry: entry.id, kept: isKnown ? kept : nil, reason: reason)
        let corrections = overlay.corrections(of: entry.id).map { id in
            Decision(
                entry.incident,
                .log(
                    .redacted(
                        entry: id,
                        kept: .timeline(.corrected(entry: entry.id, text: "")),
                        reason: reason
                    )
                )
            )
        }
        return [Decision(entry.incident, .log(event))] + corrections + withdrawals(of: entry)
    }

    private func hasNoText(_ entry: Entry) -> Refusal {
        let what = "entry \(entry.sequence) (\(entry.event.name))"
        guard case .fleet(.factChanged) = entry.event else {
            return Refusal(.invalid, "\(what) has no text that could be redacted")
        }
        return Refusal(
            .invalid,
            "\(what) tells what a node says of itself, which would only be written down again; "
                + "leave it out by 'mask' in the fleet file"
        )
    }

    /// The deliveries of an update that wait: without its text there is nothing to send.
    private func withdrawals(of entry: Entry) -> [Decision] {
        guard case .update(.queued(let number, _, let channels, _)) = entry.event,
            let id = entry.incident, let update = incident(id)?.update(number)
        else { return [] }
        return channels.filter { update.deliveries[$0]?.isPending == true }.map { channel in
            let event = UpdateEvent.gaveUp(
                number: number,
                channel: channel,
                reason: "its text was redacted",
                attempt: update.deliveries[channel]?.attempt ?? 0
            )
            return Decision(id, .update(event))
        }
    }
}
