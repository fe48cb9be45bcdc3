import Detection
import EventStore
import FleetModel
package import IncidentLog
import Monitoring
import Primitives

extension Session {
    /// Writes down that the clock was set, if it was, before anything else is.
    package func settleClock() async throws(CommandFailure) {
        if unwrittenStep() != nil, !isReadOnly { try await perform([], by: .tocsin) }
    }

    func unwrittenStep() -> ClockSteps.Step? {
        let before = steps.offset
        let step = steps.unwritten()
        monitor?.move(by: steps.offset - before)
        return step
    }

    func hear(from: Timestamp, to: Timestamp, in entry: Entry) {
        if ownMarks.remove(entry.id) != nil {
            steps.accept(ClockSteps.Step(from: from, to: to))
            monitor?.move(by: to - from)
        } else {
            steps.hear(from: from, to: to)
            _ = unwrittenStep()
        }
    }

    /// Writes one step down, unless the log has moved on meanwhile.
    func write(_ step: ClockSteps.Step) async throws(CommandFailure) {
        let draft = EntryDraft(
            id: ids.next(at: step.to),
            incident: nil,
            device: device,
            actor: .tocsin,
            occurredAt: step.to,
            recordedAt: step.to,
            event: .watch(.clockStepped(from: step.from, to: step.to))
        )
        ownMarks.insert(draft.id)
        do throws(StoreError) {
            absorb(try await log.append([draft], expecting: state.sequence))
        } catch {
            ownMarks.remove(draft.id)
            guard case .conflict = error else { throw .store(error) }
        }
    }
}

// MARK: Spans in which nobody watched

extension Session {
    /// Takes note that this program did not run for a while, and writes it down unless another one
    /// did: the span counts for no hold and no age, and nobody is judged before every probe has
    /// been asked again.
    package func resume(after pause: WatchBeats.Pause) async throws(CommandFailure) -> WatchGap {
        monitor?.leaveOut(pause.span)
        resumption = monitor.map { Resumption($0.fleet, after: pause) }
        try await settleClock()
        let gap = steps.gap(pause, of: fleet?.name)
        guard !isReadOnly else { return gap }
        try await perform(
            .observation(.markAway(fleet: gap.fleet, from: gap.from, to: gap.to)),
            by: .tocsin
        )
        return gap
    }
}
