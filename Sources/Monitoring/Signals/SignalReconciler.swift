import DequeModule
package import Primitives
package import FleetModel
package import IncidentLog

/// Decides what of all that is found a person is told, and when.
///
/// One fault is one signal: nodes with the same fault share one, what another signal explains is
/// listed under it, what comes and goes stays open, planned work notifies nobody. What several
/// programs must agree on is taken from the log; only clocks are the desk's own.
package struct SignalReconciler: Sendable {
    private(set) var fleet: Fleet
    private var places: HostTopology
    private(set) var memories: [SignalID: Memory] = [:]
    /// What stood in the last round, whether it counted or not.
    private var stood: Set<SignalID> = []
    /// When rounds were made lately; what was calm throughout is looked at afterwards.
    private var rounds = RecentRounds()
    private var prunedAt: Timestamp?
    /// What stands and counts, as of the last round: each finding once, before they are grouped.
    package private(set) var findings: [Finding] = []

    /// What the desk has seen of one finding.
    struct Memory: Sendable {
        /// Since when it has stood without a break; nil while it does not.
        var stoodSince: Timestamp?
        var calm = HoldClock()
        var flaps = FlapScore()
        var seenAt: Timestamp

        /// Takes the looks of rounds in which it was not mentioned into account: it was calm in all
        /// of them, or nothing was known.
        fileprivate mutating func catchUp(_ rounds: Deque<Timestamp>, interval: Duration) {
            if calm.since != nil { flaps.catchUp(rounds, interval: interval) }
        }

        /// Takes what is said of it in a round into account.
        ///
        /// - Parameter before: The moments of the rounds before.
        fileprivate mutating func observe(
            stands: Bool,
            _ before: Deque<Timestamp>,
            interval: Duration,
            at now: Timestamp
        ) {
            catchUp(before, interval: interval)
            seenAt = now
            stoodSince = stands ? stoodSince ?? now : nil
            calm.observe(stands ? .fails : .holds, at: now)
            flaps.observe(stands: stands, at: now, interval: interval)
        }

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
        for id in Array(memories.keys) { memories[id]?.leaveOut(span) }
        rounds.move(by: span)
        prunedAt = prunedAt.map { $0 + span }
    }

    /// Tells what the desk remembers in the time of a clock that was set.
    mutating func move(by step: Duration) {
        for id in Array(memories.keys) { memories[id]?.move(by: step) }
        rounds.move(by: step)
        prunedAt = prunedAt.map { $0 + step }
    }

    /// A signal of the fleet that is watched.
    func key(_ id: SignalID) -> SignalKey { SignalKey(id, of: fleet.name) }

    /// How far apart two programs that watch the same fleet may see the same thing: one poll.
    ///
    /// What one of them has just written down is not contradicted by the other's older reading.
    var pollSkew: Duration { fleet.polling.pollSkew }
    /// For how long what is not mentioned and does not stand is remembered.
    private static let memorySpan: Duration = .seconds(3600)
    /// How often it is looked at what may be forgotten.
    private static let pruneSpan: Duration = .seconds(60)

    /// What follows from these judgements, in a stable order.
    ///
    /// - Parameters:
    ///   - judgements: What stands and what does not, in a stable order. What is not mentioned does
    ///     not stand; what was calm is taken to be calm still.
    ///   - unknown: What can be said neither to stand nor to be calm.
    ///   - readings: Tells which nodes have just been started.
    ///   - isWatched: Whether something that was not mentioned for long is watched all the same,
    ///     and must not be forgotten.
    package mutating func commands(
        for judgements: [Judgement],
        unknown: [SignalID] = [],
        readings: FleetReadings,
        log: LogState,
        at now: Timestamp,
        isWatched: (SignalID) -> Bool = { _ in false }
    ) -> [SignalCommand] {
        let all = judgements + places.hostJudgements(from: judgements)
        let before = rounds.all
        let standing = take(all, unknown, before, at: now)
        rounds.note(now, interval: fleet.polling.interval)
        forget(log: log, at: now, unless: isWatched)
        findings = standing.filter { finding in
            let counts =
                log.signals[key(finding.id)]?.isActive == true
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
            fleet: fleet.name,
            log: log,
            now: now
        )
        let ends = clearCommands(round, log: log, at: now)
        var commands = dueCommands(log: log, ending: ends, at: now)
        var raised: Set<SignalID> = []
        let busyRules = rulesJustRaised(log, at: now)
        for finding in round.presented {
            if let signal = log.signals[key(finding.id)], signal.isActive, signal.suppressor == nil
            {
                if let command = change(signal, to: finding, at: now) { commands.append(command) }
            } else if mayRaise(finding, busyRules, log: log, at: now) {
                commands.append(.raise(finding))
                raised.insert(finding.id)
            }
        }
        return commands + round.suppressions(raised: raised) + ends
    }

    /// Takes the judgements into account and returns what stands, each finding once.
    ///
    /// - Parameter before: The moments of the rounds before this one.
    private mutating func take(
        _ judgements: [Judgement],
        _ unknown: [SignalID],
        _ before: Deque<Timestamp>,
        at now: Timestamp
    ) -> [Finding] {
        let interval = fleet.polling.interval
        for id in unknown {
            guard memories[id]?.calm.since != nil else { continue }
            memories[id]?.catchUp(before, interval: interval)
            memories[id]?.calm.observe(.unknown, at: now)
        }
        var findings: [Finding] = []
        var standing: Set<SignalID> = []
        var mentioned: Set<SignalID> = []
        mentioned.reserveCapacity(judgements.count)
        for judgement in judgements where mentioned.insert(judgement.id).inserted {
            var stands = false
            if case .stands(let finding) = judgement {
                stands = true
                findings.append(finding.namingNodes())
                standing.insert(finding.id)
            }
            memories[judgement.id, default: Memory(seenAt: now)]
                .observe(stands: stands, before, interval: interval, at: now)
        }
        // What is not mentioned does not stand; what was calm is so still.
        for id in stood where !mentioned.contains(id) { memories[id]?.stoodSince = nil }
        stood = standing
        return findings
    }

    /// Forgets what has not stood and was not mentioned for long.
    private mutating func forget(
        log: LogState,
        at now: Timestamp,
        unless isWatched: (SignalID) -> Bool
    ) {
        if let prunedAt, now >= prunedAt, now - prunedAt < Self.pruneSpan { return }
        prunedAt = now
        let old = memories.filter { id, memory in
            guard now - memory.seenAt > Self.memorySpan, !isWatched(id) else { return false }
            return log.signals[key(id)]?.isActive != true
                && id.group.flatMap { log.signals[key($0)] }?.isActive != true
        }
        for id in old.keys { memories[id] = nil }
    }

    /// What is remembered of a finding, with every look up to the last round.
    mutating func memory(of id: SignalID) -> Memory? {
        memories[id]?.catchUp(rounds.all, interval: fleet.polling.interval)
        return memories[id]
    }

    /// Whether something was written down so lately that this program may not have seen it yet.
    func isRecent(_ written: Timestamp, at now: Timestamp) -> Bool {
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
        [finding.id, finding.rule].compactMap { $0.flatMap { log.signals[key($0)] } }
            .contains { signal in
                signal.isClearedByHand && signal.clearedAt.map { finding.since <= $0 } == true
            }
    }

    /// The rules of single nodes that raised a signal so lately that another node with the same
    /// fault may prove to be one of many.
    private func rulesJustRaised(_ log: LogState, at now: Timestamp) -> Set<SignalID> {
        Set(
            log.signals.current(in: fleet.name).filter { signal in
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
        guard finding.kind.comesWithStart, finding.nodes.count == 1,
            let started = readings.nodes[finding.nodes[0]]?[.startTime], started.isFinite,
            let seconds = Int64(exactly: started.rounded())
        else { return false }
        let age = now - Timestamp(seconds: seconds)
        return age >= .zero && age < Self.restartGrace
    }

    private mutating func change(
        _ signal: SignalState,
        to finding: Finding,
        at now: Timestamp
    ) -> SignalCommand? {
        let flaps = memory(of: finding.id)?.flaps
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
        guard let last = log.lastTellingOfSingle(key(finding.id), finding.nodes) else {
            return true
        }
        if last <= now, now - last < Self.companyWait { return false }
        func isUntold(_ node: NodeID) -> Bool {
            log.signals[key(SignalID("\(finding.id)/\(node)"))]?.isActive != true
        }
        let told = JoinPacing.Told(times: [last], isOfSingles: true)
        return pacing(of: finding, untold: isUntold)?.isDue(told, at: now) ?? true
    }

    private func mayChange(_ signal: SignalState, at now: Timestamp) -> Bool {
        let isFirst = signal.changedAt == signal.openings.last
        return now - signal.changedAt >= (isFirst ? Self.groupWait : Self.changeSpan)
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
    func allClear(in fleet: Fleet, _ log: LogState) -> String {
        let names = NodeNames.all(of: nodes)
        if kind == .down {
            return id.rawValue.hasPrefix(HostTopology.hostRule)
                ? "cleared: \(id), nodes \(names)"
                : "\(names) \(nodes.count == 1 ? "answers" : "answer") again"
        }
        if kind == .need {
            let party = id.rawValue.split(separator: "/", maxSplits: 1).last ?? ""
            return "\(party) can be served again"
        }
        if kind == .identity {
            let fact = FactName.identities.first { name in
                id == name.changeRule || nodes.contains { id.rule(of: $0) == name.changeRule }
            }
            guard let fact else { return "cleared: \(id)" }
            guard nodes.count == 1,
                let values = log.facts(of: nodes[0], in: fleet.name).values[fact]
            else {
                return "\(fact) of \(names) is as before"
            }
            return "\(fact) of \(names) is \(values.joined(separator: " ")) again"
        }
        return "cleared: \(fault) on \(nodes.isEmpty ? fleet.name : names)"
    }
}
