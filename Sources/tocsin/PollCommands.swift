import ArgumentParser
import Commands
import IncidentLog
import Primitives
import Reports
import Runtime

/// `tocsin poll`: go or no-go, by those whom a change affects.
struct PollCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poll",
        abstract: "Ask those whom a change affects: go or no-go.",
        subcommands: [Board.self, Check.self] + VerbCommands.group("poll")
    )

    struct Board: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "board",
            abstract: "Show who agrees to a change.",
            discussion: """
                With --json an object: change, what, releases, plan, director, asked, deadline, \
                verdict (go, hold, no-go), summary and voters, each with party, required, answer, \
                comment, wouldChange, conditionMet, channel, by, at and words.
                """
        )

        @Argument(help: "The change, such as CHG-0001 or 1.")
        var change: String
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let state = try Invocation(common).readState()
            let change = try ChangeCommands.Status.change(change, in: state)
            Output.show(PollBoard(change, state, at: RunTime.now), as: output.form)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Exit 0 if a change may go on, 3 if it is held, 4 if somebody said no-go.",
            discussion: "For a deploy job: it goes on only with 0."
        )

        @Argument(help: "The change, such as CHG-0001 or 1.")
        var change: String
        @Option(
            help: ArgumentHelp(
                "The hash of the plan that is to be carried out, or its beginning; held when the "
                    + "change is planned otherwise.",
                valueName: "hash"
            )
        )
        var planHash: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let state = try Invocation(common).readState()
            let change = try ChangeCommands.Status.change(change, in: state)
            let board = PollBoard(change, state, at: RunTime.now)
            Output.show(board, as: output.form)
            if let planHash, !change.planHash.hasPrefix(planHash.lowercased()) {
                throw Failure(.held, "\(change.id) is planned otherwise: \(change.planHash)")
            }
            switch board.verdict {
            case .go: return
            case .hold: throw Failure(.held, "\(change.id): \(board.summary)")
            case .noGo: throw Failure(.noGo, "\(change.id): \(board.summary)")
            }
        }
    }
}
