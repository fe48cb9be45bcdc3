import Primitives

extension LogState {
    func decide(_ command: SignalCommand, in context: DecisionContext) throws(Refusal) -> [Decision]
    {
        switch command {
        case .raise(let finding): return raise(finding, context)
        case .clear(let id, let text):
            guard signals[context.key(id)]?.isActive == true else { return [] }
            return [about(id, context) { .cleared(signal: id, text: text, fleet: $0) }]
        case .change(let finding, let isFlapping): return change(finding, isFlapping, context)
        case .suppress(let findings, let suppressor):
            return suppress(findings, by: suppressor, context)
        case .remind(let id):
            guard signals[context.key(id)]?.isReminderDue(at: context.now) == true else {
                return []
            }
            return [about(id, context) { .reminded(signal: id, fleet: $0) }]
        case .recordNotice(let id, let entry, let channel, let outcome):
            guard let signal = signals[context.key(id)],
                signal.notices[channel]?.settles(entry) != true
            else { return [] }
            return [
                about(id, context) { outcome.event(of: SignalKey(id, of: $0), entry, channel) }
            ]
        case .acknowledge(let id, let note): return try acknowledge([id], note, context)
        case .acknowledgeAll(let ids, let note): return try acknowledge(ids, note, context)
        case .shelve(let id, let until, let reason):
            _ = try standing(id, context)
            try check(end: until, after: context.now, "the signal comes back")
            let reason = try why(reason)
            return [
                about(id, context) {
                    .shelved(signal: id, until: until, reason: reason, fleet: $0)
                }
            ]
        case .unshelve(let id, let reason): return try unshelve(id, reason, context)
        case .clearByHand(let id, let reason, let isGone):
            return try clearByHand(id, reason, isGone: isGone, context)
        case .declareMaintenance(let nodes, let kinds, let from, let to, let reason):
            return try declareMaintenance(nodes, kinds, from, to, reason, context)
        case .announceMaintenanceEnd(let id):
            guard let window = maintenance(id), window.isNoticeDue(at: context.now) else {
                return []
            }
            return [Decision(nil, .signal(.maintenanceEnding(window: id, to: window.to)))]
        case .endMaintenance(let id, let reason):
            return try endMaintenance(id, reason, context)
        }
    }

    /// What is observed goes into the newest open incident of its fleet, else into the fleet's own
    /// log.
    ///
    /// What is known to be of another fleet than the asker's goes to that fleet's.
    private func about(
        _ id: SignalID,
        _ context: DecisionContext,
        _ event: (_ fleet: String?) -> SignalEvent
    ) -> Decision {
        let fleet = signals[context.key(id)]?.fleet ?? context.fleet
        return Decision(newestOpenIncident(of: fleet)?.id, .signal(event(fleet)))
    }

    // MARK: What Tocsin itself asks for

    /// What is already as it is asked for leads to nothing: several programs may watch the fleet.
    private func raise(_ finding: Finding, _ context: DecisionContext) -> [Decision] {
        var finding = finding
        finding.fleet = context.fleet
        let known = signals[finding.key]
        if let known, known.isActive, known.suppressor == nil { return [] }
        if let rule = finding.rule, let group = signals[context.key(rule)], group.isActive,
            group.suppressor == nil || group.finding.nodes.contains(finding.nodes[0])
        {
            return []
        }
        let event =
            known?.isReopened(at: context.now) == true
            ? SignalEvent.reopened(finding: finding) : SignalEvent.found(finding: finding)
        return [Decision(newestOpenIncident(of: context.fleet)?.id, .signal(event))]
    }

    private func change(
        _ finding: Finding,
        _ isFlapping: Bool,
        _ context: DecisionContext
    ) -> [Decision] {
        guard let signal = signals[context.key(finding.id)], signal.isActive,
            signal.priority != finding.priority || signal.isFlapping != isFlapping
                || signal.finding.nodes != finding.nodes
        else { return [] }
        return [
            about(finding.id, context) { fleet in
                .changed(
                    signal: finding.id,
                    priority: finding.priority,
                    text: finding.text,
                    nodes: finding.nodes,
                    evidence: finding.evidence,
                    isFlapping: isFlapping,
                    fleet: fleet
                )
            }
        ]
    }

    private func suppress(
        _ findings: [Finding],
        by suppressor: Suppressor,
        _ context: DecisionContext
    ) -> [Decision] {
        var new = findings.filter { finding in
            guard let signal = signals[context.key(finding.id)], signal.isActive else {
                return true
            }
            return signal.suppressor != suppressor
        }
        guard !new.isEmpty else { return [] }
        for index in new.indices { new[index].fleet = context.fleet }
        let event = SignalEvent.suppressed(findings: new, by: suppressor)
        return [Decision(newestOpenIncident(of: context.fleet)?.id, .signal(event))]
    }

    // MARK: What people ask for

    /// The signal that somebody means: that of the fleet that they look at.
    private func known(
        _ id: SignalID,
        _ context: DecisionContext
    ) throws(Refusal) -> SignalState {
        let others = signals.keys(with: id).compactMap(\.fleet)
            .filter { $0 != context.fleet }.sorted()
        let names = others.map { "'\($0)'" }.joined(separator: ", ")
        if context.fleet == nil, others.count > 1 {
            throw Refusal(
                .invalid,
                "'\(id)' is a signal of several fleets (\(names)); "
                    + "name the file of the one that you mean with --fleet"
            )
        }
        if let signal = signals[context.key(id)] { return signal }
        if let fleet = context.fleet, !others.isEmpty {
            throw Refusal(
                .invalid,
                "fleet '\(fleet)' has no signal '\(id)', but \(names) has; "
                    + "name the file of that one with --fleet"
            )
        }
        throw Refusal(.invalid, "there is no signal '\(id)'; see 'tocsin signal list --all'")
    }

