import ArgumentParser
import Commands
import EventStore
import FleetModel
import IncidentLog
import Primitives
import Reports
import Runtime
import SQLiteStore

/// `tocsin log`: reads, writes and verifies the log.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Read, write and verify the log.",
        subcommands: VerbCommands.group("log") + [
            List.self, Search.self, Run.self, Verify.self, Recover.self,
        ]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List entries in the order of what happened, the oldest first."
        )

        @OptionGroup var range: EntryRange
        @Option(help: ArgumentHelp("Only the newest so many.", valueName: "count"))
        var limit: Int?
        @Flag(help: "Only what was pinned.")
        var pinned = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let since = try range.moment()
            try invocation.visitEntries(
                limit: limit,
                where: { entry, state in !pinned || state.overlay.pin(of: entry.id) != nil },
                { state throws(Failure) in
                    try range.query(state, since: since, .newestFirst, invocation)
                },
                { entry, state in Output.show(EntryReport(entry, state), as: output.form) }
            )
        }
    }

    struct Search: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search",
            abstract: "Show the entries that contain every word.",
            discussion: """
                A word is found in the author and the line of an entry, as `tocsin log list` shows \
                them, also inside of other words; upper and lower case are the same. A corrected \
                line is found by its new text. Words of three characters or more are looked up; \
                for shorter ones every entry is read.
                """
        )

        @Argument(help: "The words.")
        var words: [String]
        @OptionGroup var range: EntryRange
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            let since = try range.moment()
            try invocation.searchEntries(
                words,
                { state throws(Failure) in
                    try range.query(state, since: since, .oldestFirst, invocation)
                },
                { entry, state in Output.show(EntryReport(entry, state), as: output.form) }
            )
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Check that nothing in the log was changed, lost or put in."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let invocation = Invocation(common)
            guard let log = try invocation.inspectLog() else {
                throw Failure(.failed, "there is no log at \(invocation.storePath)")
            }
            let hasTip = log.hasTip
            let result = blocking {
                await LogVerification.verify(log, evidence: invocation.evidence) {
                    Output.progress($0)
                }
            }
            Output.progress("")
            blocking { await log.close() }
            let verification: LogVerification
            do throws(StoreError) {
                verification = try result.get()
            } catch {
                throw Failure(error)
            }
            Output.show(verification.report, as: output.form)
            guard verification.isIntact else {
                throw Failure(.damaged, verification.problems.joined(separator: "\n"))
            }
            if !hasTip, verification.verifiedCount > 0 {
                Output.problem(
                    "no note of the newest entry lies beside the log, so entries missing at its end "
                        + "would not be seen; the next line written makes one",
                    prefix: "tocsin: warning: "
                )
            }
        }
    }
}

/// Which entries of the log are looked at.
struct EntryRange: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Only entries since: -2h, 08:00 (UTC) or a date.", valueName: "time")
    )
    var since: String?
    @OptionGroup var incident: IncidentOption

    /// The moment meant by `--since`; nil without one.
    func moment() throws(Failure) -> Timestamp? { try Typed.time(since) }

    /// The entries since that moment, in view of what the log tells.
    func query(
        _ state: LogState,
        since: Timestamp?,
        _ order: EntryQuery.Order,
        _ invocation: Invocation
    ) throws(Failure) -> EntryQuery {
        let id = try incident.name.map { name throws(Failure) in
            try invocation.incident(name, in: state).id
        }
        return EntryQuery(incident: id, since: since, order: order)
    }
}
