import ArgumentParser
import CursesBackend
import Glibc
import Runtime

/// The command `tocsin`.
@main
struct Tocsin: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tocsin",
        abstract: "The incident command centre for fleets of peer-to-peer nodes.",
        discussion: """
            Without a command it opens on the terminal: the fleet, the incident, its log, its \
            checklist and the parties affected, live.

            Exit codes: 0 ok, 1 failed (also: the store is another program's, or a newer \
            Tocsin's), 2 bad usage or refused input, 3 held by a rule, 4 no-go, \
            5 store damaged, 130 interrupted.
            """,
        version: "0.1.0",
        subcommands: [
            OpenCommand.self, WallCommand.self, SnapshotCommand.self, FleetCommand.self,
            IncidentCommand.self, RoleCommands.self, LogCommand.self, TaskCommands.self,
            AdviceCommands.self, ClockCommands.self, WatchCommands.self,
            ExportCommand.self, MetricsCommand.self, ReplayCommand.self,
            StepCommand.self, UpdateCommand.self, DeliveryCommand.self, ImpactCommand.self,
            PolicyCommand.self, BaselineCommand.self, ChangeCommands.self, PollCommands.self,
            SignalCommands.self, MaintenanceCommand.self, DrillCommand.self, ConfigCommand.self,
            ThemeCommand.self, DoctorCommand.self, ChannelCommand.self, HeartbeatCommand.self,
            CompletionsCommand.self, DocsCommand.self,
        ],
        defaultSubcommand: OpenCommand.self
    )

    static func main() {
        Output.reserveStreams()
        // Before anything that may start a thread: the guard is forked.
        Terminal.startGuard()
        // A reader that goes away is noticed by the write, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        OpenFileLimit.raise()
        do {
            try checkCommandName()
            // To prepare the parser for every command takes as long as all else until the screen
            // is there, and for the one command still a quarter: without a word there is nothing
            // to parse.
            if CommandLine.arguments.count == 1 {
                try OpenCommand.open(Invocation())
            } else {
                var command = try parseAsRoot()
                try command.run()
            }
        } catch let failure as Failure {
            Output.problem(failure.message)
            Glibc.exit(failure.status.rawValue)
        } catch {
            leave(with: error)
        }
    }

    /// Writes what the parser has to say, be it help or a problem, and ends the program.
    private static func leave(with error: any Error) -> Never {
        let code = exitCode(for: error)
        let message = fullMessage(for: error)
        if code.isSuccess {
            Output.file(message)
        } else {
            Output.problem(message, prefix: "")
        }
        // The parser's own code for bad usage is 64; ours is 2.
        Glibc.exit(code == .validationFailure ? ExitStatus.usage.rawValue : code.rawValue)
    }

    /// Refuses a mistyped command by its name; the parser would take it for an argument of the
    /// default command.
    private static func checkCommandName() throws(Failure) {
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-") else {
            return
        }
        let names = configuration.subcommands.map { $0._commandName } + ["help"]
        guard !names.contains(word) else { return }
        throw Failure(
            .usage,
            "there is no command '\(word)'; commands: \(names.joined(separator: ", "))"
        )
    }
}

/// How the command ended, for scripts.
enum ExitStatus: Int32 {
    case failed = 1
    case usage = 2
    case held = 3
    case noGo = 4
    case damaged = 5
    case interrupted = 130
}

/// A command that did not succeed: the sentence for a person and the code for a script.
struct Failure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }
}
