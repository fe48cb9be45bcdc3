import ArgumentParser
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Goes on with a change without an agreement: one asks for it, another confirms it.
struct OverrideChange: Verb {
    static let row = CommandRow(
        "change override",
        "go on without an agreement",
        [.init("o", in: .changes)],
        help: "Go on with a change without an agreement; it takes two persons.",
        discussion: """
            Whoever directs the change asks for it with --reason; a second person confirms it \
            with --confirm. The log names who had not agreed, and what the preflight found.
            """,
        arguments: [
            .change,
            .option(
                "reason",
                .text,
                field: .init("why", hint: "why it cannot wait", isNeeded: true)
            ),
            .flag(
                "confirm",
                question: .init(
                    "Go on without an agreement",
                    consequence: "You answer for it as the second person; the log names you, and "
                        + "everybody who had not agreed.",
                    verb: "answer for it"
                )
            ),
        ],
        form: CommandForm("Override {change}", draft: "override {change}", opens: .whenNeeded)
    )

    @OptionGroup var target: ChangeOption
    @Option(help: "Why it cannot wait.")
    var reason: String?
    @Flag(help: "Answer for it as the second person.")
    var confirm = false

    var fleetNeed: FleetNeed { .ifAny }

    func plan(in situation: CommandSituation) throws(CommandProblem) -> CommandPlan {
        let change = try situation.change(target.change)
        let id = change.id
        if !confirm, reason == nil, let wish = wish(of: change, situation.author) {
            throw CommandProblem(wish, argument: "confirm")
        }
        guard confirm == (reason == nil) else {
            throw CommandProblem(
                "say why (--reason …), or confirm it as the second person (--confirm)",
                argument: "reason"
            )
        }
        let command: ChangeCommand =
            reason.map { .requestOverride(id, reason: $0) } ?? .confirmOverride(id)
        return CommandPlan([.change(command)], shows: .board(id))
    }

    /// What another person asks for and waits to be confirmed, in words; nil when nobody does.
    private func wish(of change: ChangeState, _ author: String) -> String? {
        guard let wish = change.overruling, wish.planHash == change.planHash, wish.until == nil,
            wish.requestedBy.name.lowercased() != author.lowercased()
        else { return nil }
        let agreement =
            wish.notAgreed.map(\.words) + wish.failed.map { "\($0.subject): \($0.text)" }
        return
            "\(wish.requestedBy.name) wants to go on with \(change.id) (\(change.plan.what)): "
            + "\(wish.reason). Against it: \(agreement.joined(separator: "; "))"
    }
}
