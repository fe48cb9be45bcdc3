import ArgumentParser
import IncidentLog
import Reports
import Runtime

/// `tocsin metrics`: how long incidents took, over all of them.
struct MetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "Show how long incidents took, and the medians; drills count in none.",
        discussion: """
            TTD: harm to detection, TTA: detection to commander, FIRST WORD: detection to the \
            first update that arrived, TTM: detection to mitigation, TTR: detection to resolution, \
            TTV: mitigation until the last party is served again. A span whose moments are out of \
            order, or were dated back, is marked 'wrong' and left out of the medians.
            """
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let state = try Invocation(common).readState()
        Output.show(MetricsList(state, at: RunTime.now), as: output.form)
    }
}

extension IncidentCommand {
    struct Metrics: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "metrics",
            abstract: "Show how long an incident took, and since when it could have been seen."
        )

        @Argument(help: "The incident; the only open one, else the newest, when left out.")
        var incident: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let state = try invocation.readState()
            let incident = try invocation.reviewed(incident, in: state)
            let now = RunTime.now
            Output.show(IncidentMetrics(incident, state, at: now), as: output.form, at: now)
        }
    }
}
