import IncidentLog
import ArgumentParser
import CommandTable
import Primitives

/// Takes note of signals.
struct AcknowledgeSignals: Verb {
    static let row = CommandRow(
        "signal ack",
        "acknowledge: I take care of it",
        [.init("a", in: .signals), .init("a", in: .situation), .init("a", in: .fleet)],
        footer: "ack",
        help: "Take note of signals; a changed identity is accepted by it.",
        arguments: [
            .positional("id", .signal, fill: .cursor(.newSignal), many: .repeated),
            .option(
                "note",
                .text,
                field: .init("note", hint: "what you do about it, or nothing")
            ),
        ],
        form: CommandForm("Acknowledge {id}", draft: "acknowledge {id}")
    )

    @Argument(help: ArgumentHelp("The signals.", valueName: "id"))
    var ids: [String]
    @Option(help: "What you do about it.")
    var note: String?

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let signals = ids.map { SignalID($0) }
        // One act is one entry.
        let command: SignalCommand =
            signals.count == 1
            ? .acknowledge(signals[0], note: note) : .acknowledgeAll(signals, note: note)
        return CommandPlan([.signal(command)], shows: .signals(signals))
    }
}
