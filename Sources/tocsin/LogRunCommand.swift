import ArgumentParser
import Commands
import FleetModel
import Glibc
import IncidentLog
import Primitives
import Reports
import Runtime

extension LogCommand {
    /// `tocsin log run`: a command of this machine whose output becomes evidence.
    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run",
            abstract: "Run a command, and keep what it printed and how it ended.",
            discussion: """
                The command has no terminal and no input, and gets the environment without what \
                looks secret. What it prints is shown when it has ended, and kept beside the log; \
                the log names it by its SHA-256. The exit code is that of the command.
                """
        )

        @Option(help: "What it shows.")
        var note: String?
        @Option(help: ArgumentHelp("The longest it may take; 10m.", valueName: "duration"))
        var timeout: String?
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions
        @Argument(parsing: .postTerminator, help: "The command and its arguments, behind --.")
        var command: [String]

        func run() throws {
            guard !command.isEmpty else {
                throw Failure(.usage, "say which command, behind --: log run -- df -h")
            }
            let invocation = Invocation(common)
            let timeout = try timeout.map { try Typed.duration($0) } ?? .seconds(600)
            let captured = try captured(timeout)
            let evidence: Evidence
            do throws(EvidenceFolder.Failure) {
                evidence = try captured.keep(in: invocation.evidence)
            } catch {
                throw Failure(.failed, error.message)
            }
            let (entries, state) = try invocation.performAll { state throws(Failure) in
                let fleet = invocation.knownFleet()?.name
                let newest = state.newestOpenIncident(of: fleet)?.id
                let id =
                    incident.name == nil
                    ? newest : try invocation.incident(incident.name, in: state).id
                return ([.entry(.attach(id, evidence, note: note))], nil)
            }
            if !output.json { Output.captured(captured.output, captured.errorOutput) }
            for entry in entries { Output.show(EntryReport(entry, state), as: output.form) }
            if captured.exitCode != 0 { Glibc.exit(captured.exitCode) }
        }

        private func captured(_ timeout: Duration) throws(Failure) -> CapturedCommand {
            let result = blocking { () async -> Result<CapturedCommand, FailureReason> in
                do throws(FailureReason) {
                    return .success(try await CapturedCommand.run(command, timeout: timeout))
                } catch {
                    return .failure(error)
                }
            }
            do throws(FailureReason) {
                return try result.get()
            } catch {
                throw Failure(.failed, "\(command[0]): \(error)")
            }
        }
    }
}
