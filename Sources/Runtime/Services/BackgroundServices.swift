package import Broadcasting
import EventStore
import FleetModel
import IncidentLog
import Logging
import Monitoring
package import Primitives
package import Probing
import Reports
import Scenarios

/// The work of a running Tocsin, with or without a screen: reading what others write, polling,
/// judging, sending, and doing what the person asks for.
package struct BackgroundServices: Sendable {
    let session: Session
    private let operatorActor: Actor
    private let requests: RequestQueue
    let work: Work
    private let history: HistoryService?
    private let problems: ProblemLog
    let tell: @Sendable (RuntimeNews) -> Void
    private let whenRequestsEnd: @Sendable () -> Void
    private let presence: PresenceService?

    /// Services of this session, which begin with `run`.
    ///
    /// - Parameters:
    ///   - operatorActor: In whose name requests are carried out.
    ///   - history: Where what the nodes tell is kept; nil to keep nothing.
    ///   - problems: Is told what goes wrong.
    ///   - whenRequestsEnd: Is called when everything that was asked for is done and nothing more
    ///     can come.
    ///   - tell: Is handed the news; must not wait.
    package init(
        session: Session,
        operatorActor: Actor,
        requests: RequestQueue,
        work: Work,
        history: HistoryService? = nil,
        problems: ProblemLog,
        whenRequestsEnd: @escaping @Sendable () -> Void = {},
        tell: @escaping @Sendable (RuntimeNews) -> Void
    ) {
        self.session = session
        self.operatorActor = operatorActor
        self.requests = requests
        self.work = work
        self.history = history
        self.problems = problems
        self.whenRequestsEnd = whenRequestsEnd
        presence = PresenceService(session, name: operatorActor.name)
        self.tell = tell
    }

    /// What the session lives on.
    package enum Work: Sendable {
        /// Real nodes and real channels.
        case watch(ProbeClient, ChannelClient)
        /// A simulated fleet.
        case drill(Drill, speed: Int)
        /// A drill that another program plays.
        case join(DrillFollower)
        /// A past incident.
        case replay(Replay, speed: Int)
    }

    /// How often the fleet is judged at most.
    private static let judgingInterval: Duration = .milliseconds(250)

    /// How many entries of the past are told at the start: some screens full; whoever wants more
    /// asks for them.
    private static let pastCount = 500

    /// Runs until the task is cancelled.
    package func run() async {
        do {
            try await session.observeEntries(newest: Self.pastCount) { tell(.entries($0, $1)) }
            tell(.logRead)
        } catch {
            tell(.logUnreadable)
            report(error.message, from: .log)
        }
        if let history, !session.isReadOnly {
            await session.observeObservations { history.take($0) }
        }
        await withTaskGroup { group in
            group.addTask { await followLog() }
            if !session.isReadOnly {
                group.addTask { await presence?.run { tell(.colleagues($0)) } }
                group.addTask {
                    await LogUpkeep(session, logger: problems.logger(Source.log.rawValue)).run()
                }
            }
            switch work {
            case .watch(let client, let channels):
                group.addTask { await performRequests(nil) }
                let progress = WatchProgress()
                group.addTask { await recording { await watch(client, progress) } }
                if !session.isReadOnly {
                    group.addTask { await callWatchdog(progress) }
                    group.addTask { await deliver(channels) }
                }
            case .drill(let drill, let speed):
                group.addTask { await recording { await play(drill, speed: speed) } }
            case .join(let drill): group.addTask { await follow(drill) }
            case .replay(let replay, let speed):
                group.addTask { await play(replay, DrillControl(speed: speed)) }
            }
        }
        await session.keepState()
    }

    /// The parts of the work that report problems.
    enum Source: String {
        case log, fleet, history, channels, drill
    }

    func report(_ text: String, from source: Source) {
        problems.logger(source.rawValue).error("\(text)")
    }

    /// Keeps what this work is told by the nodes, to the last of it however it ends.
    private func recording(_ work: @escaping @Sendable () async -> Void) async {
        guard let history, !session.isReadOnly else { return await work() }
        await withTaskGroup { group in
            group.addTask { await history.run() }
            await work()
            // A fleet without nodes has nothing to tell; the history is read all the same.
            await group.waitForAll()
        }
        await history.finish()
    }

    private func followLog() async {
        for await _ in session.log.changes() {
            do {
                try await session.refresh()
                tell(.logRead)
            } catch {
                report(error.message, from: .log)
                if case .moved = error { await sayWhileMoved() }
            }
        }
    }

    /// How often it is said again that the log's file is gone.
    private static let movedInterval: Duration = .seconds(5)

    /// Says that the log's file is gone until it is back: what is shown goes nowhere meanwhile.
    private func sayWhileMoved() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.movedInterval)
            do throws(StoreError) {
                return try await session.refresh()
            } catch {
                guard case .moved = error, !Task.isCancelled else { return }
                report(error.message, from: .log)
            }
        }
    }

    // MARK: Real fleets

    private func watch(_ client: ProbeClient, _ progress: WatchProgress) async {
        guard let fleet = session.fleet else { return }
        let clock = session.clock
        let runner = ProbeRunner(client: client, fleet: fleet) { clock.now }
        let polls = FleetPolls(runner, clock: clock)
        // Thousands of nodes bring news all the time: they are judged less often, to leave the
        // machine to others.
        let interval = Self.judgingInterval * max(1, min(3, fleet.nodes.count / 700))
        var told = ToldPicture()
        await withTaskGroup { group in
            group.addTask { await polls.run() }
            // The first polls are under way meanwhile; they wait until the past is known.
            await backfill(fleet)
            await polls.follow(every: interval) { news in
                let begin = clock.now
                if let pause = news.pause { await resume(after: pause) }
                await session.take(news.observations, news.sources)
                if let picture = await judge() {
                    progress.noteJudgement(at: clock.now)
                    if told.isDue(picture, afterNews: !news.isEmpty, at: begin) {
                        tell(.fleet(picture))
                    }
                }
                if news.hasPolls { progress.notePoll(at: clock.now) }
            }
            group.cancelAll()
        }
        // What came since the last round is not judged any more, but kept.
        let rest = polls.take()
        if rest.pause == nil {
            await session.take(rest.observations, rest.sources)
        }
    }

    /// Tells the detectors what was kept of the last two days.
    private func backfill(_ fleet: Fleet) async {
        do throws(StoreError) {
            try await history?.replay(of: fleet.nodes.map(\.id)) { await session.backfill($0) }
        } catch {
            report("the history cannot be read: \(error.historyWords)", from: .history)
        }
    }

    private func resume(after pause: WatchBeats.Pause) async {
        do throws(CommandFailure) {
            let gap = try await session.resume(after: pause)
            history?.mark(gap)
        } catch {
            report(error.message, from: .log)
        }
    }

    /// Judges the fleet; nil when that did not go well.
    private func judge() async -> FleetSnapshot? {
        do throws(CommandFailure) {
            return try await session.evaluate()
        } catch {
            report(error.message, from: .fleet)
            return nil
        }
    }

    private func callWatchdog(_ progress: WatchProgress) async {
        let service = WatchdogService(session.fleet, clock: session.clock, progress: progress)
        await service?.run { await session.take($0) }
    }

    /// How late a message goes out that only time makes due: others go as soon as the log asks.
    private static let deliveryInterval: Duration = .seconds(1)

    private func deliver(_ channels: ChannelClient) async {
        // What waits for a channel that the fleet file no longer has waits for the next start.
        guard session.fleet?.channels.isEmpty == false else { return }
        let service = DeliveryService(
            session: session,
            client: channels,
            owner: LeaseOwner.new(at: session.clock.wall),
            scope: .everything,
            logger: problems.logger(Source.channels.rawValue)
        )
        await service.run(every: Self.deliveryInterval)
    }

    // MARK: The person

    /// Does what the person asks for, one thing after the other.
    func performRequests(_ control: DrillControl?) async {
        defer { whenRequestsEnd() }
        for await request in requests.requests { await perform(request, control) }
    }

    private func perform(_ request: RuntimeRequest, _ control: DrillControl?) async {
        switch request {
        case .run(let command, let occurredAt): await perform(command, occurredAt: occurredAt)
        case .loadHistory(let request): await load(request)
        case .loadEntries(let request): await load(request)
        case .loadReview(let request): await load(request)
        case .tellActivity(let activity): presence?.note(activity)
        case .setSpeed, .pauseDrill, .skipAhead, .scrub: await steer(request, control)
        }
    }

    private func load(_ request: HistoryRequest) async {
        do throws(StoreError) {
            let bins = try await history?.bins(
                of: request.node,
                from: request.from,
                to: request.to,
                step: request.step
            )
            tell(.history(request, bins ?? [:]))
        } catch {
            // The plots go on with what the readings know.
            tell(.history(request, [:]))
            report("the history cannot be read: \(error.historyWords)", from: .history)
        }
    }

    private func load(_ request: PastRequest) async {
        do throws(StoreError) {
            tell(.past(request, try await session.past(request)))
        } catch {
            tell(.past(request, nil))
            report(error.message, from: .log)
        }
    }

    private func load(_ request: ReviewRequest) async {
        let state = await session.logState
        do throws(StoreError) {
            tell(.review(request, try await ReviewReader(session.log).review(request, in: state)))
        } catch {
            tell(.review(request, nil))
            report(error.message, from: .log)
        }
    }

    private func perform(_ command: Command, occurredAt: Timestamp?) async {
        do throws(CommandFailure) {
            try await session.perform(command, by: operatorActor, occurredAt: occurredAt)
            tell(.answered(command, refusal: nil))
        } catch {
            tell(.answered(command, refusal: error.message))
        }
    }
}
