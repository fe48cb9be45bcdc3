import Broadcasting
package import IncidentLog
package import Logging
package import Primitives

/// Sending from the command line: deliver what is due, then say how it stands.
package enum DeliveryRun {
    /// How long an attempt that is under way when the time is up may still take.
    private static let lastAttempt: Duration = .seconds(5)

    /// Sends until nothing of this update is pending or the time is up.
    ///
    /// Without any time there is still one attempt: it may take `lastAttempt` more.
    ///
    /// Another process may send at the same time: a lease gives each channel to one of them.
    ///
    /// - Parameter logger: Is told what was delivered and cannot be written down.
    /// - Returns: The update as it stands then.
    package static func settle(
        _ session: Session,
        _ incident: IncidentID,
        _ number: Int,
        timeout: Duration,
        logger: Logger
    ) async throws -> [StatusUpdate] {
        let client = ChannelClient()
        let service = DeliveryService(
            session: session,
            client: client,
            owner: LeaseOwner.new(at: session.clock.wall),
            logger: logger
        )
        try? await session.refresh()
        let steady = ContinuousClock()
        let end = steady.now + timeout
        await service.run(
            every: .milliseconds(200),
            until: {
                let isSettled = await isSettled(session, incident, number)
                if isSettled { return true }
                let over = steady.now - end
                return over >= .zero && (service.queues.isIdle || over >= Self.lastAttempt)
            }
        )
        client.shutdown()
        try await session.refresh()
        return await update(session, incident, number).map { [$0] } ?? []
    }

    private static func isSettled(
        _ session: Session,
        _ incident: IncidentID,
        _ number: Int
    ) async -> Bool {
        try? await session.refresh()
        let update = await update(session, incident, number)
        return update?.deliveries.values.contains(where: \.isPending) != true
    }

    private static func update(
        _ session: Session,
        _ incident: IncidentID,
        _ number: Int
    ) async -> StatusUpdate? {
        await session.logState.incident(incident)?.updates.first { $0.number == number }
    }
}
