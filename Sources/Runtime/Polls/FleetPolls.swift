import FleetModel
import Primitives
import Probing

/// Polls a fleet for as long as it is watched, and begins anew whenever the program did not run for
/// a while: what was missed is not made up for, and what was under way proves nothing.
struct FleetPolls: Sendable {
    private let runner: ProbeRunner
    private let clock: any SessionClock
    private let waiting = ObservationQueue()
    private let beats = WatchBeats()
    private let restarts: AsyncStream<Void>
    private let restart: AsyncStream<Void>.Continuation

    init(_ runner: ProbeRunner, clock: any SessionClock) {
        self.runner = runner
        self.clock = clock
        (restarts, restart) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// What polls brought since it was last taken.
    struct News {
        var sources: [SourceReading] = []
        var observations: [Observation] = []
        /// The pause that has just ended; polls have begun anew then, and there is no other news.
        var pause: WatchBeats.Pause?
        /// How much had come until then.
        var mark: UInt64 = 0

        /// Whether any poll has come to its end.
        var hasPolls: Bool { !sources.isEmpty || !observations.isEmpty }

        var isEmpty: Bool { sources.isEmpty && observations.isEmpty && pause == nil }
    }

    /// Takes the news.
    func take() -> News {
        let mark = waiting.additions
        let news = News(
            sources: waiting.takeSources(),
            observations: waiting.takeAll(),
            pause: beats.takePause(at: clock.now),
            mark: mark
        )
        guard news.pause != nil else { return news }
        restart.yield()
        return News(pause: news.pause, mark: mark)
    }

    /// Hands over what polls brought until the task is cancelled: as soon as it comes, but once an
    /// interval at most.
    ///
    /// Without news only the time moves on, which is told once a second: holds and ages are known
    /// by the second.
    func follow(every interval: Duration, _ handle: (News) async -> Void) async {
        while !Task.isCancelled {
            let begin = clock.now
            let news = take()
            await handle(news)
            await waiting.wait(after: news.mark, atMost: .seconds(1))
            let rest = begin + interval - clock.now
            if rest > .zero { try? await ProbeRunner.wait(for: rest) }
        }
    }

    /// Polls until the task is cancelled.
    func run() async {
        await withTaskGroup { group in
            group.addTask { await beat() }
            group.addTask { await poll() }
            await group.waitForAll()
        }
    }

    private func beat() async {
        while !Task.isCancelled {
            beats.beat(at: clock.now)
            try? await ProbeRunner.wait(for: WatchBeats.span)
        }
    }

    private func poll() async {
        while !Task.isCancelled {
            await withTaskGroup { group in
                group.addTask { await runner.run { waiting.add($0) } }
                group.addTask {
                    await runner.followSources(sleep: ProbeRunner.wait) { waiting.add($0) }
                }
                for await _ in restarts { break }
                group.cancelAll()
            }
        }
    }
}
