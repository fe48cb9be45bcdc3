import IncidentCore
import IncidentStore

extension Session {
    /// Writes down that the clock was set, if it was, before anything else is.
    package func settleClock() async throws(CommandFailure) {
        if unwrittenStep() != nil { try await perform([], by: .tocsin) }
    }

    func unwrittenStep() -> ClockSteps.Step? {
        let before = steps.offset
        let step = steps.unwritten()
        move(by: steps.offset - before)
        return step
    }

    func hear(from: Timestamp, to: Timestamp, in entry: Entry) {
        if ownMarks.remove(entry.id) != nil {
            steps.accept(ClockSteps.Step(from: from, to: to))
            move(by: to - from)
        } else {
            steps.hear(from: from, to: to)
            _ = unwrittenStep()
        }
    }

    /// Tells what is remembered in the time of a clock that was set.
    private func move(by step: Duration) {
        guard step != .zero else { return }
        readings.move(by: step)
        watch?.move(by: step)
        assessor = FleetAssessor()
        derivedAt = derivedAt.map { $0 + step }
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
