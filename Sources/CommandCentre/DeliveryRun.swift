import Broadcasting
package import IncidentCore

/// Sending from the command line: deliver what is due, then say how it stands.
package enum DeliveryRun {
    /// Sends until nothing of this update is pending or patience ends.
    ///
    /// Another process may send at the same time: the outbox gives each delivery to one of them.
    /// - Returns: The update as it stands then.
    package static func settle(
        _ session: Session,
        _ incident: IncidentID,
        _ number: Int,
        patience: Duration
    ) async throws -> [StatusUpdate] {
        let client = ChannelClient()
        let service = BroadcastService(
            session: session,
            client: client,
            owner: EntryIDSource().next(at: session.clock.now).rawValue
        )
        let steady = ContinuousClock()
        let end = steady.now + patience
        do {
            while true {
                try await service.flush()
                try await session.refresh()
                let update = await session.logState.incident(incident)?.updates
                    .first { $0.number == number }
                let isPending = update?.deliveries.values.contains(where: \.isPending) ?? false
                if !isPending || steady.now >= end {
                    await client.shutdown()
                    return update.map { [$0] } ?? []
                }
                try await steady.sleep(for: .milliseconds(200))
            }
        } catch {
            await client.shutdown()
            throw error
        }
    }
}
