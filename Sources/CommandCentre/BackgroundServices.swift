import Broadcasting
import IncidentCore
import IncidentStore
import Probing
import Scenarios
import Screens

/// The background work behind the screen: reading what others write, polling, judging, sending,
/// and doing what the person asks for.
struct BackgroundServices: Sendable {
    let session: Session
    let mailbox: Mailbox
    let operatorActor: Actor
    let effects: AsyncStream<Effect>
    let work: Work
    /// Where what the nodes tell is kept; nil to keep nothing.
    var history: HistoryService?
    /// Is called when everything that the person asked for is done and nothing more can come.
    var whenEffectsEnd: @Sendable () -> Void = {}

    /// What the session lives on.
    enum Work: Sendable {
        /// Real nodes and real channels.
        case watch(ProbeClient, ChannelClient)
        /// A simulated fleet.
        case drill(Drill, speed: Int)
    }

    /// How often the fleet is judged and the outbox looked at.
    private static let beat: Duration = .milliseconds(250)

    /// Runs until the task is cancelled.
    func run() async {
        do {
            try await session.observeEntries { mailbox.post(entries: $0) }
            mailbox.post(reading: .done)
        } catch {
            mailbox.post(reading: .failed)
            mailbox.post(problem: error.message)
        }
        if let history { await session.observeObservations { history.take($0) } }
        await withTaskGroup { group in
            group.addTask { await followLog() }
            switch work {
            case .watch(let client, let channels):
                group.addTask { await performEffects() }
                let progress = WatchProgress()
                group.addTask { await recording { await watch(client, progress) } }
                group.addTask { await callWatchdog(progress) }
                group.addTask { await broadcast(channels) }
                group.addTask {
                    let notices = NotificationService(session: session, client: channels)
                    await notices.run(beat: Self.beat) { mailbox.post(problem: $0) }
                }
            case .drill(let drill, let speed):
                group.addTask { await recording { await play(drill, speed: speed) } }
            }
        }
    }

    /// Keeps what this work is told by the nodes, to the last of it however it ends.
    private func recording(_ work: @escaping @Sendable () async -> Void) async {
        guard let history else { return await work() }
        let complain: @Sendable (String) -> Void = { mailbox.post(problem: $0) }
        await withTaskGroup { group in
            group.addTask { await history.run(complain: complain) }
            await work()
            // A fleet without nodes has nothing to tell; the history is read all the same.
            await group.waitForAll()
        }
        await history.finish(complain: complain)
    }

    private func followLog() async {
        for await _ in session.log.changes() {
            do {
                try await session.refresh()
                mailbox.post(reading: .done)
            } catch {
                mailbox.post(problem: error.message)
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
                mailbox.post(problem: error.message)
            }
        }
    }

    // MARK: Real fleets

    private func watch(_ client: ProbeClient, _ progress: WatchProgress) async {
        guard let fleet = session.fleet else { return }
        let clock = session.clock
        let runner = ProbeRunner(client: client, fleet: fleet) { clock.now }
        let polls = FleetPolls(runner, clock: clock)
        // Thousands of nodes bring news at every beat: they are judged less often, to leave the
        // machine to others.
        let beat = Self.beat * max(1, min(3, fleet.nodes.count / 700))
        var idle = Duration.zero
        await withTaskGroup { group in
            group.addTask { await polls.run() }
            // The first polls are under way meanwhile; they wait until the past is known.
            await prime(fleet)
            while !Task.isCancelled {
                let news = polls.take()
                // Without news only the time moves on, and that is shown by the second.
                idle = news.isEmpty ? idle + beat : .zero
                if idle == .zero || idle >= .seconds(1) {
                    idle = .zero
                    if let pause = news.pause { await resume(after: pause) }
                    await session.take(news.sources)
                    await session.take(news.observations)
                    if await judge() { progress.noteJudgement(at: clock.now) }
                    if news.hasPolls { progress.notePoll(at: clock.now) }
                }
                try? await ProbeRunner.wait(for: beat)
            }
            group.cancelAll()
        }
        // What came since the last beat is not judged any more, but kept.
        let rest = polls.take()
        if rest.pause == nil {
            await session.take(rest.sources)
            await session.take(rest.observations)
        }
    }

    /// For how long the first judgement waits for the past, at most.
    private static let primingLimit: Duration = .seconds(5)

