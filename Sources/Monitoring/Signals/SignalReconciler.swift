package import Primitives
package import FleetModel
package import IncidentLog

/// Decides what of all that is found a person is told, and when.
///
/// One fault is one signal: nodes with the same fault share one, what another signal explains is
/// listed under it, what comes and goes stays open, planned work wakes nobody. What several
/// programs must agree on is taken from the log; only clocks are the desk's own.
package struct SignalReconciler: Sendable {
    private var fleet: Fleet
    private var places: HostTopology
    private var memories: [SignalID: Memory] = [:]

    /// What the desk has seen of one finding.
    struct Memory: Sendable {
        /// Since when it has stood without a break; nil while it does not.
        var stoodSince: Timestamp?
        var calm = HoldClock()
        var flaps = FlapScore()
        var seenAt: Timestamp

        fileprivate mutating func leaveOut(_ span: Duration) {
            stoodSince = stoodSince.map { $0 + span }
            calm.leaveOut(span)
            flaps.move(by: span)
            seenAt = seenAt + span
        }

        fileprivate mutating func move(by step: Duration) {
            stoodSince = stoodSince.map { $0 + step }
            calm.move(by: step)
            flaps.move(by: step)
            seenAt = seenAt + step
        }
    }

    /// A desk for this fleet.
    package init(fleet: Fleet) {
        self.fleet = fleet
        places = HostTopology(fleet)
    }

    /// Keeps to this fleet from now on: nodes have come or gone.
    package mutating func follow(_ fleet: Fleet) {
        self.fleet = fleet
        places = HostTopology(fleet)
    }

    /// Leaves out a span in which nobody watched.
    mutating func leaveOut(_ span: Duration) {
        for id in memories.keys { memories[id]?.leaveOut(span) }
    }

    /// Tells what the desk remembers in the time of a clock that was set.
    mutating func move(by step: Duration) {
        for id in memories.keys { memories[id]?.move(by: step) }
    }

    /// How far apart two programs that watch the same fleet may see the same thing: one poll.
    ///
    /// What one of them has just written down is not contradicted by the other's older reading.
    private var pollSkew: Duration { fleet.polling.pollSkew }
    /// For how long what is not mentioned and does not stand is remembered.
    private static let memorySpan: Duration = .seconds(3600)

    /// What follows from these judgements, in a stable order.
    ///
    /// - Parameters:
    ///   - judgements: What stands and what does not, in a stable order. What is not mentioned does
    ///     not stand; what was calm is taken to be calm still.
    ///   - unknown: What can be said neither to stand nor to be calm.
    ///   - readings: Tells which nodes have just been started.
    package mutating func commands(
        for judgements: [Judgement],
        unknown: [SignalID] = [],
        readings: FleetReadings,
        log: LogState,
        at now: Timestamp
    ) -> [SignalCommand] {
        let all = judgements + places.hostJudgements(from: judgements)
        let findings = take(all, unknown, log: log, at: now).filter { finding in
            let counts =
                log.signals[finding.id]?.isActive == true
                || !isJustStarted(finding, readings, at: now)
                    && !isClearedByHand(finding, in: log)
            // What does not count yet begins when it does.
            if !counts { memories[finding.id]?.stoodSince = nil }
            return counts
        }
        let round = SignalGrouping(
            findings: findings,
            memories: memories,
            places: places,
            log: log,
            now: now
        )
        let ends = clearCommands(round, log: log, at: now)
        var commands = dueCommands(log: log, ending: ends, at: now)
        var raised: Set<SignalID> = []
        let busyRules = rulesJustRaised(log, at: now)
        for finding in round.presented {
            if let signal = log.signals[finding.id], signal.isActive, signal.suppressor == nil {
                if let command = change(signal, to: finding, at: now) { commands.append(command) }
            } else if mayRaise(finding, busyRules, log: log, at: now) {
                commands.append(.raise(finding))
                raised.insert(finding.id)
            }
        }
        return commands + round.suppressions(raised: raised) + ends
    }

    /// Takes the judgements into account and returns what stands, each finding once.
    private mutating func take(
        _ judgements: [Judgement],
        _ unknown: [SignalID],
        log: LogState,
        at now: Timestamp
    ) -> [Finding] {
        for id in unknown { memories[id]?.calm.observe(.unknown, at: now) }
        var findings: [Finding] = []
        var mentioned: Set<SignalID> = []
        for judgement in judgements where mentioned.insert(judgement.id).inserted {
            var memory = memories[judgement.id] ?? Memory(seenAt: now)
            memory.seenAt = now
            if case .stands(let finding) = judgement {
                memory.stoodSince = memory.stoodSince ?? now
                findings.append(finding.namingNodes())
            } else {
                memory.stoodSince = nil
            }
            let stands = memory.stoodSince != nil
            memory.calm.observe(stands ? .fails : .holds, at: now)
            memory.flaps.observe(stands: stands, at: now, interval: fleet.polling.interval)
            memories[judgement.id] = memory
        }
        for (id, memory) in memories where !mentioned.contains(id) {
            memories[id]?.stoodSince = nil
            if memory.calm.since != nil {
                let interval = fleet.polling.interval
                memories[id]?.flaps.observe(stands: false, at: now, interval: interval)
            }
            let isStanding =
                log.signals[id]?.isActive == true
                || id.group.flatMap { log.signals[$0] }?.isActive == true
            if !isStanding, now - memory.seenAt > Self.memorySpan { memories[id] = nil }
        }
        return findings
    }

    /// Whether something was written down so lately that this program may not have seen it yet.
    private func isRecent(_ written: Timestamp, at now: Timestamp) -> Bool {
        written <= now && now - written < pollSkew
    }
}

