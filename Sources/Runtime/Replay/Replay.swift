package import EventStore
import IncidentLog
package import Primitives

/// A past incident shown again: the log as it was at each of its moments, and the time that is
/// played.
package struct Replay: Sendable {
    /// The incident.
    package let incident: IncidentID
    /// The log up to the moment that is played.
    package let log: ReplayLog
    /// The time that is played.
    package let clock: DrillClock
    /// The first moment that can be played: a day before the first entry of the incident, or the
    /// beginning of the log.
    package let begin: Timestamp
    /// The moment of the incident's last entry.
    package let end: Timestamp
    private let moments: [Moment]

    /// When an entry was written, and its number.
    private struct Moment: Sendable {
        let at: Timestamp
        let sequence: Int64
        /// Whether it is of the incident and by a person.
        let isStop: Bool
    }

    /// How long before the incident a replay may begin.
    private static let lead: Duration = .seconds(86_400)
    private static let pageSize = 2000
    /// So many states are remembered to go back to.
    private static let stateCount: Int64 = 50

    /// Reads when everything was written; nil when the incident has no entry.
    ///
    /// - Parameter progress: Is told the number of the entry that was read last.
    package static func open(
        _ log: any EventLog,
        _ incident: IncidentID,
        progress: @Sendable (Int64) -> Void = { _ in }
    ) async throws(StoreError) -> Replay? {
        var query = EntryQuery(incident: incident)
        var (first, last): (Entry?, Entry?) = (nil, nil)
        while true {
            let page = try await log.entries(query, limit: pageSize)
            // Lines that were dated back come first in time, and later in the log.
            first = ([first].compactMap { $0 } + page).min { $0.sequence < $1.sequence }
            last = ([last].compactMap { $0 } + page).max { $0.sequence < $1.sequence }
            guard page.count == pageSize, let end = page.last else { break }
            query.behind = EntryQuery.Place(end)
        }
        guard let first, let last else { return nil }
        return try await read(log, incident, first, last, progress)
    }

    private static func read(
        _ log: any EventLog,
        _ incident: IncidentID,
        _ first: Entry,
        _ last: Entry,
        _ progress: @Sendable (Int64) -> Void
    ) async throws(StoreError) -> Replay {
        let earliest = first.recordedAt - lead
        let replayed = ReplayLog(log)
        let distance = max(500, (last.sequence - first.sequence) / stateCount)
        var (state, moments): (LogState, [Moment]) = (LogState(), [])
        var (next, reached) = (first.sequence, Timestamp(milliseconds: .min))
        reading: while true {
            let page = try await log.entries(after: state.sequence, limit: pageSize)
            for entry in page {
                guard entry.sequence <= last.sequence else { break reading }
                // Several machines write; the time of the log only goes on.
                reached = max(reached, entry.recordedAt)
                if reached >= earliest {
                    moments.append(
                        Moment(
                            at: reached,
                            sequence: entry.sequence,
                            isStop: entry.incident == incident && entry.actor.kind != .automatic
                        )
                    )
                }
                if entry.sequence == next {
                    replayed.remember(state)
                    next += distance
                }
                state.apply(entry)
            }
            if page.count < pageSize { break }
            progress(state.sequence)
        }
        let begin = moments.first?.at ?? first.recordedAt
        let end = moments.last?.at ?? last.recordedAt
        return Replay(
            incident: incident,
            log: replayed,
            clock: DrillClock(start: begin),
            begin: begin,
            end: end,
            moments: moments
        )
    }

    // MARK: Moving in time

    /// Puts the replay to a moment between its ends, and says whether its log became shorter.
    @discardableResult
    package func move(to moment: Timestamp) -> Bool {
        let moment = min(max(moment, begin), end)
        clock.set(moment)
        let before = log.limit
        follow()
        return log.limit < before
    }

    /// Lets the log be what it was at the time that is played; says whether something came.
    @discardableResult
    package func follow() -> Bool { log.end(at: sequence(at: clock.now)) }

    /// The number of the last entry that was written by then.
    private func sequence(at moment: Timestamp) -> Int64 {
        let place = place(after: moment)
        if place > 0 { return moments[place - 1].sequence }
        return moments.first.map { $0.sequence - 1 } ?? 0
    }

    /// The place of the first entry that was written later.
    private func place(after moment: Timestamp) -> Int {
        var (low, high) = (0, moments.count)
        while low < high {
            let middle = (low + high) / 2
            if moments[middle].at <= moment { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// When somebody next wrote something of the incident; nil at the end.
    package func stop(after moment: Timestamp) -> Timestamp? {
        moments[place(after: moment)...].first { $0.isStop }?.at
    }

    /// When somebody last wrote something of the incident before a moment; nil at the beginning.
    package func stop(before moment: Timestamp) -> Timestamp? {
        moments[..<place(after: moment)].last { $0.isStop && $0.at < moment }?.at
    }
}