    /// Tells the detectors what was kept of the last two days.
    private func prime(_ fleet: Fleet) async {
        guard let history else { return }
        await withTaskGroup { group in
            group.addTask { await replay(history, of: fleet) }
            group.addTask { try? await ProbeRunner.wait(for: Self.primingLimit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func replay(_ history: HistoryService, of fleet: Fleet) async {
        do throws(StoreError) {
            try await history.replay(of: fleet.nodes.map(\.id)) { await session.prime($0) }
        } catch {
            mailbox.post(problem: "the history cannot be read: \(error.historyWords)")
        }
    }

    private func resume(after pause: WatchBeats.Pause) async {
        do throws(CommandFailure) {
            let gap = try await session.resume(after: pause)
            history?.mark(gap)
        } catch {
            mailbox.post(problem: error.message)
        }
    }

    /// Judges the fleet; whether that went well.
    private func judge() async -> Bool {
        do throws(CommandFailure) {
            mailbox.post(snapshot: try await session.evaluate())
            return true
        } catch {
            mailbox.post(problem: error.message)
            return false
        }
    }

    private func callWatchdog(_ progress: WatchProgress) async {
        let service = WatchdogService(session.fleet, clock: session.clock, progress: progress)
        await service?.run { await session.take($0) }
    }

    private func broadcast(_ channels: ChannelClient) async {
        let service = BroadcastService(
            session: session,
            client: channels,
            owner: EntryIDSource().next(at: session.clock.wall).rawValue
        )
        await service.run(beat: Self.beat, complain: { mailbox.post(problem: $0) })
    }

    // MARK: The person

    private func performEffects() async {
        defer { whenEffectsEnd() }
        for await effect in effects {
            switch effect {
            case .run(let command, let occurredAt):
                await perform(command, occurredAt: occurredAt)
            case .loadHistory(let request): await load(request)
            // The terminal's loop sees to these before they come here.
            case .quit, .bell, .suspend, .repaint, .skipAhead, .setSpeed, .startDrill, .detect:
                break
            }
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
            mailbox.post(history: bins ?? [:], for: request)
        } catch {
            // The plots go on with what the readings know.
            mailbox.post(history: [:], for: request)
            mailbox.post(problem: "the history cannot be read: \(error.historyWords)")
        }
    }

    private func perform(_ command: Command, occurredAt: Timestamp?) async {
        do throws(CommandFailure) {
            try await session.perform(command, by: operatorActor, occurredAt: occurredAt)
            mailbox.post(answerTo: command, refusal: nil)
        } catch {
            mailbox.post(answerTo: command, refusal: error.message)
        }
    }

    // MARK: Drills

    /// The virtual span left between two turns before the one worth watching, when skipping.
    private func play(_ drill: Drill, speed: Int) async {
        let control = DrillControl(speed: speed)
        drill.clock.run(speed: speed)
        await withTaskGroup { group in
            group.addTask { await followDrillEffects(drill, control) }
            while !Task.isCancelled, await !drill.engine.isOver {
                let turn = await drill.engine.nextTurn
                drill.clock.allow(until: turn)
                await control.wait(until: turn, on: drill.clock)
                if Task.isCancelled { break }
                do throws(CommandFailure) {
                    mailbox.post(snapshot: try await drill.engine.playTurn())
                } catch {
                    mailbox.post(problem: error.message)
                }
                mailbox.post(drill: await status(drill, control))
            }
            drill.clock.run(speed: 0)
            mailbox.post(drill: await status(drill, control))
            await group.waitForAll()
        }
    }

    private func status(_ drill: Drill, _ control: DrillControl) async -> DrillStatus {
        DrillStatus(
            name: drill.scenario.name,
            speed: control.speed,
            nextTurn: await drill.engine.nextHighlight,
            isOver: await drill.engine.isOver
        )
    }

    private func followDrillEffects(_ drill: Drill, _ control: DrillControl) async {
        defer { whenEffectsEnd() }
        for await effect in effects {
            switch effect {
            case .run(let command, let occurredAt):
                await perform(command, occurredAt: occurredAt)
            case .setSpeed(let speed):
                control.setSpeed(speed)
                drill.clock.run(speed: speed)
                mailbox.post(drill: await status(drill, control))
            case .skipAhead:
                guard let target = await drill.engine.nextHighlight else {
                    mailbox.post(notice: "the story has no further turn")
                    continue
                }
                control.skip(to: target)
                mailbox.post(notice: "on to \(target.date) \(target.hourMinute)Z")
            case .loadHistory(let request): await load(request)
            case .quit, .bell, .suspend, .repaint, .startDrill, .detect: break
            }
        }
    }
}
