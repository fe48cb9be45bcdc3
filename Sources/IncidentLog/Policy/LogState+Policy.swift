import FleetModel
package import Primitives

extension LogState {
    /// The exception with this number.
    package func exception(_ id: ExceptionID) -> PolicyException? {
        exceptions.first { $0.id == id }
    }

    /// The exceptions that may be about this fleet, the oldest first.
    package func exceptions(of fleet: String?) -> [PolicyException] {
        exceptions.filter { $0.mayConcern(fleet) }
    }

    /// The versions that exceptions allow on a node at this moment.
    package func exceptedVersions(
        on node: NodeID,
        of fleet: String?,
        at now: Timestamp
    ) -> [String] {
        exceptions.filter { exception in
            exception.mayConcern(fleet) && exception.concerns(node) && exception.isInForce(at: now)
        }.map(\.version)
    }

    mutating func apply(_ event: PolicyEvent, of entry: Entry) {
        switch event {
        case .exceptionRequested(
            let id,
            let fleet,
            let nodes,
            let version,
            let reasonClass,
            let text,
            let expires,
            let exitPlan,
            let update
        ):
            highestException = max(highestException, id.number ?? 0)
            guard exception(id) == nil else { return }
            exceptions.append(
                PolicyException(
                    id: id,
                    fleet: fleet,
                    incident: entry.incident,
                    nodes: nodes,
                    version: version,
                    reasonClass: reasonClass,
                    text: text,
                    expires: expires,
                    exitPlan: exitPlan,
                    update: update,
                    requestedBy: entry.actor,
                    requestedAt: entry.occurredAt,
                    entry: entry.id
                )
            )
        case .exceptionApproved(let id):
            change(id) { $0.approval = .init(by: entry.actor, at: entry.occurredAt) }
        case .exceptionEnded(let id, let reason):
            change(id) { exception in
                exception.ending = .init(by: entry.actor, at: entry.occurredAt)
                exception.endReason = reason
                exception.endEntry = entry.id
            }
        }
    }

    private mutating func change(_ id: ExceptionID, _ change: (inout PolicyException) -> Void) {
        guard let index = exceptions.firstIndex(where: { $0.id == id }) else { return }
        change(&exceptions[index])
    }

    mutating func removeText(of id: EntryID, _ event: PolicyEvent) {
        change(event.exception) { exception in
            switch event {
            case .exceptionRequested(_, _, _, _, _, let text, _, let exitPlan, _):
                guard exception.entry == id else { return }
                exception.text = text
                exception.exitPlan = exitPlan
            case .exceptionEnded(_, let reason):
                if exception.endEntry == id { exception.endReason = reason }
            case .exceptionApproved: break
            }
        }
    }
}
