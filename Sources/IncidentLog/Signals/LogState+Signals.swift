package import Primitives

// MARK: What the log tells about signals

extension LogState {
    /// The signals that stand in this fleet and ask for attention themselves: critical ones first,
    /// then the oldest; nil asks for those of all fleets.
    package func activeSignals(of fleet: String?) -> [SignalState] {
        signals.current(in: fleet).filter { $0.isActive && $0.suppressor == nil }.sorted {
            if $0.priority != $1.priority { return $0.priority < $1.priority }
            return ($0.raisedAt, $0.key) < ($1.raisedAt, $1.key)
        }
    }

    /// What stands and is suppressed by this signal of its fleet or by this work, by identity.
    package func suppressed(by suppressor: Suppressor, in fleet: String?) -> [SignalState] {
        signals.active(in: fleet).filter { $0.suppressor == suppressor }
    }

    /// What stands and is suppressed by this signal, by identity.
    package func suppressed(by signal: SignalState) -> [SignalState] {
        suppressed(by: .signal(id: signal.id), in: signal.fleet)
    }

    /// How many alarms a person manages within ten minutes before it is a flood (EEMUA 191).
    package static let floodSignals = 10
    private static let signalTimeSpan: Duration = .seconds(600)
    private static let signalTimeLimit = 100

    /// How many signals asked for attention within the last ten minutes.
    package func alarmsInTenMinutes(at now: Timestamp) -> Int {
        signalTimes.count { $0 <= now && now - $0 < Self.signalTimeSpan }
    }

    /// The planned work with this number.
    package func maintenance(_ id: MaintenanceID) -> MaintenanceWindow? {
        maintenance.first { $0.id == id }
    }

    private mutating func countAlarm(at time: Timestamp) {
        signalTimes.append(time)
        if signalTimes.count > Self.signalTimeLimit { signalTimes.removeFirst() }
    }
}

// MARK: Applying entries

extension LogState {
    mutating func apply(_ event: SignalEvent, of entry: Entry) {
        // Not all of them: a copy of thousands with each entry would make long logs slow to read.
        let before = event.signal.flatMap { signals[$0] }
        apply(event, of: entry, at: entry.occurredAt)
        noteNews(of: event, in: entry, before: before)
        noteSighting(event, in: entry)
        noteOffPolicy(event, in: entry)
        signals.forget(at: entry.occurredAt)
    }

    private mutating func apply(
        _ event: SignalEvent,
        of entry: Entry,
        at now: Timestamp
    ) {
        switch event {
        case .raised(let id, let priority, let text, let node, let since):
            let finding = Finding(
                id: id,
                kind: FindingKind(of: id),
                priority: priority,
                text: text,
                nodes: node.map { [$0] } ?? [],
                since: since
            )
            raise(finding, of: entry)
        case .found(let finding): raise(finding, of: entry)
        case .reopened(let finding):
            signals.claim(finding.key)
            guard signals[finding.key] != nil else { return raise(finding, of: entry) }
            signals[finding.key]?.reopen(finding, at: now)
            signals[finding.key]?.takeWords(of: entry)
            countAlarm(at: now)
        case .cleared(let id, _, let fleet): clear(SignalKey(id, of: fleet), of: entry)
        case .changed(
            let id,
            let priority,
            let text,
            let nodes,
            let evidence,
            let isFlapping,
            let fleet
        ):
            let key = SignalKey(id, of: fleet)
            guard var signal = signals[key], signal.isActive else { return }
            if priority < signal.priority { signal.acknowledgement = nil }
            signal.finding.priority = priority
            signal.finding.text = text
            signal.finding.nodes = nodes
            signal.finding.evidence = evidence
            signal.isFlapping = isFlapping
            signal.changedAt = now
            signal.takeWords(of: entry)
            signals[key] = signal
        case .suppressed(let findings, let suppressor):
            for finding in findings { suppress(finding, by: suppressor, of: entry) }
        case .reminded(let id, let fleet): signals[SignalKey(id, of: fleet)]?.remindedAt = now
        case .notified, .notNotified: applyNotice(event, of: entry)
        case .acknowledged, .acknowledgedAll, .shelved, .unshelved: applyByHand(event, of: entry)
        case .maintenanceDeclared, .maintenanceEnding, .maintenanceEnded:
            applyMaintenance(event, of: entry)
        }
    }

    private mutating func raise(_ finding: Finding, of entry: Entry) {
        let now = entry.occurredAt
        signals.claim(finding.key)
        if signals[finding.key] == nil {
            signals[finding.key] = SignalState(finding, at: now)
        } else {
            signals[finding.key]?.raiseAnew(finding, at: now)
        }
        signals[finding.key]?.takeWords(of: entry)
        countAlarm(at: now)
    }

    private mutating func suppress(
        _ finding: Finding,
        by suppressor: Suppressor,
        of entry: Entry
    ) {
        guard signals[finding.key]?.isActive == true else {
            signals.claim(finding.key)
            signals[finding.key] = SignalState(finding, at: entry.occurredAt, wasRaised: false)
            signals[finding.key]?.takeWords(of: entry)
            signals[finding.key]?.suppressor = suppressor
            return
        }
        signals[finding.key]?.suppressor = suppressor
    }

