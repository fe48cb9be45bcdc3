package import Broadcasting
import EventStore
import FleetModel
import IncidentLog
import Primitives
import Probing
import Synchronization

/// Tells channels about signals when they are raised, become worse and end, and writes down the
/// receipts.
///
/// At least once: what was not settled when the program stopped is told by the next one, under
/// the same idempotency key.
package struct NotificationService: Sendable {
    private let session: Session
    private let client: ChannelClient

    /// A service that sends through this client.
    package init(session: Session, client: ChannelClient) {
        self.session = session
        self.client = client
    }

    /// One piece of news on its way to one channel.
    private struct Key: Hashable {
        let entry: EntryID
        let channel: ChannelID
    }

    /// What is under way, and what waits for its next attempt.
    private final class Attempts: Sendable {
        private struct State {
            var underWay: Set<Key> = []
            var failed: [Key: (count: Int, next: Timestamp)] = [:]
        }

        private let state = Mutex(State())

        /// The number of the attempt to make now; nil when none is to be made.
        func begin(_ key: Key, at now: Timestamp) -> Int? {
            state.withLock { state in
                let failed = state.failed[key]
                guard failed.map({ $0.next <= now }) ?? true,
                    state.underWay.insert(key).inserted
                else { return nil }
                return (failed?.count ?? 0) + 1
            }
        }

        func end(_ key: Key, failed: (count: Int, next: Timestamp)?) {
            state.withLock { state in
                state.underWay.remove(key)
                state.failed[key] = failed
            }
        }
    }

    /// Tells whatever there is to tell until the task is cancelled.
    ///
    /// - Parameters:
    ///   - beat: How often it is looked for news.
    ///   - complain: Is told what was told and cannot be written down.
    package func run(
        beat: Duration,
        complain: @escaping @Sendable (String) -> Void = { _ in }
    ) async {
        let attempts = Attempts()
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for notice in await session.dueNotices() {
                    let key = Key(entry: notice.news.entry, channel: notice.channel.id)
                    guard let count = attempts.begin(key, at: session.clock.now) else { continue }
                    group.addTask {
                        guard let outcome = await tell(notice, key, attempt: count, attempts)
                        else { return }
                        await keep(outcome, of: notice, beat: beat, complain)
                        attempts.end(key, failed: nil)
                    }
                }
                try? await ProbeRunner.wait(for: beat)
            }
            group.cancelAll()
        }
    }

    /// What became of telling it; nil when it is to be told again later.
    private func tell(
        _ notice: DueNotice,
        _ key: Key,
        attempt: Int,
        _ attempts: Attempts
    ) async -> NoticeOutcome? {
        do throws(DeliveryFailure) {
            return .delivered(receipt: try await send(notice, key).id)
        } catch {
            if Task.isCancelled {
                attempts.end(key, failed: nil)
                return nil
            }
            if case .retryable(_, let after) = error,
                let delay = RetrySchedule.delay(
                    afterAttempt: attempt,
                    retryAfter: after,
                    jitter: .random(in: 0..<1)
                )
            {
                attempts.end(key, failed: (attempt, session.clock.now + delay))
                return nil
            }
            return .gaveUp(reason: error.reason)
        }
    }

    /// Writes down what became of it; what was delivered and cannot be written is tried until it
    /// can, and not told again meanwhile.
    private func keep(
        _ outcome: NoticeOutcome,
        of notice: DueNotice,
        beat: Duration,
        _ complain: @Sendable (String) -> Void
    ) async {
        let command = SignalCommand.recordNotice(
            notice.signal.id,
            about: notice.news.entry,
            notice.channel.id,
            outcome
        )
        var isSaid = false
        while true {
            do throws(CommandFailure) {
                try await session.perform(.signal(command), by: .tocsin)
                return
            } catch {
                guard case .store = error, case .delivered = outcome else { return }
                if !isSaid {
                    complain(
                        "'\(notice.channel.id)' was told of \(notice.signal.id), which cannot be "
                            + "written down yet: \(error.message)"
                    )
                }
                isSaid = true
            }
            guard !Task.isCancelled, (try? await ProbeRunner.wait(for: beat)) != nil else { return }
        }
    }

    private func send(_ notice: DueNotice, _ key: Key) async throws(DeliveryFailure) -> Receipt {
        let message = StatusMessage(
            notice,
            fleet: session.fleet?.name ?? "",
            incident: await session.logState.newestOpenIncident(of: session.fleet?.name)?.id
        )
        return try await client.deliver(
            message,
            to: notice.channel,
            key: "\(key.entry)-\(key.channel)"
        )
    }
}
