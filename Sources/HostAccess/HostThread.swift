import Glibc
import Synchronization

/// Work that blocks or takes long, on a thread of its own: the threads of Swift's tasks are as many
/// as the machine has cores, all polls share one, and none may wait for a process or a disk.
package enum HostThread {
    /// So much is enough for reading descriptors; the usual 8 MiB would count for each thread.
    private static let stackBytes = 512 << 10

    /// Starts the work; false when the system has no thread left.
    static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, stackBytes)
        let box = Unmanaged.passRetained(Box(work))
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            &attributes,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().work()
                return nil
            },
            box.toOpaque()
        )
        if code != 0 { box.release() }
        return code == 0
    }

    /// Runs the work and waits for what it gives; nil when there is no thread for it.
    package static func value<Value: Sendable>(
        of work: @escaping @Sendable () -> Value
    ) async -> Value? {
        await withCheckedContinuation { continuation in
            let answer = Answer(continuation)
            if !start({ answer.give(work()) }) { answer.give(nil) }
        }
    }

    /// Runs the work and waits for what it gives, but no longer than until the task is
    /// cancelled: then the work goes on alone, and nil is returned.
    static func valueUnlessCancelled<Value: Sendable>(
        of work: @escaping @Sendable () -> Value
    ) async -> Value? {
        let answer = Answer<Value>(nil)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                answer.await(continuation)
                // The handler may have run before there was somebody to answer.
                guard !Task.isCancelled, start({ answer.give(work()) }) else {
                    return answer.give(nil)
                }
            }
        } onCancel: {
            answer.give(nil)
        }
    }

    private final class Box: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) {
            self.work = work
        }
    }

    /// Somebody who waits, and is answered once.
    private final class Answer<Value: Sendable>: Sendable {
        private let waiting: Mutex<CheckedContinuation<Value?, Never>?>

        init(_ continuation: CheckedContinuation<Value?, Never>?) {
            waiting = Mutex(continuation)
        }

        func await(_ continuation: CheckedContinuation<Value?, Never>) {
            waiting.withLock { $0 = continuation }
        }

        func give(_ value: Value?) {
            waiting.withLock { $0.take() }?.resume(returning: value)
        }
    }
}
