import Commands
import Runtime
import Scenarios

/// The drills as `tocsin drill run --headless` plays them: simulated nodes, real HTTP, real rules.
enum DrillBenchmark {
    static func run() throws -> Section {
        var section = Section(
            "drill",
            method: "headless, as fast as it goes; nodes and their watch in one process"
        )
        for name in Scenario.names {
            guard let scenario = Scenario.named(name) else { continue }
            let wall = Stopwatch.wallSeconds
            let cpu = Stopwatch.cpuSeconds
            let results = try blocking {
                try await HeadlessDrill.run(
                    scenario,
                    speed: nil,
                    decisions: Verbs.drillCommands
                ) { _ in
                } progress: { _ in
                }
            }.results
            section.add("\(name): time", Stopwatch.wallSeconds - wall, "s")
            section.add("\(name): CPU", Stopwatch.cpuSeconds - cpu, "s")
            section.add(
                "\(name): expectations held",
                Double(results.count(where: \.held)),
                "of \(results.count)",
                .atLeast(Double(results.count))
            )
        }
        return section
    }
}
