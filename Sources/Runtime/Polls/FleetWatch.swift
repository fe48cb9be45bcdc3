package import FleetModel
package import Monitoring
package import Primitives
import Probing

/// Follows a fleet without a screen and tells each change of a verdict.
package enum FleetWatch {
    /// A node whose verdict changed.
    package struct Change: Sendable {
        /// When.
        package let at: Timestamp
        /// Which node.
        package let node: NodeID
        /// What it was; nil at the first look.
        package let from: NodeAssessment.Verdict?
        /// What it is, and why.
        package let to: NodeAssessment
    }

    /// Polls until the task is cancelled and hands every change over; what was told until then is
    /// kept before this returns.
    ///
    /// - Parameters:
    ///   - log: The path of the log that calls of heartbeats are kept beside; nil for none.
    ///   - history: Where to keep what the nodes tell; nil to keep nothing.
    ///   - complain: Is told why nothing is kept, and that nobody hears of the watch.
    package static func follow(
        _ fleet: Fleet,
        clock: any SessionClock,
        log: String? = nil,
        history: HistoryService? = nil,
        complain: @escaping @Sendable (String) -> Void = { _ in },
        take: @escaping @Sendable (Change) -> Void
    ) async {
        let client = ProbeClient(heartbeats: fleet.heartbeats(besideLog: log))
        let runner = ProbeRunner(client: client, fleet: fleet) { clock.now }
        let polls = FleetPolls(runner, clock: clock)
        let progress = WatchProgress()
        let watchdog = WatchdogService(fleet, clock: clock, progress: progress)
        var round = Round(fleet, clock: clock, history: history)
        await withTaskGroup { group in
            group.addTask { await polls.run() }
            if let history { group.addTask { await history.run(complain: complain) } }
            group.addTask { await watchdog?.run { tell($0, complain) } }
            while !Task.isCancelled {
                let news = polls.take()
                if news.hasPolls { progress.notePoll(at: clock.now) }
                round.take(news)
                if round.isAwake() {
                    for change in round.changes() { take(change) }
                    progress.noteJudgement(at: clock.now)
                    try? await ProbeRunner.wait(for: .milliseconds(500))
                } else {
                    try? await ProbeRunner.wait(for: WatchBeats.span)
                }
            }
            group.cancelAll()
        }
        round.take(polls.take())
        await history?.finish(complain: complain)
        await client.shutdown()
    }

    private static func tell(_ state: Watchdog.State, _ complain: (String) -> Void) {
        switch state {
        case .unknown, .heard: break
        case .unheard(let reason): complain("nobody hears that Tocsin watches: \(reason)")
        }
    }

    /// What is known of the fleet from one look to the next.
    private struct Round {
        private var fleet: Fleet
        private let clock: any SessionClock
        private let history: HistoryService?
        private var steps: ClockSteps
        private var resumption: Resumption?
        private var readings = FleetReadings()
        private var assessor = FleetAssessor()
        private var verdicts: [NodeID: NodeAssessment.Verdict] = [:]

        init(_ fleet: Fleet, clock: any SessionClock, history: HistoryService?) {
            self.fleet = fleet
            self.clock = clock
            self.history = history
            steps = ClockSteps(clock)
        }

        /// Takes what polls brought into account, and keeps it.
        mutating func take(_ news: FleetPolls.News) {
            if let pause = news.pause {
                resumption = Resumption(fleet, after: pause)
                readings.leaveOut(pause.span)
                history?.mark(steps.gap(pause, of: fleet.name))
            }
            for reading in news.sources {
                let told = fleet.take(reading, readings: readings)
                readings.apply(reading)
                for observation in told { readings.apply(observation) }
                history?.take(told.map { $0.moved(by: steps.offset) })
            }
            for observation in news.observations { readings.apply(observation) }
            resumption?.take(news.observations, news.sources)
            history?.take(news.observations.map { $0.moved(by: steps.offset) })
            if let step = steps.unwritten() { steps.accept(step) }
        }

        /// Whether nodes may be judged: nobody is by what was known before a pause.
        mutating func isAwake() -> Bool {
            if let resumption, !resumption.isOver(at: clock.now) { return false }
            resumption = nil
            return true
        }

        /// The verdicts that changed since they were last asked for.
        mutating func changes() -> [Change] {
            let assessments = assessor.assess(fleet, &readings, at: clock.now)
            return fleet.nodes.compactMap { node in
                guard readings.nodes[node.id] != nil, let assessment = assessments[node.id],
                    verdicts[node.id] != assessment.verdict
                else { return nil }
                let before = verdicts.updateValue(assessment.verdict, forKey: node.id)
                return Change(at: steps.now, node: node.id, from: before, to: assessment)
            }
        }
    }
}
