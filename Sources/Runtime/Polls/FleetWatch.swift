package import IncidentLog
import Detection
import EventStore
package import FleetModel
package import Logging
package import Monitoring
package import Primitives
import Probing
package import Reports
import Synchronization

/// Follows a fleet without a screen and tells each change of a verdict and of a signal.
///
/// It judges as the screen does; what follows is carried out in a log that is kept nowhere. It
/// sleeps until polls bring news; without any only the time is judged, once a second.
package enum FleetWatch {
    /// Something to be told.
    package enum News: Sendable {
        /// The health of a node is another.
        case verdict(Change)
        /// A signal began, changed or ended.
        case signal(Entry)

        /// What is told of it.
        package var report: any Report {
            switch self {
            case .verdict(let change):
                VerdictReport(of: change.node, from: change.from, to: change.to, at: change.at)
            case .signal(let entry): SignalNewsReport(entry)
            }
        }
    }

    /// A node whose verdict changed.
    package struct Change: Sendable {
        /// When.
        package let at: Timestamp
        /// Which node.
        package let node: NodeID
        /// What it was; nil at the first look.
        package let from: NodeAssessment.Verdict?
        /// What it is, and why: the worst of what it answers and of the signals that stand on it.
        package let to: NodeAssessment
    }

    /// Polls until the task is cancelled and hands the news over; what was told until then is kept
    /// before this returns.
    ///
    /// - Parameters:
    ///   - path: The path of the log that calls of heartbeats are kept beside; nil for none.
    ///   - log: What is written down of the fleet when the watch begins; what it tells is kept for
    ///     the next start, and its file is checked, as the screen does. Nil when there is none.
    ///   - history: Where to keep what the nodes tell; nil to keep nothing.
    ///   - logger: Is told that the past or the log cannot be read, and that nobody hears of the
    ///     watch.
    package static func follow(
        _ fleet: Fleet,
        clock: any SessionClock,
        besideLog path: String? = nil,
        log: Session? = nil,
        history: HistoryService? = nil,
        logger: Logger = .unheard,
        take: @escaping @Sendable (News) -> Void
    ) async {
        let client = ProbeClient(heartbeats: fleet.heartbeats(besideLog: path))
        let runner = ProbeRunner(client: client, fleet: fleet) { clock.now }
        let polls = FleetPolls(runner, clock: clock)
        let progress = WatchProgress()
        let watchdog = WatchdogService(fleet, clock: clock, progress: progress)
        let heard = LatestWatchdog()
        let known = await log?.logState ?? LogState()
        var round = Round(fleet, known, clock: clock, history: history)
        await withTaskGroup { group in
            group.addTask { await polls.run() }
            if let history { group.addTask { await history.run() } }
            if let log { group.addTask { await LogUpkeep(log, logger: logger).run() } }
            group.addTask {
                await watchdog?.run { state in
                    heard.set(state)
                    tell(state, logger)
                }
            }
            do throws(StoreError) {
                try await history?.replay(of: fleet.nodes.map(\.id)) { round.monitor.backfill($0) }
            } catch {
                logger.error("the history cannot be read: \(error.historyWords)")
            }
            await polls.follow(every: interval) { news in
                if news.hasPolls { progress.notePoll(at: clock.now) }
                round.take(news)
                round.monitor.take(heard.state)
                guard round.isAwake() else { return }
                for news in round.judge() { take(news) }
                progress.noteJudgement(at: clock.now)
            }
            group.cancelAll()
        }
        round.take(polls.take())
        await history?.finish()
        try? await log?.refresh()
        await log?.keepState()
        await client.shutdown()
    }

    /// How often the fleet is judged at most.
    private static let interval: Duration = .milliseconds(500)

    private static func tell(_ state: Watchdog.State, _ logger: Logger) {
        switch state {
        case .unknown, .heard: break
        case .unheard(let reason): logger.warning("nobody hears that Tocsin watches: \(reason)")
        }
    }

    /// The last that is known of the watchdog.
    private final class LatestWatchdog: Sendable {
        private let latest = Mutex(Watchdog.State.unknown)

        var state: Watchdog.State { latest.withLock { $0 } }

        func set(_ state: Watchdog.State) { latest.withLock { $0 = state } }
    }

    /// What is known of the fleet from one look to the next.
    private struct Round {
        var monitor: FleetMonitor
        private var log: ScratchLog
        private let fleetName: String
        private let clock: any SessionClock
        private let history: HistoryService?
        private var steps: ClockSteps
        private var resumption: Resumption?
        private var verdicts: [NodeID: NodeAssessment.Verdict] = [:]

        init(
            _ fleet: Fleet,
            _ log: LogState,
            clock: any SessionClock,
            history: HistoryService?
        ) {
            monitor = FleetMonitor(fleet: fleet)
            self.log = ScratchLog(log, fleet: fleet.name)
            fleetName = fleet.name
            self.clock = clock
            self.history = history
            steps = ClockSteps(clock)
        }

        /// Takes what polls brought into account, and keeps it.
        mutating func take(_ news: FleetPolls.News) {
            if let pause = news.pause {
                resumption = Resumption(monitor.fleet, after: pause)
                monitor.leaveOut(pause.span)
                history?.mark(steps.gap(pause, of: fleetName))
            }
            let told = monitor.take(news.observations, news.sources)
            resumption?.take(news.observations, news.sources)
            history?.take(told)
            guard let step = steps.unwritten() else { return }
            steps.accept(step)
            monitor.move(by: step.span)
            log.noteClockStep(from: step.from, to: step.to)
        }

        /// Whether nodes may be judged: nobody is by what was known before a pause.
        mutating func isAwake() -> Bool {
            if let resumption, !resumption.isOver(at: clock.now) { return false }
            resumption = nil
            return true
        }

        /// Judges the fleet and returns what is to be told of it.
        mutating func judge() -> [News] {
            let steady = clock.now
            let now = steps.now
            let (snapshot, commands) = monitor.evaluate(log.state, at: steady)
            history?.take(monitor.derivedObservations(at: steady))
            let entries = log.follow(commands, at: now)
            let health = FleetHealth(log.state, of: monitor.fleet.name, at: now)
            let changes = monitor.fleet.nodes.compactMap { node -> Change? in
                guard snapshot.readings.nodes[node.id] != nil,
                    let seen = snapshot.assessments[node.id]
                else { return nil }
                let assessment = health.assessment(of: node.id, seen)
                guard verdicts[node.id] != assessment.verdict else { return nil }
                let before = verdicts.updateValue(assessment.verdict, forKey: node.id)
                return Change(at: now, node: node.id, from: before, to: assessment)
            }
            return changes.map(News.verdict) + entries.filter(\.isAboutSignal).map(News.signal)
        }
    }
}

extension Entry {
    /// Whether it tells what became of a signal, not of its notifications.
    fileprivate var isAboutSignal: Bool {
        switch event {
        case .signal(.notified), .signal(.notNotified): false
        case .signal: true
        case .incident, .timeline, .role, .task, .advice, .clock, .attendance, .checklist, .update,
            .impact, .delivery, .fleet, .watch, .log,
            .change, .policy, .baseline, .unknown:
            false
        }
    }
}
