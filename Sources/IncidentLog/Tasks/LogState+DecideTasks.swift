import Primitives

extension LogState {
    /// Tasks outlive the incident: what follows from it is done afterwards.
    func decide(_ command: TaskCommand, in context: DecisionContext) throws(Refusal)
        -> [Decision]
    {
        switch command {
        case .add(let id, let body, let owner, let due):
            let incident = try knownIncident(id)
            let body = try text(body, "the task")
            return [
                Decision(
                    id,
                    .task(
                        .added(
                            number: (incident.tasks.last?.number ?? 0) + 1,
                            text: body,
                            owner: owner,
                            due: due
                        )
                    )
                )
            ]
        case .assign(let id, let number, let owner, let due):
            let task = try openTask(number, of: id)
            guard owner != nil || due != nil else {
                throw Refusal(.invalid, "say who does it (--owner) or by when (--due)")
            }
            let event = TaskEvent.assigned(
                number: number,
                owner: owner ?? task.owner,
                due: due ?? task.due
            )
            return [Decision(id, .task(event))]
        case .finish(let id, let number, let note):
            if try task(number, of: id).state == .done { return [] }
            _ = try openTask(number, of: id)
            return [Decision(id, .task(.done(number: number, note: note)))]
        case .drop(let id, let number, let reason):
            _ = try openTask(number, of: id)
            let reason = try text(reason, "the reason")
            return [Decision(id, .task(.dropped(number: number, reason: reason)))]
        }
    }

    private func task(_ number: Int, of id: IncidentID) throws(Refusal) -> IncidentTask {
        let incident = try knownIncident(id)
        guard let task = incident.tasks.first(where: { $0.number == number }) else {
            let known = incident.tasks.map { "\($0.number)" }.joined(separator: ", ")
            throw Refusal(
                .invalid,
                "\(id) has no task \(number)"
                    + (known.isEmpty ? "; it has none (task add …)" : "; tasks: \(known)")
            )
        }
        return task
    }

    private func openTask(_ number: Int, of id: IncidentID) throws(Refusal) -> IncidentTask {
        let task = try task(number, of: id)
        guard task.state == .open else {
            throw Refusal(.invalid, "task \(number) of \(id) is \(task.state.rawValue) already")
        }
        return task
    }
}

extension IncidentState {
    mutating func apply(_ event: TaskEvent, of entry: Entry) {
        switch event {
        case .added(let number, let text, let owner, let due):
            guard number > tasks.last?.number ?? 0 else { return }
            tasks.append(
                IncidentTask(
                    number: number,
                    text: text,
                    owner: owner,
                    due: due,
                    state: .open,
                    entry: entry.id
                )
            )
        case .assigned(let number, let owner, let due):
            change(number) {
                $0.owner = owner
                $0.due = due
            }
        case .done(let number, let note): end(number, .done, note, entry)
        case .dropped(let number, let reason): end(number, .dropped, reason, entry)
        }
    }

    private mutating func change(_ number: Int, _ change: (inout IncidentTask) -> Void) {
        guard let index = tasks.firstIndex(where: { $0.number == number }) else { return }
        change(&tasks[index])
    }

    private mutating func end(
        _ number: Int,
        _ state: IncidentTask.State,
        _ remark: String?,
        _ entry: Entry
    ) {
        change(number) {
            $0.state = state
            $0.endedAt = entry.occurredAt
            $0.remark = remark
            $0.remarkEntry = entry.id
        }
    }

    mutating func removeText(of id: EntryID, _ event: TaskEvent) {
        for index in tasks.indices {
            switch event {
            case .added(_, let text, _, _): if tasks[index].entry == id { tasks[index].text = text }
            case .done(_, let remark):
                if tasks[index].remarkEntry == id { tasks[index].remark = remark }
            case .dropped(_, let remark):
                if tasks[index].remarkEntry == id { tasks[index].remark = remark }
            case .assigned: break
            }
        }
    }
}

extension IncidentTask {
    mutating func move(by step: Duration) { endedAt = endedAt.map { $0 + step } }
}
