package import Broadcasting
import IncidentCore
import IncidentStore
import Probing

/// Takes due deliveries out of the outbox, sends them, and writes down what became of them.
///
/// Each delivery goes its own way: a channel that hangs delays no other.
package struct BroadcastService: Sendable {
    private let session: Session
    private let send:
        @Sendable (StatusMessage, ChannelSpec, String) async throws(DeliveryFailure) -> Receipt
    private let owner: String

    /// How long a delivery belongs to the process that took it: longer than an attempt may last.
    private static let lease: Duration = .seconds(60)
    /// How many deliveries are taken at a time.
    private static let batch = 32

    /// A service that sends through this client.
    package init(session: Session, client: ChannelClient, owner: String) {
        self.session = session
        self.owner = owner
        send = { message, spec, key throws(DeliveryFailure) in
            try await client.deliver(message, to: spec, key: key)
        }
    }

    /// A service whose messages all go into this sink: for drills.
    package init(session: Session, sink: DrillSink, owner: String) {
        self.session = session
        self.owner = owner
        send = { message, _, key throws(DeliveryFailure) in
            let parts = MessageSplitter.parts(of: message, limits: sink.limits)
            var receipt = Receipt(id: "drill")
            for part in parts { receipt = try await sink.send(part, key: IdempotencyKey(key)) }
            return receipt
        }
    }

    /// Sends what is due now, one delivery after the other, so that a drill tells the same story
    /// twice.
    ///
    /// - Returns: How many attempts were made.
    @discardableResult
    package func flush() async throws(CommandFailure) -> Int {
        let items = try await claim()
        for item in items { await deliver(item) }
        return items.count
    }

    /// Sends whatever becomes due until the task is cancelled or `isDone` says so; deliveries under
    /// way are then broken off, and their lease brings them back later.
    ///
    /// - Parameters:
    ///   - beat: How often the outbox is looked at.
    ///   - complain: Is told when the outbox cannot be read.
    package func run(
        beat: Duration,
        until isDone: @Sendable () async -> Bool = { false },
        complain: @Sendable (String) -> Void = { _ in }
    ) async {
        await withDiscardingTaskGroup { group in
            // At least one look: who waits for nothing still has the first attempt begun.
            var goesOn = true
            while goesOn {
                do throws(CommandFailure) {
                    for item in try await claim() {
                        group.addTask { await deliver(item) }
                    }
                } catch {
                    complain(error.message)
                }
                try? await ProbeRunner.wait(for: beat)
                let isFinished = await isDone()
                goesOn = !isFinished && !Task.isCancelled
            }
            group.cancelAll()
        }
    }

    private func claim() async throws(CommandFailure) -> [OutboxItem] {
        guard session.fleet?.channels.isEmpty == false else { return [] }
        // Leases and attempts are told in the time of the log, which all programs share.
        try await session.settleClock()
        do throws(StoreError) {
            return try await session.log.claimDeliveries(
                at: await session.now,
                owner: owner,
                lease: Self.lease,
                limit: Self.batch
            )
        } catch {
            throw .store(error)
        }
    }

    private func deliver(_ item: OutboxItem) async {
        let spec = session.fleet?.channels.first { $0.id == item.channel }
        let outcome = await attempt(item, spec)
        if case .delivered = outcome {} else if Task.isCancelled { return }
        let command = Command.settleDelivery(
            item.incident,
            number: item.number,
            item.channel,
            outcome
        )
        // A store that fails here leaves the lease to run out: the delivery is tried again.
        _ = try? await session.perform(command, by: .tocsin)
    }

    private func attempt(_ item: OutboxItem, _ spec: ChannelSpec?) async -> DeliveryOutcome {
        guard let spec else {
            return .gaveUp(
                reason: "the fleet file no longer has this channel",
                attempt: item.attempt
            )
        }
        let message = StatusMessage(
            incident: item.incident,
            number: item.number,
            title: item.title,
            text: item.text,
            mode: item.mode,
            queuedAt: item.queuedAt
        )
        do throws(DeliveryFailure) {
            let receipt = try await send(message, spec, item.key)
            return .delivered(receipt: receipt.id, attempt: item.attempt)
        } catch {
            return await outcome(of: error, attempt: item.attempt)
        }
    }

    private func outcome(of failure: DeliveryFailure, attempt: Int) async -> DeliveryOutcome {
        switch failure {
        case .permanent(let reason): return .gaveUp(reason: reason, attempt: attempt)
        case .retryable(let reason, let after):
            guard
                let delay = RetrySchedule.delay(
                    afterAttempt: attempt,
                    retryAfter: after,
                    jitter: .random(in: 0..<1)
                )
            else { return .gaveUp(reason: reason, attempt: attempt) }
            return .failed(
                reason: reason,
                attempt: attempt,
                retryAt: await session.now + delay
            )
        }
    }
}
