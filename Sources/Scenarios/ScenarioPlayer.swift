package import Primitives

/// Plays a scenario over virtual time.
package struct ScenarioPlayer: Sendable {
    private let timeline: [TimelineItem]
    private let end: Timestamp
    private var position = 0
    /// The simulated nodes as the timeline has left them so far.
    package private(set) var simulation: FleetSimulation

    /// A player at the start of a scenario.
    package init(_ scenario: Scenario) {
        timeline = scenario.timeline
        end = scenario.end
        simulation = scenario.initialSimulation
    }

    /// The moment of the next thing to happen; nil when nothing is left.
    package var nextAt: Timestamp? {
        position < timeline.count ? timeline[position].at : nil
    }

    /// Lets everything happen that is due and returns what people would see of it, in order.
    ///
    /// Changes of the simulation take place at their own moments, however late this is called.
    package mutating func advance(to now: Timestamp) -> [ScenarioAction] {
        var actions: [ScenarioAction] = []
        while position < timeline.count, timeline[position].at <= now {
            let item = timeline[position]
            position += 1
            switch item.event {
            case .change(let change): simulation.apply(change, at: item.at)
            case .action(let kind):
                actions.append(ScenarioAction(at: item.at, actor: item.actor, kind: kind))
            }
        }
        return actions
    }

    /// From when on an hour is quiet: nothing happens for two hours, and nothing happened for one.
    private static let quiet = (ahead: Duration.seconds(7200), behind: Duration.seconds(3600))

    /// The round of polls after the one of a moment.
    ///
    /// - Parameter skipsQuiet: Whether the hours are left out in which nothing happens, but for the
    ///   first and the last of them.
    package func round(
        after now: Timestamp,
        every interval: Duration,
        skipsQuiet: Bool
    ) -> Timestamp {
        let next = now + interval
        guard skipsQuiet, let last = timeline.last(where: { $0.at <= now })?.at else { return next }
        let ahead = nextInject(after: next) ?? end
        guard ahead - next > Self.quiet.ahead, next - last > Self.quiet.behind else { return next }
        return ahead - Self.quiet.behind
    }

    /// The first moment after the given one at which the timeline goes on, and at last its end; nil
    /// when it is over.
    package func nextInject(after now: Timestamp) -> Timestamp? {
        timeline.first { $0.at > now }?.at ?? (now < end ? end : nil)
    }
}