// MARK: Raising and changing

extension SignalReconciler {
    /// For how long after a start a node is not held to what only a settled node does.
    private static let restartGrace: Duration = .seconds(120)
    /// How soon after a node another with the same fault may be one of many: it waits until then.
    private static let companyWait: Duration = .seconds(1)
    /// The span after a signal was raised before the nodes that are well again leave it.
    private static let groupWait: Duration = .seconds(30)
    /// The shortest span between two entries about the nodes that left a signal.
    private static let changeSpan: Duration = .seconds(300)

    /// Whether a person has cleared what is found, by itself or with its group, while it stood.
    private func isClearedByHand(_ finding: Finding, in log: LogState) -> Bool {
        [finding.id, finding.rule].compactMap { $0.flatMap { log.signals[$0] } }
            .contains { signal in
                signal.isClearedByHand && signal.clearedAt.map { finding.since <= $0 } == true
            }
    }

    /// The rules of single nodes that raised a signal so lately that another node with the same
    /// fault may prove to be one of many.
    private func rulesJustRaised(_ log: LogState, at now: Timestamp) -> Set<SignalID> {
        Set(
            log.signals.current.filter { signal in
                signal.isActive && signal.suppressor == nil && signal.raisedAt <= now
                    && now - signal.raisedAt < Self.companyWait
            }.compactMap(\.finding.rule)
        )
    }

    /// Whether the finding is about a node that was started a moment ago and is of a kind that
    /// every start brings.
    private func isJustStarted(
        _ finding: Finding,
        _ readings: FleetReadings,
        at now: Timestamp
    ) -> Bool {
        switch finding.kind {
        case .check, .absent, .stall, .lag, .mesh, .churn, .burn, .silent: break
        case .down, .probe, .need, .identity, .leak, .backlog, .storage, .restarts, .skew,
            .flapping, .certificate:
            return false
        }
        guard finding.nodes.count == 1,
            let started = readings.nodes[finding.nodes[0]]?[.startTime], started.isFinite,
            let seconds = Int64(exactly: started.rounded())
        else { return false }
        let age = now - Timestamp(seconds: seconds)
        return age >= .zero && age < Self.restartGrace
    }

    private func change(
        _ signal: SignalState,
        to finding: Finding,
        at now: Timestamp
    ) -> SignalCommand? {
        let flaps = memories[finding.id]?.flaps
        var isFlapping = flaps?.isFlapping(before: signal.isFlapping) ?? signal.isFlapping
        if !isFlapping, signal.isFlapping, isRecent(signal.changedAt, at: now) {
            isFlapping = true
        }
        let isWorse = finding.priority < signal.priority
        let isElsewhere = isElsewhere(finding, than: signal, at: now)
        guard isWorse || isElsewhere || isFlapping != signal.isFlapping else { return nil }
        var told = finding
        if !isWorse, !isElsewhere { told.nodes = signal.finding.nodes }
        if !isWorse, !isElsewhere { told.priority = signal.priority }
        return .change(told, isFlapping: isFlapping)
    }

    /// Whether it is time to say that the nodes of a signal are others.
    private func isElsewhere(
        _ finding: Finding,
        than signal: SignalState,
        at now: Timestamp
    ) -> Bool {
        let known = Set(signal.finding.nodes)
        guard Set(finding.nodes) != known else { return false }
        // Who left, and what is no group of single nodes, is no news that anybody waits for.
        guard let pacing = pacing(of: finding, untold: { !known.contains($0) }) else {
            return mayChange(signal, at: now)
        }
        let told = JoinPacing.Told(
            times: signal.tellings,
            stormAt: signal.stormSince(at: now),
            isReminderDue: signal.isReminderDue(at: now)
        )
        return pacing.isDue(told, at: now)
    }

    /// What decides when the nodes of a group are told; nil when there is none to be told of.
    private func pacing(of finding: Finding, untold isUntold: (NodeID) -> Bool) -> JoinPacing? {
        func onset(_ node: NodeID) -> Timestamp? {
            memories[SignalID("\(finding.id)/\(node)")]?.stoodSince
        }
        let untold = finding.nodes.filter(isUntold).compactMap(onset)
        guard !untold.isEmpty else { return nil }
        return JoinPacing(
            onsets: finding.nodes.compactMap(onset),
            untold: untold,
            interval: fleet.polling.interval
        )
    }

