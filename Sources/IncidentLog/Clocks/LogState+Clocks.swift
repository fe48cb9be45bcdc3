import Primitives

extension LogState {
    func decide(_ command: ClockCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .set(let id, let name, let due, let waiting):
            let incident = try knownIncident(id)
            let name = try text(name, "the name")
            try checkFuture(due, context)
            return [
                Decision(
                    id,
                    .clock(
                        .set(
                            number: (incident.clocks.last?.number ?? 0) + 1,
                            name: name,
                            due: due,
                            waiting: waiting
                        )
                    )
                )
            ]
        case .move(let id, let number, let due, let reason):
            let clock = try runningClock(number, of: id)
            guard clock.due != due else { return [] }
            try checkFuture(due, context)
            return [Decision(id, .clock(.moved(number: number, due: due, reason: reason)))]
        case .end(let id, let number, let outcome):
            _ = try runningClock(number, of: id)
            let outcome = try text(outcome, "the outcome")
            return [Decision(id, .clock(.ended(number: number, outcome: outcome)))]
        }
    }

    private func checkFuture(_ due: Timestamp, _ context: DecisionContext) throws(Refusal) {
        guard due > context.now else {
            throw Refusal(.invalid, "the date is over already", argument: "at")
        }
    }

    private func runningClock(
        _ number: Int,
        of id: IncidentID
    ) throws(Refusal) -> ExternalClock {
        guard let clock = try knownIncident(id).clocks.first(where: { $0.number == number })
        else {
            throw Refusal(.invalid, "\(id) has no clock \(number) (clock add …)")
        }
        guard clock.outcome == nil else {
            throw Refusal(.invalid, "'\(clock.name)' was decided already")
        }
        return clock
    }
}

extension IncidentState {
    mutating func apply(_ event: ClockEvent, of entry: Entry) {
        switch event {
        case .set(let number, let name, let due, let waiting):
            guard number > clocks.last?.number ?? 0 else { return }
            clocks.append(
                ExternalClock(
                    number: number,
                    name: name,
                    due: due,
                    waiting: waiting,
                    entry: entry.id
                )
            )
        case .moved(let number, let due, _): change(number) { $0.due = due }
        case .ended(let number, let outcome):
            change(number) {
                $0.outcome = outcome
                $0.endedAt = entry.occurredAt
                $0.endEntry = entry.id
            }
        }
    }

    private mutating func change(_ number: Int, _ change: (inout ExternalClock) -> Void) {
        guard let index = clocks.firstIndex(where: { $0.number == number }) else { return }
        change(&clocks[index])
    }

    mutating func removeText(of id: EntryID, _ event: ClockEvent) {
        for index in clocks.indices {
            switch event {
            case .set(_, let name, _, let waiting):
                guard clocks[index].entry == id else { continue }
                clocks[index].name = name
                clocks[index].waiting = waiting
            case .ended(_, let outcome):
                if clocks[index].endEntry == id { clocks[index].outcome = outcome }
            case .moved: break
            }
        }
    }
}

extension ExternalClock {
    mutating func move(by step: Duration) { endedAt = endedAt.map { $0 + step } }
}
