import ArgumentParser
import IncidentLog
import Primitives
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
        @OptionGroup var json: JSONOption

        func run() throws {
            let span = try Typed.duration(since)
            guard limit > 0 else { throw Failure(.usage, "--limit takes a number from 1 on") }
            let now = RealClock().now
            let (state, entries) = try Invocation(common).readState { entry, _ in
                if case .signal = entry.event { true } else { false }
            }
            let all = NoisiestRules.all(in: entries, since: now - span)
            let sum = all.reduce(0) { $0 + $1.times }
            let perDay = Double(sum) * 86_400 / span.inSeconds
            // What the list of signals says below its table has no place in an array of them.
            let recent = state.alarmsInTenMinutes(at: now)
            if json.isOn {
                let rules = all.prefix(limit).map { tally in
                    JSONText.object([
                        ("rule", .text(tally.rule.rawValue)), ("times", .number(tally.times)),
                        ("acknowledged", .number(tally.acknowledged)),
                        ("nodes", .array(tally.nodes.sorted().map { .text($0.rawValue) })),
                        ("last", .time(tally.last)),
                    ])
                }
                Output.json(
                    JSONText.object([
                        ("since", .time(now - span)), ("signals", .number(sum)),
                        ("perDay", .number(perDay)), ("inTenMinutes", .number(recent)),
                        ("isFlood", .flag(recent >= LogState.floodSignals)),
                        ("rules", .array(rules)),
                    ])
                )
                return
            }
            var table = Table("RULE", "TIMES", "SHARE", "ACKED", "NODES", "LAST")
            for tally in all.prefix(limit) {
                table.add(
                    tally.rule.rawValue,
                    String(tally.times),
                    "\(tally.times * 100 / max(1, sum))%",
                    String(tally.acknowledged),
                    String(tally.nodes.count),
                    "\(tally.last.date) \(tally.last.hourMinute)Z"
                )
            }
            table.show(empty: "nothing called for attention")
            if sum > 0 {
                Output.line("\(sum) in \(span.brief), \(NumberText.brief(perDay)) a day")
            }
        }
    }
}
