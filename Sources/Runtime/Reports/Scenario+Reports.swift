package import EventStore
import IncidentLog
package import Primitives
package import Reports
package import Scenarios

extension DrillList {
    /// These drills.
    package init(_ scenarios: [Scenario]) {
        self.init(
            scenarios.map { scenario in
                Row(
                    name: scenario.name,
                    title: scenario.title,
                    start: scenario.start,
                    end: scenario.end,
                    summary: scenario.summary
                )
            }
        )
    }
}

extension DrillReport {
    /// What became of the expectations of a drill.
    package init(_ scenario: Scenario, _ results: [ExpectationResult], _ score: DrillScore) {
        self.init(
            scenario.name,
            start: scenario.start,
            end: scenario.end,
            expectations: results.map { Expectation($0.name, held: $0.held, $0.detail) },
            score: score
        )
    }
}

extension DrillScore {
    /// The score of a scenario that was played into this log.
    package init(_ scenario: Scenario, _ log: any EventLog, at now: Timestamp)
        async throws(StoreError)
    {
        var entries: [Entry] = []
        while true {
            let page = try await log.entries(after: entries.last?.sequence ?? 0, limit: 2000)
            entries += page
            guard page.count == 2000 else { break }
        }
        let story = scenario.commands.filter { $0.at <= now }.map { command in
            StoryMoment(command.words, at: command.at, by: command.actor.name)
        }
        self.init(entries, story: story, at: now)
    }
}
