package import Broadcasting
package import FleetModel
package import IncidentLog
package import Logging
import Primitives
import EventStore

/// Sends what is due, updates and news of signals alike, and writes down what became of it.
///
/// Each channel has a queue of its own, so that one that hangs delays no other; of one channel the
/// messages go one after the other. A part that a channel took is written down before the next one
/// is sent: whoever goes on after a crash repeats at most the part that was under way, and says so
/// where the service shows both. What was delivered and cannot be written down is kept, said, and
/// written as soon as that works; it is not sent again.
package struct DeliveryService: Sendable {
    /// Sends one part of a message to a channel.
    package typealias Sending =
        @Sendable (MessagePart, ChannelSpec, IdempotencyKey) async throws(DeliveryFailure) ->
        Receipt

    /// What a service sends.
    package enum Scope: Sendable {
        /// Status updates only: for commands, which watch nothing, and for drills.
        case updates
        /// Status updates and news of signals.
        case everything
    }

    let session: Session
    let owner: String
    let queues = ChannelQueues()
    let unwritten = UnwrittenOutcomes()
    private let scope: Scope
    private let logger: Logger
    private let isGone: @Sendable (String) -> Bool
    private let send: Sending

    /// How long a channel belongs to the program that took it.
    ///
    /// It is longer than a part may last, and begins anew with each part.
    static let lease: Duration = .seconds(60)

    /// A service that sends in this way.
    ///
    /// - Parameters:
    ///   - owner: Tells this service from all others on the log, such as `LeaseOwner.new(at:)`.
    ///   - logger: Is told when the log cannot be read, and what was delivered and cannot be
    ///     written down.
    ///   - isGone: Whether another owner is proved to be gone.
    package init(
        session: Session,
        owner: String,
        scope: Scope = .updates,
        logger: Logger = .unheard,
        isGone: @escaping @Sendable (String) -> Bool = { LeaseOwner.isGone($0) },
        send: @escaping Sending
    ) {
        self.session = session
        self.owner = owner
        self.scope = scope
        self.logger = logger
        self.isGone = isGone
        self.send = send
    }

    /// A service that sends through this client.
    package init(
        session: Session,
        client: ChannelClient,
        owner: String,
        scope: Scope = .updates,
        logger: Logger = .unheard
    ) {
        self.init(session: session, owner: owner, scope: scope, logger: logger) {
            part,
            spec,
            key throws(DeliveryFailure) in
            try await client.send(part, to: spec, key: key)
        }
    }

    /// A service whose messages all go into this sink: for drills.
    package init(session: Session, sink: DrillSink, owner: String) {
        self.init(session: session, owner: owner) {
            part,
            _,
            key throws(DeliveryFailure) in
            try await sink.send(part, key: key)
        }
    }

    /// Sends what is due now, one message after the other, so that a drill gives the same log
    /// twice.
    ///
    /// - Returns: How many attempts were made.
    @discardableResult
    package func flush() async throws(CommandFailure) -> Int {
        await writeOutcomes()
        var (count, over): (Int, Set<ChannelID>) = (0, [])
        try await refresh()
        while let next = await due().first(where: { !over.contains($0.id.channel) }) {
            let step = await step(next.id.channel)
            if step != .nothing { count += 1 }
            if step != .attempted { over.insert(next.id.channel) }
        }
        for channel in queues.leased { await giveBack(channel) }
        return count
    }

    /// Sends whatever becomes due until the task is cancelled or `isDone` says so; what is under
    /// way is then broken off, and goes on when its lease has run out.
    ///
    /// - Parameter interval: How often it is looked for what time makes due; what the log asks for
    ///   is found at once. Nothing is written while nothing is due.
    package func run(
        every interval: Duration,
        until isDone: @Sendable () async -> Bool = { false }
    ) async {
        await withDiscardingTaskGroup { group in
            // At least one look: who waits for nothing still has the first attempt begun.
            var goesOn = true
            while goesOn {
                let seen = session.news.rings
                await writeOutcomes()
                for channel in Set(await due().map(\.id.channel)) where queues.begin(channel) {
                    group.addTask {
                        while await step(channel) == .attempted, !Task.isCancelled {}
                        await giveBack(channel)
                        queues.end(channel)
                    }
                }
                await session.news.wait(after: seen, atMost: interval)
                let isFinished = await isDone()
                goesOn = !isFinished && !Task.isCancelled
            }
            group.cancelAll()
        }
        await writeOutcomes()
    }

    // MARK: One step of a queue

    /// What became of the first message of a queue.
    private enum Step {
        /// None is due, or another program is at it.
        case nothing
        /// An attempt was made, and what became of it is written down.
        case attempted
        /// An attempt was made, and the queue waits.
        case stopped
    }

    private func due() async -> [DueDelivery] {
        await session.dueDeliveries(scope).filter { !unwritten.contains($0.id) }
    }

    private func due(on channel: ChannelID) async -> DueDelivery? {
        let all = await session.dueDeliveries(scope).filter { $0.id.channel == channel }
        // What follows on something that cannot be written down waits for it.
        return all.first.flatMap { unwritten.contains($0.id) ? nil : $0 }
    }

    private func refresh() async throws(CommandFailure) {
        // Leases and attempts are told in the time of the log, which all programs share.
        try await session.settleClock()
        do throws(StoreError) {
            try await session.refresh()
        } catch {
            throw .store(error)
        }
    }

    private func step(_ channel: ChannelID) async -> Step {
        guard let first = await due(on: channel) else { return .nothing }
        guard let spec = session.fleet?.channels.first(where: { $0.id == channel }) else {
            let reason = "the fleet file no longer has this channel"
            return await settle(.gaveUp(reason: reason, attempt: first.attempt), of: first)
        }
        do throws(CommandFailure) {
            let plan = await plan(first, spec)
            guard try await take(plan, part: plan.next) else { return .nothing }
            // Another program may have sent it until a moment ago.
            try await refresh()
            guard let now = await due(on: channel), now.isSame(as: first) else {
                return .attempted
            }
            return await deliver(plan)
        } catch {
            if !Task.isCancelled { logger.warning("\(error.message)") }
            return .nothing
        }
    }

    private func plan(_ delivery: DueDelivery, _ spec: ChannelSpec) async -> DeliveryPlan {
        await DeliveryPlan(delivery, ChannelMessage(session.message(delivery), to: spec))
    }

    /// Takes the channel for a part, or renews the lease.
    private func take(
        _ plan: DeliveryPlan,
        part: Int
    ) async throws(CommandFailure) -> Bool {
        let channel = plan.delivery.id.channel
        let now = await session.now
        do throws(StoreError) {
            let lease = try await session.log.lease(
                channel.rawValue,
                owner: owner,
                at: now,
                until: now + Self.lease,
                task: plan.key(of: part).rawValue,
                isGone: isGone
            )
            guard case .taken(let unfinished) = lease else { return false }
            queues.note(lease: channel, unfinished: unfinished)
            return true
        } catch {
            throw .store(error)
        }
    }

    /// Takes the channel for one more part; whether all parts before it are the last news.
    private func goOn(
        _ plan: DeliveryPlan,
        with part: Int
    ) async throws(CommandFailure) -> Bool {
        guard try await take(plan, part: part) else { return false }
        try await refresh()
        let delivery = plan.delivery
        let now = await due(on: delivery.id.channel)
        return now?.id == delivery.id && now?.attempt == delivery.attempt
            && now?.taken.count == part - 1
    }

    private func giveBack(_ channel: ChannelID) async {
        guard queues.forget(lease: channel) else { return }
        try? await session.log.release(channel.rawValue, owner: owner)
    }

    /// Sends the parts that the channel does not have yet; the first is leased already.
    private func deliver(_ plan: DeliveryPlan) async -> Step {
        let delivery = plan.delivery
        var receipts = plan.receipts
        for number in plan.next...plan.count {
            do throws(CommandFailure) {
                // Who has lost a channel to another program sends no further part.
                if number > plan.next, try await !goOn(plan, with: number) { return .stopped }
            } catch {
                return .stopped
            }
            let key = plan.key(of: number)
            let part = plan.part(
                number,
                isRepeat: queues.wasUnfinished(key, on: delivery.id.channel)
            )
            let receipt: Receipt
            do throws(DeliveryFailure) {
                receipt = try await send(part, plan.message.channel, key)
            } catch {
                if Task.isCancelled { return .stopped }
                return await settle(await outcome(of: error, delivery.attempt), of: delivery)
            }
            receipts.append(PartReceipt(part: number, of: plan.count, receipt: receipt.id))
            if number < plan.count, await !note(receipts[receipts.count - 1], delivery) {
                return .stopped
            }
        }
        let receipt = receipts.map(\.receipt).joined(separator: ", ")
        return await settle(
            .delivered(receipt: receipt, attempt: delivery.attempt),
            of: delivery
        )
    }

    private func outcome(of failure: DeliveryFailure, _ attempt: Int) async -> DeliveryOutcome {
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

    // MARK: Writing down

    /// Writes down that a channel took a part; whether that worked.
    private func note(_ part: PartReceipt, _ delivery: DueDelivery) async -> Bool {
        await write(
            .delivery(.noteTaken(delivery.id, part)),
            of: delivery,
            "part \(part.part) of \(part.parts) of " + delivery.reached(part.receipt)
        )
    }

    private func settle(
        _ outcome: DeliveryOutcome,
        of delivery: DueDelivery
    ) async -> Step {
        var said: String?
        if case .delivered(let receipt, _) = outcome { said = delivery.reached(receipt) }
        let isWritten = await write(delivery.command(outcome), of: delivery, said)
        return isWritten ? .attempted : .stopped
    }

    /// Carries a command out; `said` is kept and told when a receipt cannot be written down.
    private func write(
        _ command: Command,
        of delivery: DueDelivery,
        _ said: String?
    ) async -> Bool {
        do throws(CommandFailure) {
            try await session.perform(command, by: .tocsin)
            return true
        } catch {
            // Other outcomes leave the lease to run out: the attempt is made again.
            guard let said, case .store = error else { return false }
            unwritten.keep(command, of: delivery.id)
            logger.error("\(said), which cannot be written down yet: \(error.message)")
            return false
        }
    }

    /// Writes down what was delivered and could not be written before.
    private func writeOutcomes() async {
        for (id, command) in unwritten.all {
            do throws(CommandFailure) {
                try await session.perform(command, by: .tocsin)
            } catch {
                guard case .refused = error else { return }
            }
            unwritten.forget(id, command)
        }
    }
}