    /// Whether a new signal is told now: one that may be of many waits a moment for the others.
    private func mayRaise(
        _ finding: Finding,
        _ busyRules: Set<SignalID>,
        log: LogState,
        at now: Timestamp
    ) -> Bool {
        if let rule = finding.rule { return !busyRules.contains(rule) }
        guard let last = log.lastTellingOfSingle(finding.id, finding.nodes) else { return true }
        if last <= now, now - last < Self.companyWait { return false }
        func isUntold(_ node: NodeID) -> Bool {
            log.signals[SignalID("\(finding.id)/\(node)")]?.isActive != true
        }
        let told = JoinPacing.Told(times: [last], isOfSingles: true)
        return pacing(of: finding, untold: isUntold)?.isDue(told, at: now) ?? true
    }

    private func mayChange(_ signal: SignalState, at now: Timestamp) -> Bool {
        let isFirst = signal.changedAt == signal.openings.last
        return now - signal.changedAt >= (isFirst ? Self.groupWait : Self.changeSpan)
    }
}

// MARK: Ending

extension SignalReconciler {
    private func clearCommands(
        _ round: SignalGrouping,
        log: LogState,
        at now: Timestamp
    ) -> [SignalCommand] {
        log.signals.active.compactMap { signal in
            guard signal.wasRaised, isOurs(signal), !round.isMember(signal), isOver(signal, at: now)
            else { return nil }
            return .clear(signal.id, text: signal.finding.allClear(in: fleet, facts: log.facts))
        }
    }

    /// Whether a signal is about this fleet: what stands in another one is judged by its own watch.
    private func isOurs(_ signal: SignalState) -> Bool { signal.mayConcern(fleet.name) }

    /// Whether nothing of a signal has stood for long enough.
    private func isOver(_ signal: SignalState, at now: Timestamp) -> Bool {
        guard !isRecent(signal.changedAt, at: now) else { return false }
        let span = quietSpan(of: signal, at: now)
        if let memory = memories[signal.id] {
            return memory.calm.hasHeld(for: span, at: now)
                && !(signal.isFlapping && memory.flaps.isFlapping(before: true))
        }
        let members = signal.finding.nodes.map { SignalID("\(signal.id)/\($0)") }
        return !members.isEmpty
            && members.allSatisfy { memories[$0]?.calm.hasHeld(for: span, at: now) == true }
    }

    /// For how long nothing must have stood: what has come back lately must stay away for longer.
    private func quietSpan(of signal: SignalState, at now: Timestamp) -> Duration {
        signal.recentOpenings(at: now) < 2 ? pollSkew : max(pollSkew, signal.hold(at: now))
    }

    /// What is due by the clock alone: shelves and planned work that end, reminders.
    private func dueCommands(
        log: LogState,
        ending ends: [SignalCommand],
        at now: Timestamp
    ) -> [SignalCommand] {
        var commands: [SignalCommand] = []
        for window in log.maintenance where window.endedAt == nil {
            if window.to <= now {
                commands.append(.endMaintenance(window.id, reason: "its time is over"))
            } else if window.isNoticeDue(at: now) {
                commands.append(.announceMaintenanceEnd(window.id))
            }
        }
        for signal in log.signals.current.sorted(by: { $0.id < $1.id }) {
            if let shelf = signal.shelf, shelf.until <= now {
                commands.append(.unshelve(signal.id, reason: "its time is over"))
            }
            // Nobody is reminded of what is just ending.
            let isEnding = ends.contains {
                if case .clear(signal.id, _) = $0 { true } else { false }
            }
            if !isEnding, signal.isReminderDue(at: now) { commands.append(.remind(signal.id)) }
        }
        return commands
    }
}

extension Judgement {
    /// The signal that is spoken of.
    package var id: SignalID {
        switch self {
        case .stands(let finding): finding.id
        case .calm(let id): id
        }
    }
}

extension Polling {
    /// How far apart two programs that watch the same fleet may see the same thing.
    package var pollSkew: Duration { interval + timeout }
}

extension Finding {
    /// What is said when nothing of it stands any more.
    func allClear(in fleet: Fleet, facts: [NodeID: [FactName: [String]]]) -> String {
        let names = NodeNames.all(of: nodes)
        switch kind {
        case .down where id.rawValue.hasPrefix(HostTopology.hostRule):
            return "cleared: \(id), nodes \(names)"
        case .down: return "\(names) \(nodes.count == 1 ? "answers" : "answer") again"
        case .need:
            let party = id.rawValue.split(separator: "/", maxSplits: 1).last ?? ""
            return "\(party) can be served again"
        case .identity:
            let fact = FactName.identities.first { name in
                id == name.changeRule || nodes.contains { id.rule(of: $0) == name.changeRule }
            }
            guard let fact else { return "cleared: \(id)" }
            guard nodes.count == 1, let values = facts[nodes[0]]?[fact] else {
                return "\(fact) of \(names) is as before"
            }
            return "\(fact) of \(names) is \(values.joined(separator: " ")) again"
        case .probe, .check, .absent, .silent, .stall, .lag, .leak, .backlog, .burn, .mesh, .churn,
            .storage, .restarts, .skew, .flapping, .certificate:
            guard let rule else {
                return "cleared: \(id) on \(nodes.isEmpty ? fleet.name : names)"
            }
            return "cleared: \(rule) on \(names)"
        }
    }
}