    private func standing(
        _ id: SignalID,
        _ context: DecisionContext
    ) throws(Refusal) -> SignalState {
        let signal = try known(id, context)
        if let clearedAt = signal.clearedAt {
            throw Refusal(.held, "\(id) was cleared at \(clearedAt); it no longer stands")
        }
        return signal
    }

    private func unshelve(
        _ id: SignalID,
        _ reason: String,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let isByHand = context.actor.kind == .person
        let signal = isByHand ? try known(id, context) : signals[context.key(id)]
        guard let shelf = signal?.shelf else {
            guard isByHand else { return [] }
            throw Refusal(.held, "\(id) is not shelved")
        }
        guard isByHand || shelf.until <= context.now else { return [] }
        return [about(id, context) { .unshelved(signal: id, reason: reason, fleet: $0) }]
    }

    private func why(_ reason: String) throws(Refusal) -> String {
        try text(reason, "the reason")
    }

    /// One entry for the signals of each fleet, then what is over by that.
    private func acknowledge(
        _ ids: [SignalID],
        _ note: String?,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        guard !ids.isEmpty else { throw Refusal(.invalid, "no signal is named") }
        var signals: [SignalState] = []
        for id in ids where !signals.contains(where: { $0.id == id }) {
            signals.append(try acknowledgeable(id, context))
        }
        var decisions: [Decision] = []
        var left = signals[...]
        while let first = left.first {
            let together = left.filter { $0.fleet == first.fleet }.map(\.id)
            left.removeAll { $0.fleet == first.fleet }
            decisions.append(
                about(first.id, context) { fleet in
                    together.count == 1
                        ? .acknowledged(signal: first.id, note: note, fleet: fleet)
                        : .acknowledgedAll(signals: together, note: note, fleet: fleet)
                }
            )
        }
        // A change that somebody has seen and accepts asks for nothing more.
        for signal in signals where signal.finding.kind == .identity && signal.isActive {
            let cleared = "accepted by \(context.actor.name): \(signal.text)"
            decisions.append(
                about(signal.id, context) {
                    .cleared(signal: signal.id, text: cleared, fleet: $0)
                }
            )
        }
        return decisions
    }

    private func acknowledgeable(
        _ id: SignalID,
        _ context: DecisionContext
    ) throws(Refusal) -> SignalState {
        let signal = try known(id, context)
        if let clearedAt = signal.clearedAt, signal.standing(at: context.now) != .returned {
            throw Refusal(.held, "\(id) was cleared at \(clearedAt); it no longer stands")
        }
        if let earlier = signal.acknowledgement {
            throw Refusal(
                .held,
                "\(earlier.by.name) acknowledged \(id) already, at \(earlier.at)"
            )
        }
        if case .signal(let cause) = signal.suppressor {
            throw Refusal(.held, "\(id) is suppressed by \(cause); acknowledge that one")
        }
        return signal
    }

    /// What Tocsin sees by itself at every poll cannot be wished away.
    private func clearByHand(
        _ id: SignalID,
        _ reason: String,
        isGone: Bool,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        let signal = try standing(id, context)
        if !isGone, signal.finding.kind == .down || signal.finding.kind == .need {
            throw Refusal(
                .held,
                "\(id) clears by itself when it is over; acknowledge or shelve it until then"
            )
        }
        let text = "cleared by hand: \(id): \(try why(reason))"
        return [about(id, context) { .cleared(signal: id, text: text, fleet: $0) }]
    }

    private func check(
        end: Timestamp,
        after begin: Timestamp,
        _ what: String
    ) throws(Refusal) {
        guard end > begin else { throw Refusal(.invalid, "the end is not after the beginning") }
        guard end - begin <= MaintenanceWindow.longest else {
            throw Refusal(
                .invalid,
                "\(what) after 7 days at the latest; give an earlier end",
                argument: "for"
            )
        }
    }

    // MARK: Planned work

    private func declareMaintenance(
        _ nodes: [NodeID],
        _ kinds: [FindingKind],
        _ from: Timestamp,
        _ to: Timestamp,
        _ reason: String,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        // Several programs read the same fleet file.
        let isKnown = maintenance.contains {
            $0.isSame(as: nodes, of: context.fleet, from, to, reason)
        }
        if isKnown, context.actor.kind == .automatic { return [] }
        guard to > context.now else {
            throw Refusal(.invalid, "maintenance cannot end in the past")
        }
        try check(end: to, after: from, "maintenance ends")
        let event = SignalEvent.maintenanceDeclared(
            window: MaintenanceID(number: highestMaintenance + 1),
            nodes: nodes,
            kinds: kinds,
            from: from,
            to: to,
            reason: try why(reason),
            fleet: context.fleet
        )
        return [Decision(nil, .signal(event))]
    }

    private func endMaintenance(
        _ id: MaintenanceID,
        _ reason: String,
        _ context: DecisionContext
    ) throws(Refusal) -> [Decision] {
        guard let window = maintenance(id) else {
            throw Refusal(.invalid, "there is no maintenance \(id)")
        }
        if let endedAt = window.endedAt {
            guard context.actor.kind == .person else { return [] }
            throw Refusal(.held, "\(id) ended at \(endedAt) already")
        }
        return [Decision(nil, .signal(.maintenanceEnded(window: id, reason: try why(reason))))]
    }
}
