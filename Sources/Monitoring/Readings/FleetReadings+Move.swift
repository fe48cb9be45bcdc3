package import Primitives
package import FleetModel
package import IncidentLog

extension FleetReadings {
    /// Leaves out a span in which nobody watched: it does not count for how long values have been
    /// the same.
    package mutating func leaveOut(_ span: Duration) {
        for node in nodes.keys { change(node) { $0.changeMetrics { $0.leaveOut(span) } } }
    }

    /// Tells what is known in the time of a clock that was set: it is as old as before.
    package mutating func move(by step: Duration) {
        for node in nodes.keys { change(node) { $0.move(by: step) } }
    }
}

extension NodeReadings {
    fileprivate mutating func move(by step: Duration) {
        changeMetrics { $0.move(by: step) }
        facts = facts.mapValues { fact in
            FactReading(
                values: fact.values,
                at: fact.at + step,
                freshFor: fact.freshFor,
                isProven: fact.isProven
            )
        }
        polls = polls.mapValues { poll in
            PollOutcome(
                at: poll.at + step,
                latency: poll.latency,
                problems: poll.problems,
                silentPolls: poll.silentPolls,
                isBlind: poll.isBlind,
                isEmpty: poll.isEmpty,
                freshFor: poll.freshFor
            )
        }
    }
}

extension Observation {
    /// The same poll, told in the time of a clock that was set.
    package func moved(by step: Duration) -> Observation {
        guard step != .zero else { return self }
        var moved = self
        moved.at = at + step
        return moved
    }
}

extension SourceReading {
    /// The same poll, told in the time of a clock that was set.
    package func moved(by step: Duration) -> SourceReading {
        guard step != .zero else { return self }
        var moved = self
        moved.at = at + step
        return moved
    }
}

extension Judgement {
    /// The same judgement, told in the time of a clock that was set.
    package func moved(by step: Duration) -> Judgement {
        guard step != .zero, case .stands(var finding) = self else { return self }
        finding.since = finding.since + step
        return .stands(finding)
    }
}
