import ArgumentParser
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports
import Runtime

/// `tocsin policy`: which versions may run, and the exceptions from that.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Which versions may run, and the exceptions from that.",
        subcommands: [Check.self, List.self] + VerbCommands.group("policy")
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Exit 0 if every node runs a release or is excepted, 2 if one is off policy.",
            discussion: """
                Every node is asked once. The exit code is 1 when a node that should tell its \
                version does not, and when the fleet file has no 'releases'. With a version no \
                node is asked: the exit code is 0 if it may run on all nodes now, else 2, for \
                whoever is about to deploy it.
                """
        )

        @Argument(help: "Only whether this version may run.")
        var version: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let fleet = try invocation.fleet()
            guard fleet.hasReleasePolicy else {
                throw Failure(
                    .failed,
                    "\(fleet.name) has no release policy; its file says with 'releases' what may run"
                )
            }
            if let version { return try check(version, of: fleet, invocation) }
            let look = FleetLook(at: fleet, invocation)
            let now = RunTime.now
            let report = PolicyReport(look.fleet, look.snapshot.readings, look.log, at: now)
            Output.show(report, as: output.form, at: now)
            guard report.offPolicy.isEmpty else {
                let names = NodeNames.few(of: report.offPolicy)
                throw Failure(.usage, "\(report.offPolicy.count) off policy: \(names)")
            }
            guard report.unknown.isEmpty else {
                let names = NodeNames.few(of: report.unknown)
                throw Failure(.failed, "version not known of \(names)")
            }
        }

        private func check(
            _ version: String,
            of fleet: Fleet,
            _ invocation: Invocation
        ) throws {
            let now = RunTime.now
            let state = try invocation.readState()
            guard let standing = state.standing(of: version, on: nil, in: fleet, at: now) else {
                return
            }
            Output.show(VersionReport(version, standing, of: fleet), as: output.form, at: now)
            if standing.isOffPolicy { throw Failure(.usage, standing.words(of: version)) }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the exceptions that are asked for or in force.",
            discussion: """
                With --json an array of: id, state (requested, in force, expired, withdrawn, \
                ended), fleet, incident, version, nodes (empty: all), reasonClass, reason, \
                exitPlan, update, requestedBy, requestedAt, approvedBy, approvedAt, expires, \
                endsSoon, endedBy, endedAt, endReason.
                """
        )

        @Flag(help: "What is over too.")
        var all = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let state = try Invocation(common).readState()
            let list = ExceptionList(state, withEnded: all, at: RunTime.now)
            Output.show(list, as: output.form)
        }
    }
}
