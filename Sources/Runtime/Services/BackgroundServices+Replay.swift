import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Probing

// A past incident, played again: its log grows as its time goes on.
extension BackgroundServices {
    /// How often it is looked whether something was written by the time that is played.
    private static let replayInterval: Duration = .milliseconds(100)

    func play(_ replay: Replay, _ control: DrillControl) async {
        replay.clock.allow(until: replay.end)
        replay.clock.run(speed: control.speed)
        await show(replay, control)
        await withTaskGroup { group in
            group.addTask { await performRequests(control) }
            var wasOver = false
            while !Task.isCancelled {
                try? await ProbeRunner.wait(for: Self.replayInterval)
                let isOver = replay.clock.now >= replay.end
                guard replay.follow() || isOver != wasOver else { continue }
                wasOver = isOver
                await show(replay, control)
            }
            group.cancelAll()
        }
    }

    /// Hands over what the log tells at the time that is played.
    private func show(_ replay: Replay, _ control: DrillControl) async {
        do throws(StoreError) {
            try await session.refresh()
        } catch {
            report(error.message, from: .log)
        }
        if let fleet = session.fleet {
            let state = await session.logState
            tell(.fleet(FleetSnapshot(of: fleet, asIn: state, at: replay.clock.now)))
        }
        tell(.drill(status(replay, control)))
    }

    private func status(_ replay: Replay, _ control: DrillControl) -> DrillStatus {
        DrillStatus(
            name: replay.incident.rawValue,
            speed: control.speed,
            isPaused: control.isPaused,
            nextInject: replay.stop(after: replay.clock.now),
            isOver: replay.clock.now >= replay.end,
            isReplay: true
        )
    }

    func steer(_ request: RuntimeRequest, _ replay: Replay, _ control: DrillControl) async {
        let now = replay.clock.now
        switch request {
        case .setSpeed(let speed):
            control.setSpeed(speed)
            replay.clock.run(speed: control.isPaused ? 0 : speed)
            tell(.drill(status(replay, control)))
        case .pauseDrill(let isPaused):
            control.setPaused(isPaused)
            replay.clock.run(speed: isPaused ? 0 : control.speed)
            tell(.drill(status(replay, control)))
        case .skipAhead: await go(to: replay.stop(after: now), of: replay, control)
        case .scrub(.entries(let count)):
            let stop = count < 0 ? replay.stop(before: now) : replay.stop(after: now)
            await go(to: stop, of: replay, control)
        case .scrub(.time(let span)): await go(to: now + span, of: replay, control)
        case .run, .loadHistory, .loadEntries, .loadReview, .tellActivity: break
        }
    }

    private func go(to moment: Timestamp?, of replay: Replay, _ control: DrillControl) async {
        guard let moment else { return tell(.notice("there is nothing further that way")) }
        if replay.move(to: moment) {
            tell(.rewound)
            await session.rewind()
            tell(.logRead)
        }
        await show(replay, control)
    }
}
