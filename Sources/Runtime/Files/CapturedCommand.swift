package import FleetModel
import HostAccess
package import Primitives

/// A command that was run for the log: how it ended, and what it printed.
package struct CapturedCommand: Sendable {
    /// The command as it was typed.
    package let line: String
    /// How it ended; 128 and the number of the signal that ended it.
    package let exitCode: Int32
    /// What it printed.
    package let output: [UInt8]
    /// What it printed to standard error.
    package let errorOutput: [UInt8]

    /// Runs a command without a terminal and waits for its end.
    ///
    /// - Throws: Why it did not run, did not end in time, or printed too much.
    package static func run(
        _ arguments: [String],
        timeout: Duration
    ) async throws(FailureReason) -> CapturedCommand {
        let limit = Int(EvidenceFolder.limitBytes / 2)
        let outcome = try await HostCommand.run(
            CommandSpec(arguments),
            limits: .init(outputBytes: limit, errorBytes: limit),
            until: HostDeadline(timeout)
        )
        let exitCode: Int32 =
            switch outcome.ending {
            case .exit(let code): Int32(truncatingIfNeeded: code)
            case .signal(let number): 128 + Int32(truncatingIfNeeded: number)
            }
        return CapturedCommand(
            line: arguments.joined(separator: " "),
            exitCode: exitCode,
            output: outcome.output,
            errorOutput: outcome.errorOutput
        )
    }

    /// Keeps what it printed, standard error behind the rest.
    ///
    /// - Throws: When it cannot be written.
    package func keep(in folder: EvidenceFolder) throws(EvidenceFolder.Failure) -> Evidence {
        let printed =
            errorOutput.isEmpty
            ? output : output + Array("\n--- standard error ---\n".utf8) + errorOutput
        let name = line.split(separator: " ").first?.split(separator: "/").last ?? "command"
        let file = try folder.keep(printed, as: "\(name).txt")
        return .command(line: line, exitCode: exitCode, output: file)
    }
}
