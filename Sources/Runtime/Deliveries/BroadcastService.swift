package import Broadcasting
import EventStore
package import FleetModel
import IncidentLog
import Primitives
import Probing

/// Takes due deliveries out of the outbox, sends them, and writes down what became of them.
///
/// Each channel goes its own way, so that one that hangs delays no other; of one channel the
/// updates go in their order. What was delivered and cannot be written down is not sent again: it
/// is kept in memory and written as soon as that works.
package struct BroadcastService: Sendable {
    /// Sends a message; is to call the last argument before each part.
    package typealias Sending =
        @Sendable (
            StatusMessage, ChannelSpec, String, @Sendable () async throws(DeliveryFailure) -> Void
        ) async throws(DeliveryFailure) -> Receipt

    private let session: Session
    private let send: Sending
    private let owner: String
    private let unwritten = UnwrittenOutcomes()

    /// How long a delivery belongs to the process that took it: longer than a part may last; it
    /// begins anew with each part.
    private static let lease: Duration = .seconds(60)
    /// How many deliveries are taken at a time.
    private static let batch = 32

    /// A service that sends in this way.
    package init(session: Session, owner: String, send: @escaping Sending) {
        self.session = session
        self.owner = owner
        self.send = send
    }

    /// A service that sends through this client.
    package init(session: Session, client: ChannelClient, owner: String) {
        self.init(session: session, owner: owner) {
            message,
            spec,
            key,
            beforePart throws(DeliveryFailure) in
            try await client.deliver(message, to: spec, key: key, beforePart: beforePart)
        }
    }

    /// A service whose messages all go into this sink: for drills.
    package init(session: Session, sink: DrillSink, owner: String) {
        self.init(session: session, owner: owner) {
            message,
            _,
            key,
            _ throws(DeliveryFailure) in
            let parts = MessageSplitter.parts(of: message, limits: sink.limits)
            var receipt = Receipt(id: "drill")
            for part in parts { receipt = try await sink.send(part, key: IdempotencyKey(key)) }
            return receipt
        }
    }

    /// Sends what is due now, one delivery after the other, so that a drill tells the same story
    /// twice.
    ///
    /// - Parameter complain: Is told what was delivered and cannot be written down.
    /// - Returns: How many attempts were made.
    @discardableResult
    package func flush(
        complain: @Sendable (String) -> Void = { _ in }
    ) async throws(CommandFailure) -> Int {
        await writeOutcomes()
        var count = 0
        // One at a time, for a lease begins when it is taken; what waits for an update before it on
        // its channel is due after that.
        while let item = try await claim(atMost: 1).first {
            await deliver(item, complain: complain)
            count += 1
        }
        return count
    }

    /// Sends whatever becomes due until the task is cancelled or `isDone` says so; deliveries under
    /// way are then broken off, and their lease brings them back later.
    ///
    /// - Parameters:
    ///   - beat: How often the outbox is looked at.
    ///   - complain: Is told when the outbox cannot be read, and what was delivered and cannot be
    ///     written down.
    package func run(
        beat: Duration,
        until isDone: @Sendable () async -> Bool = { false },
        complain: @escaping @Sendable (String) -> Void = { _ in }
    ) async {
        await withDiscardingTaskGroup { group in
            // At least one look: who waits for nothing still has the first attempt begun.
            var goesOn = true
            while goesOn {
                await writeOutcomes()
                do throws(CommandFailure) {
                    for item in try await claim(atMost: Self.batch) {
                        group.addTask { await deliver(item, complain: complain) }
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
        await writeOutcomes()
    }

    private func claim(atMost limit: Int) async throws(CommandFailure) -> [OutboxItem] {
        guard session.fleet?.channels.isEmpty == false else { return [] }
        // Leases and attempts are told in the time of the log, which all programs share.
        try await session.settleClock()
        do throws(StoreError) {
            return try await session.log.claimDeliveries(
                at: await session.now,
                owner: owner,
                lease: Self.lease,
                limit: limit
            )
        } catch {
            throw .store(error)
        }
    }

    private func deliver(_ item: OutboxItem, complain: @Sendable (String) -> Void) async {
        // What came back because its outcome could not be written is not sent once more.
        if unwritten.contains(item) { return }
        let spec = session.fleet?.channels.first { $0.id == item.channel }
        let outcome = await attempt(item, spec)
        if case .delivered = outcome {} else if Task.isCancelled { return }
        do throws(CommandFailure) {
            try await settle(item, outcome)
        } catch {
            // Other outcomes leave the lease to run out: the delivery is tried again.
            guard case .delivered(let receipt, _) = outcome, case .store = error else { return }
            unwritten.keep(outcome, of: item)
            complain(
                "update #\(item.number) of \(item.incident) reached '\(item.channel)' "
                    + "(\(receipt)), which cannot be written down yet: \(error.message)"
            )
        }
    }

    private func settle(
        _ item: OutboxItem,
        _ outcome: DeliveryOutcome
    ) async throws(CommandFailure) {
        let command = Command.update(
            .settleDelivery(
                item.incident,
                number: item.number,
                item.channel,
                outcome
            )
        )
        try await session.perform(command, by: .tocsin)
    }

    /// Writes down what was delivered and could not be written before.
    private func writeOutcomes() async {
        for (item, outcome) in unwritten.all {
            do throws(CommandFailure) {
                try await settle(item, outcome)
            } catch {
                guard case .refused = error else { return }
            }
            unwritten.forget(item)
        }
    }

    private func renew(_ item: OutboxItem) async throws(DeliveryFailure) {
        let isOurs: Bool
        do throws(StoreError) {
            isOurs = try await session.log.renewDelivery(
                item,
                owner: owner,
                until: await session.now + Self.lease
            )
        } catch {
            throw .retryable(reason: "its place in the outbox: \(error.message)", after: nil)
        }
        guard isOurs else {
            throw .retryable(reason: "another program has taken it over", after: nil)
        }
    }

    private func attempt(_ item: OutboxItem, _ spec: ChannelSpec?) async -> DeliveryOutcome {
        guard let spec else {
            return .gaveUp(
                reason: "the fleet file no longer has this channel",
                attempt: item.attempt
            )
        }
        var message = StatusMessage(
            incident: item.incident,
            number: item.number,
            title: item.title,
            text: item.text,
            mode: item.mode,
            queuedAt: item.queuedAt
        )
        message.mayBeSent = item.mayBeSent
        do throws(DeliveryFailure) {
            let receipt = try await send(message, spec, item.key) {
                () async throws(DeliveryFailure) in
                try await renew(item)
            }
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
