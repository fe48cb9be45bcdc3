import FleetModel
import IncidentLog
import Monitoring
import ArgumentParser
import CommandTable

/// Clears a signal that nothing else will clear.
struct ClearSignal: Verb {
    static let row = CommandRow(
        "signal clear",
        "clear by hand",
        [.init("c", in: .signals)],
        footer: "clear",
        help: "Clear a signal by hand that nothing else will clear.",
        arguments: [
            .positional("id", .signal, fill: .cursor(.signal)),
            .option(
                "reason",
                .text,
                isRequired: true,
                field: .init("why", hint: "why it no longer matters", isNeeded: true)
            ),
        ],
        form: CommandForm("Clear {id} by hand", draft: "clear {id}")
    )

    @Argument(help: "The signal.")
    var id: String
    @Option(help: "Why it no longer matters.")
    var reason: String

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        .signals([id]) { id in
            let finding = situation.log.signals[SignalKey(id, of: situation.fleet?.name)]?.finding
            let isGone = finding.flatMap { situation.fleet?.hasLost($0) } ?? false
            return .clearByHand(id, reason: reason, isGone: isGone)
        }
    }
}
