import ArgumentParser
import IncidentLog
import Primitives
import Reports
import Runtime

extension SignalCommands {
    /// `tocsin signal top`: the rules that call most often.
    struct Top: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "top",
            abstract: "List the rules that called most often, the noisiest first.",
            discussion: """
                What calls often and is seldom acknowledged is noise: give the rule a longer hold, \
                an end of its own, or take it out. A person manages about 150 signals a day \
                (ISA-18.2), and 10 within 10 minutes are a flood (EEMUA 191).

                With --json: {since, signals, perDay, inTenMinutes, isFlood, rules: [{rule, times, \
                acknowledged, nodes, last}]}.
                """
        )

        @Option(help: ArgumentHelp("Of how long: 24h, 7d, 30d.", valueName: "duration"))
        var since = "7d"
        @Option(help: ArgumentHelp("How many rules at most.", valueName: "count"))
        var limit = 10
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let span = try Typed.duration(since)
            guard limit > 0 else { throw Failure(.usage, "--limit takes a number from 1 on") }
            let now = RunTime.now
            let (state, entries) = try Invocation(common).readState { entry, _ in
                if case .signal = entry.event { true } else { false }
            }
            let report = NoisiestRulesReport(state, entries, in: span, limit: limit, at: now)
            Output.show(report, as: output.form)
        }
    }
}
