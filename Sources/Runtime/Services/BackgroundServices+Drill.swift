import Monitoring
import EventStore
import Primitives
import Probing
import Reports
import Scenarios

// Drills, played here or on another terminal.
extension BackgroundServices {
    /// Changes the course of what is played.
    func steer(_ request: RuntimeRequest, _ control: DrillControl?) async {
        if case .replay(let replay, _) = work, let control {
            return await steer(request, replay, control)
        }
        // Time stands while somebody types where it is played, and nowhere else.
        if case (.join, .pauseDrill) = (work, request) { return }
        switch request {
        case .setSpeed(let speed):
            guard let (drill, control) = drill(control) else { return }
            control.setSpeed(speed)
            drill.clock.run(speed: control.isPaused ? 0 : speed)
            drill.tellTime()
            tell(.drill(await status(drill, control)))
        case .pauseDrill(let isPaused):
            guard let (drill, control) = drill(control) else { return }
            control.setPaused(isPaused)
            drill.clock.run(speed: isPaused ? 0 : control.speed)
            drill.tellTime()
            tell(.drill(await status(drill, control)))
        case .skipAhead:
            guard let (drill, control) = drill(control) else { return }
            guard let target = await drill.engine.nextHighlight else {
                return tell(.notice("the timeline has no further inject"))
            }
            control.skip(to: target)
            tell(.notice("on to \(target.date) \(target.hourMinute)Z"))
        case .scrub, .run, .loadHistory, .loadEntries, .loadReview, .tellActivity: break
        }
    }

    /// The drill that is being played; says so when there is none.
    private func drill(_ control: DrillControl?) -> (Drill, DrillControl)? {
        guard case .drill(let drill, _) = work, let control else {
            let text =
                if case .join = work {
                    "the drill is played on another terminal: its time is set there"
                } else { "no drill is being played: the time of a real fleet goes by itself" }
            report(text, from: .drill)
            return nil
        }
        return (drill, control)
    }

    /// Plays the timeline round by round, at the speed that the person chose.
    func play(_ drill: Drill, speed: Int) async {
        let control = DrillControl(speed: speed)
        drill.clock.run(speed: speed)
        await withTaskGroup { group in
            group.addTask { await performRequests(control) }
            while !Task.isCancelled, await !drill.engine.isOver {
                let round = await drill.engine.nextRound
                drill.clock.allow(until: round)
                drill.tellTime()
                await control.wait(until: round, on: drill.clock)
                if Task.isCancelled { break }
                do throws(CommandFailure) {
                    tell(.fleet(try await drill.engine.playTurn()))
                } catch {
                    report(error.message, from: .drill)
                }
                tell(.drill(await status(drill, control)))
            }
            drill.clock.run(speed: 0)
            tell(.drill(await status(drill, control)))
            await tellScore(of: drill)
            await group.waitForAll()
        }
    }

    /// How often it is looked where a drill is that another program plays.
    private static let followingInterval: Duration = .milliseconds(200)

    /// Goes on as a drill does that another program plays.
    func follow(_ drill: DrillFollower) async {
        await withTaskGroup { group in
            group.addTask { await performRequests(nil) }
            var told: DrillStatus?
            while !Task.isCancelled {
                let status = await drill.follow()
                if status != told { tell(.drill(status)) }
                told = status
                do throws(CommandFailure) {
                    if let picture = try await drill.look() { tell(.fleet(picture)) }
                } catch {
                    report(error.message, from: .drill)
                }
                try? await ProbeRunner.wait(for: Self.followingInterval)
            }
            await group.waitForAll()
        }
    }

    private func tellScore(of drill: Drill) async {
        guard await drill.engine.isOver else { return }
        do throws(StoreError) {
            tell(.score(try await DrillScore(drill.scenario, session.log, at: drill.clock.now)))
        } catch {
            report(error.message, from: .drill)
        }
    }

    private func status(_ drill: Drill, _ control: DrillControl) async -> DrillStatus {
        DrillStatus(
            name: drill.scenario.name,
            speed: control.speed,
            isPaused: control.isPaused,
            nextInject: await drill.engine.nextHighlight,
            isOver: await drill.engine.isOver
        )
    }
}
