import Dispatch
package import Primitives
import Synchronization

/// Work on files, which may block for as long as a disk or a network share likes: it runs beside
/// the threads of Swift's tasks and is left alone when nobody waits for it any more.
package enum FileWork {
    private static let queue = DispatchQueue(label: "tocsin.files", attributes: .concurrent)
    private static let running = Atomic<Int>(0)
    /// So many files may hang at once before no further one is opened.
    private static let limit = 32

    /// Tells work that nobody waits for it any more, or that its time is over.
    package final class StopFlag: Sendable {
        private let flag = Atomic<Bool>(false)
        private let expiry: ContinuousClock.Instant?

        init(at expiry: ContinuousClock.Instant?) {
            self.expiry = expiry
        }

        /// Whether it is to come to its end.
        package var isRaised: Bool {
            flag.load(ordering: .relaxed) || expiry.map { $0 <= .now } ?? false
        }

        func raise() { flag.store(true, ordering: .relaxed) }
    }

    /// Runs the work; nil when the task is cancelled first.
    ///
    /// At `expiry` the work is told to come to its end, and what it has by then is waited for.
    /// - Throws: `.other` when too much hangs already.
    package static func run<Value: Sendable>(
        until expiry: ContinuousClock.Instant? = nil,
        _ work: @escaping @Sendable (StopFlag) -> Value
    ) async throws(FailureReason) -> Value? {
        guard running.add(1, ordering: .relaxed).newValue <= limit else {
            running.subtract(1, ordering: .relaxed)
            throw .other("\(limit) other files do not answer; is a disk or a share gone?")
        }
        let stop = StopFlag(at: expiry)
        let waiting = Waiting<Value>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting.start(continuation)
                queue.async {
                    let value = work(stop)
                    running.subtract(1, ordering: .relaxed)
                    waiting.finish(value)
                }
                // The handler may have run before there was anybody to tell.
                if Task.isCancelled { waiting.finish(nil) }
            }
        } onCancel: {
            stop.raise()
            waiting.finish(nil)
        }
    }

    /// Somebody who waits, and is answered once.
    private final class Waiting<Value: Sendable>: Sendable {
        private let continuation = Mutex<CheckedContinuation<Value?, Never>?>(nil)

        func start(_ continuation: CheckedContinuation<Value?, Never>) {
            self.continuation.withLock { $0 = continuation }
        }

        func finish(_ value: Value?) {
            continuation.withLock { $0.take() }?.resume(returning: value)
        }
    }
}