    private mutating func clear(_ key: SignalKey, of entry: Entry) {
        guard let signal = signals[key], signal.isActive else { return }
        signals[key]?.clearedAt = entry.occurredAt
        signals[key]?.endedQuietly = signal.suppressor != nil
        signals[key]?.suppressor = nil
        signals[key]?.isFlapping = false
        signals[key]?.isClearedByHand = entry.actor.kind == .person
        if entry.actor.kind == .person { acceptIdentity(signal) }
        release(from: .signal(id: key.id), in: signal.fleet, at: entry.occurredAt) { member in
            member.nodes.count == 1 && member.rule == key.id
        }
    }

    /// What was suppressed asks for attention again; what never did by itself, and the members of
    /// a group that is over, end with it.
    private mutating func release(
        from suppressor: Suppressor,
        in fleet: String?,
        at now: Timestamp,
        isMember: (Finding) -> Bool = { _ in false }
    ) {
        for signal in suppressed(by: suppressor, in: fleet) {
            signals[signal.key]?.suppressor = nil
            guard !signal.wasRaised || isMember(signal.finding) else { continue }
            signals[signal.key]?.clearedAt = now
            signals[signal.key]?.endedQuietly = true
        }
    }

    private mutating func applyByHand(_ event: SignalEvent, of entry: Entry) {
        switch event {
        case .acknowledged(let id, let note, let fleet):
            acknowledge(SignalKey(id, of: fleet), note, of: entry)
        case .acknowledgedAll(let ids, let note, let fleet):
            for id in ids { acknowledge(SignalKey(id, of: fleet), note, of: entry) }
        case .shelved(let id, let until, let reason, let fleet):
            signals[SignalKey(id, of: fleet)]?.shelf = SignalState.Shelf(
                by: entry.actor,
                at: entry.occurredAt,
                until: until,
                reason: reason,
                entry: entry.id
            )
        case .unshelved(let id, _, let fleet): signals[SignalKey(id, of: fleet)]?.shelf = nil
        case .raised, .cleared, .found, .reopened, .changed, .suppressed, .reminded, .notified,
            .notNotified, .maintenanceDeclared, .maintenanceEnding, .maintenanceEnded:
            break
        }
    }

    private mutating func acknowledge(_ key: SignalKey, _ note: String?, of entry: Entry) {
        guard let signal = signals[key] else { return }
        signals[key]?.acknowledgement = SignalState.Acknowledgement(
            by: entry.actor,
            at: entry.occurredAt,
            note: note,
            entry: entry.id
        )
        if signal.isActive { acceptIdentity(signal) }
    }

    private mutating func applyMaintenance(_ event: SignalEvent, of entry: Entry) {
        func index(_ id: MaintenanceID) -> Int? { maintenance.firstIndex { $0.id == id } }
        switch event {
        case .maintenanceDeclared(
            let id,
            let nodes,
            let kinds,
            let from,
            let to,
            let reason,
            let fleet
        ):
            highestMaintenance = max(highestMaintenance, id.number ?? 0)
            guard index(id) == nil else { return }
            maintenance.append(
                MaintenanceWindow(
                    id: id,
                    nodes: nodes,
                    kinds: kinds,
                    from: from,
                    to: to,
                    reason: reason,
                    fleet: fleet,
                    by: entry.actor,
                    entry: entry.id
                )
            )
        case .maintenanceEnding(let id, _):
            if let place = index(id) { maintenance[place].isEndAnnounced = true }
        case .maintenanceEnded(let id, _):
            guard let place = index(id), maintenance[place].endedAt == nil else { return }
            maintenance[place].endedAt = entry.occurredAt
            let fleet = maintenance[place].fleet
            release(from: .maintenance(id: id), in: fleet, at: entry.occurredAt)
        case .raised, .cleared, .found, .reopened, .changed, .acknowledged, .acknowledgedAll,
            .shelved, .unshelved, .suppressed, .reminded, .notified, .notNotified:
            break
        }
    }
}

// MARK: Changed identities

extension LogState {
    /// What a node changed to is from now on what it is.
    private mutating func acceptIdentity(_ signal: SignalState) {
        guard signal.finding.kind == .identity else { return }
        for fact in FactName.identities {
            for node in signal.finding.nodes
            where signal.id == fact.changeRule || signal.id.rule(of: node) == fact.changeRule {
                acceptIdentity(fact, of: node, in: signal.fleet)
            }
        }
    }
}

extension FactName {
    /// The facts whose change is a signal of its own: a node that changes one of them speaks
    /// another language than before, and whoever depends on it may be cut off.
    package static let identities: [FactName] = [.relay, .genesis, .relayGenesis, .peerID]

    /// The rule of the signal that tells a change of this fact.
    package var changeRule: SignalID { SignalID("\(self) changed") }
}

extension FindingKind {
    /// The kind of a signal that was written down without one.
    init(of id: SignalID) {
        let rule = id.rawValue.split(separator: "/").first ?? ""
        self =
            switch rule {
            case "down": .down
            case "requirement not met": .need
            case _ where rule.hasSuffix(" changed"): .identity
            default: .check
            }
    }
}
