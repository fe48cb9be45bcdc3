import NIOCore

/// Runs tasks on the thread of an event loop.
///
/// A request that is made there and awaited there never waits for another thread to wake up; on a
/// quiet machine those awakenings cost more than the requests.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
