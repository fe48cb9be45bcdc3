import Dispatch

/// Asynchronous work beside the blocking main loop, ended when the loop ends.
struct BackgroundWork: Sendable {
    private let task: Task<Void, Never>
    private let finished = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () async -> Void) {
        let finished = finished
        task = Task { @concurrent in
            await work()
            finished.signal()
        }
    }

    /// Cancels the work and waits until it has ended, at most two seconds.
    func stop() {
        task.cancel()
        _ = finished.wait(timeout: .now() + 2)
    }
}
