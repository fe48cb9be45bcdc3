import FleetModel
import IncidentLog
import Primitives

/// What ends, and what is due by the clock alone.
extension SignalReconciler {
    mutating func clearCommands(
        _ round: SignalGrouping,
        log: LogState,
        at now: Timestamp
    ) -> [SignalCommand] {
        // What stands in another fleet is judged by its own watch.
        log.signals.active(in: fleet.name).compactMap { signal in
            guard signal.wasRaised, !round.isMember(signal), isOver(signal, at: now)
            else { return nil }
            return .clear(signal.id, text: signal.finding.allClear(in: fleet, log))
        }
    }

    /// Whether nothing of a signal has stood for long enough.
    private mutating func isOver(_ signal: SignalState, at now: Timestamp) -> Bool {
        guard !isRecent(signal.changedAt, at: now) else { return false }
        let span = quietSpan(of: signal, at: now)
        if let memory = memory(of: signal.id) {
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
    func dueCommands(
        log: LogState,
        ending ends: [SignalCommand],
        at now: Timestamp
    ) -> [SignalCommand] {
        var commands: [SignalCommand] = []
        for window in log.maintenance
        where window.endedAt == nil && window.mayConcern(fleet.name) {
            if window.to <= now {
                commands.append(.endMaintenance(window.id, reason: "its time is over"))
            } else if window.isNoticeDue(at: now) {
                commands.append(.announceMaintenanceEnd(window.id))
            }
        }
        for signal in log.signals.current(in: fleet.name).sorted(by: { $0.id < $1.id }) {
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
