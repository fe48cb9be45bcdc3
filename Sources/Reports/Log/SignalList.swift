package import IncidentLog
package import Primitives

/// Signals, and how many came of late.
package struct SignalList: ListReport {
    /// The signals in the order in which they are told.
    package let rows: [SignalRow]
    private let signals: [SignalState]
    private let recentCount: Int

    /// The signals that stand or went unseen at this moment, the most urgent first, with or without
    /// those that were cleared.
    package init(_ log: LogState, withCleared: Bool, at now: Timestamp) {
        let shown = log.signals.values.filter {
            $0.standing(at: now) != .cleared || (withCleared && $0.wasRaised)
        }
        self.init(
            shown.sorted { left, right in
                let standings = (left.standing(at: now), right.standing(at: now))
                if standings.0 != standings.1 { return standings.0 < standings.1 }
                if left.priority != right.priority { return left.priority < right.priority }
                return (left.raisedAt, left.key) < (right.raisedAt, right.key)
            },
            log,
            at: now
        )
    }

    /// These signals of a log at this moment.
    package init(_ signals: [SignalState], _ log: LogState, at now: Timestamp) {
        self.signals = signals
        rows = signals.map { SignalRow($0, log, at: now) }
        recentCount = log.alarmsInTenMinutes(at: now)
    }

    /// A row a signal, with its fleet when there are several; a flood is said below them.
    package func text(at now: Timestamp) -> [ReportPart] {
        let isOfSeveral = Set(signals.map(\.fleet)).count > 1
        var table = ReportTable(
            "STATE",
            "PRIORITY",
            "SINCE",
            "FOR",
            "SIGNAL",
            "WHO",
            "WHAT",
            spare: ["SINCE", "WHO"],
            empty: "nothing asks for attention"
        )
        for signal in signals {
            table.add(
                signal.standing(at: now).rawValue,
                signal.priority.rawValue,
                signal.since.toMinute,
                ((signal.clearedAt ?? now) - signal.since).brief,
                isOfSeveral ? signal.key.words : signal.id.rawValue,
                signal.keeper(at: now) ?? "-",
                signal.text
            )
        }
        guard recentCount >= LogState.floodSignals else { return [.table(table)] }
        return [.table(table), .line("\(recentCount) signals in 10 minutes: a flood")]
    }
}
