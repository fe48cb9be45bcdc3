import Synchronization

/// Wakes those who wait for something new in a log of this process.
package final class ChangeNotifier: Sendable {
    private struct State {
        var rings: UInt64 = 0
        var isClosed = false
        var lastWaiter: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// One that has not rung yet.
    package init() {}

    /// How often it rang so far.
    package var rings: UInt64 { state.withLock(\.rings) }
    /// Whether it will never ring again.
    package var isClosed: Bool { state.withLock(\.isClosed) }

    /// Wakes everybody.
    package func ring() {
        wakeAll { $0.rings += 1 }
    }

    /// Wakes everybody for the last time; returns whether it was open until now.
    @discardableResult
    package func close() -> Bool {
        wakeAll { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }

    /// Waits until it has rung more than `seen` times, was closed, or the task is cancelled.
    func wait(after seen: UInt64) async {
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.rings > seen || state.isClosed || Task.isCancelled { return true }
                    state.waiters[waiter] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume()
        }
    }

    /// The same, but at most for this long.
    package func wait(after seen: UInt64, atMost limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(after: seen) }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wakeAll<Outcome>(_ change: (inout State) -> Outcome) -> Outcome {
        let (outcome, waiters) = state.withLock { state in
            let outcome = change(&state)
            defer { state.waiters = [:] }
            return (outcome, Array(state.waiters.values))
        }
        for waiter in waiters { waiter.resume() }
        return outcome
    }
}

// MARK: Telling changes

extension ChangeNotifier {
    private final class Cursor: Sendable {
        let told = Mutex<Int64?>(nil)

        /// Notes the position and returns whether it was told before.
        func moves(to position: Int64) -> Bool {
            told.withLock { told in
                defer { told = position }
                return told != position
            }
        }
    }

    /// A stream that yields whenever the position differs from the one told last.
    ///
    /// Nothing runs between two elements unless somebody waits for the next one.
    /// - Parameters:
    ///   - interval: how often to look without a ring; nil when only this process can append.
    ///   - position: the last sequence number; nil when it cannot be told at the moment.
    package func changes(
        every interval: Duration?,
        position: @escaping @Sendable () async -> Int64?
    ) -> AsyncStream<Void> {
        let cursor = Cursor()
        return AsyncStream(unfolding: {
            while !self.isClosed && !Task.isCancelled {
                let rings = self.rings
                if let position = await position(), cursor.moves(to: position) { return () }
                if let interval {
                    await self.wait(after: rings, atMost: interval)
                } else {
                    await self.wait(after: rings)
                }
            }
            return nil
        })
    }
}
