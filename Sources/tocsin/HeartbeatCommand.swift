import ArgumentParser
import ConfigFiles
import FleetModel
import Primitives
import Reports
import Runtime

/// `tocsin heartbeat`: tells that something that must run again and again has run.
struct HeartbeatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heartbeat",
        abstract: "Call in: a job of the fleet file has run.",
        discussion: """
            A probe 'heartbeat: 1d' of the fleet file waits for such calls, and when they stay \
            away a signal is raised. Put it behind the job: 'backup && tocsin heartbeat \
            backup', or 'backup; tocsin heartbeat backup --exit-code $?'.

            It writes nothing on success, unless to a terminal. With the fleet file absent or \
            wrong the call counts all the same, after a warning.
            """
    )

    @Argument(help: "The heartbeat's name, or that of its node when it has none.")
    var name: String
    @Option(help: ArgumentHelp("The job failed, and why.", valueName: "reason"))
    var fail: String?
    @Option(help: ArgumentHelp("How the job ended; not 0: it failed.", valueName: "code"))
    var exitCode: Int?
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let invocation = Invocation(common)
        let fleet = fleet(of: invocation)
        if let fleet {
            let known = fleet.heartbeatNames
            guard known.contains(name) else {
                let hint = Suggestion.hint(for: name, among: known, called: "heartbeats")
                throw Failure(.usage, "there is no heartbeat '\(name)' in the fleet file" + hint)
            }
        } else if invocation.fleetPath == nil {
            Output.problem(
                "there is no fleet file, so nobody may wait for this call",
                prefix: "tocsin: warning: "
            )
        }
        let failure =
            fail ?? exitCode.flatMap { $0 == 0 ? nil : "exit code \($0)" }
        let at: Timestamp
        do throws(HeartbeatLine.Failure) {
            at = try HeartbeatLine.call(
                name,
                fleet: fleet?.name,
                failure: failure,
                besideLog: invocation.storePath
            )
        } catch {
            throw Failure(.failed, error.message)
        }
        guard output.json || Output.isTerminal else { return }
        Output.show(HeartbeatReport(name, at: at, failure: failure), as: output.form)
    }

    /// The fleet that waits for the call, as far as it can be known: cron gives its jobs hardly any
    /// variables, and that alone is worth no warning.
    private func fleet(of invocation: Invocation) -> Fleet? {
        let tolerant = invocation.tolerantFleet()
        if let tolerant, tolerant.heartbeatNames.contains(name) { return tolerant }
        return invocation.knownFleet()
    }
}
