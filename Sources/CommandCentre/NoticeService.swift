package import Broadcasting
import IncidentCore
import IncidentStore
import Probing
import Synchronization

/// Tells channels about signals when they are raised, become worse and end, and writes down the
/// receipts.
///
/// At least once: what was not settled when the program stopped is told by the next one, under
/// the same idempotency key.
package struct NoticeService: Sendable {
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
    /// - Parameter beat: How often it is looked for news.
    package func run(beat: Duration) async {
        let attempts = Attempts()
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for notice in await session.dueNotices() {
                    let key = Key(entry: notice.news.entry, channel: notice.channel.id)
                    guard let count = attempts.begin(key, at: session.clock.now) else { continue }
                    group.addTask { await tell(notice, key, attempt: count, attempts) }
                }
                try? await ProbeRunner.wait(for: beat)
            }
            group.cancelAll()
        }
    }

    private func tell(
        _ notice: DueNotice,
        _ key: Key,
        attempt: Int,
        _ attempts: Attempts
    ) async {
        let outcome: NoticeOutcome
        do throws(DeliveryFailure) {
            outcome = .delivered(receipt: try await send(notice, key).id)
        } catch {
            if Task.isCancelled { return attempts.end(key, failed: nil) }
            if case .retryable(_, let after) = error,
                let delay = RetrySchedule.delay(
                    afterAttempt: attempt,
                    retryAfter: after,
                    jitter: .random(in: 0..<1)
                )
            {
                return attempts.end(key, failed: (attempt, session.clock.now + delay))
            }
            outcome = .gaveUp(reason: error.reason)
        }
        let command = SignalCommand.recordNotice(
            notice.signal.id,
            about: notice.news.entry,
            notice.channel.id,
            outcome
        )
        // A store that fails here leaves it to be told again: the key is the same.
        _ = try? await session.perform(.signal(command), by: .tocsin)
        attempts.end(key, failed: nil)
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
