import FleetModel
import Primitives

extension LogState {
    /// How many spans in which nobody watched are remembered.
    private static let watchGapLimit = 100

    mutating func apply(_ event: WatchEvent) {
        switch event {
        case .clockStepped(let from, let to): move(by: to - from)
        case .away(let fleet, let from, let to):
            watchGaps.append(WatchGap(fleet: fleet, from: from, to: to))
            if watchGaps.count > Self.watchGapLimit { watchGaps.removeFirst() }
        }
    }

    /// Several programs see the same gap; the first that says so is enough.
    func markAway(_ gap: WatchGap) -> [Decision] {
        guard gap.from < gap.to, !watchGaps.contains(where: gap.isSame) else { return [] }
        return [Decision(nil, .watch(.away(fleet: gap.fleet, from: gap.from, to: gap.to)))]
    }
}

// MARK: A clock that was set

extension LogState {
    /// Tells everything that has happened so far in the time of a clock that was set: how long ago
    /// it was stays what it was.
    ///
    /// What was promised for a time of day stays at that time: the next update, the end of a shelf,
    /// planned work.
    private mutating func move(by step: Duration) {
        for index in incidents.indices { incidents[index].move(by: step) }
        for key in signals.keys { signals[key]?.move(by: step) }
        moveDeliveries(by: step)
        moveChanges(by: step)
        for index in signalTimes.indices { signalTimes[index] = signalTimes[index] + step }
        for key in nodeFacts.keys { nodeFacts[key]?.move(by: step) }
        for index in impacts.indices { impacts[index].move(by: step) }
        for index in advice.indices { advice[index].move(by: step) }
        for index in exceptions.indices { exceptions[index].move(by: step) }
        for index in baselines.indices { baselines[index].move(by: step) }
        for index in looseReports.indices { looseReports[index].at = looseReports[index].at + step }
        for index in watchGaps.indices {
            let gap = watchGaps[index]
            watchGaps[index] = WatchGap(
                fleet: gap.fleet,
                from: gap.from + step,
                to: gap.to + step
            )
        }
    }
}

extension IncidentState {
    fileprivate mutating func move(by step: Duration) {
        declaredAt = declaredAt + step
        statedImpactFrom = statedImpactFrom.map { $0 + step }
        firstImpactFrom = firstImpactFrom.map { $0 + step }
        resolvedAt = resolvedAt.map { $0 + step }
        for index in steps.indices { steps[index].move(by: step) }
        for index in updates.indices { updates[index].move(by: step) }
        roles.move(by: step)
        for index in tasks.indices { tasks[index].move(by: step) }
        for index in clocks.indices { clocks[index].move(by: step) }
        attendance?.move(by: step)
        for index in conclusions.indices { conclusions[index].at = conclusions[index].at + step }
        stated = stated.mapValues { $0 + step }
        milestones.move(by: step)
        for turn in records.keys { records[turn]?.move(by: step) }
    }
}

extension StatusUpdate {
    fileprivate mutating func move(by step: Duration) {
        at = at + step
        deliveries = deliveries.mapValues { delivery in
            switch delivery {
            case .retrying(let reason, let attempt, let at):
                .retrying(reason: reason, attempt: attempt, at: at + step)
            case .delivered(let receipt, let at): .delivered(receipt: receipt, at: at + step)
            case .queued, .failed: delivery
            }
        }
    }
}

extension SignalState {
    fileprivate mutating func move(by step: Duration) {
        raisedAt = raisedAt + step
        changedAt = changedAt + step
        clearedAt = clearedAt.map { $0 + step }
        openings = openings.map { $0 + step }
        remindedAt = remindedAt.map { $0 + step }
        finding.since = finding.since + step
        news = news.map { SignalTransition(entry: $0.entry, at: $0.at + step, word: $0.word) }
    }
}
