import ArgumentParser
import CellGrid
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
            List.self, Search.self, Verify.self, Recover.self,
        ]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List entries in the order of what happened, the oldest first."
        )

        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Only entries since: -2h, 08:00 (UTC) or a date.", valueName: "time")
        )
        var since: String?
        @Option(help: ArgumentHelp("Only the newest so many.", valueName: "count"))
        var limit: Int?
        @Flag(help: "Only what was pinned.")
        var pinned = false
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let since = try Typed.time(since)
            try invocation.visitEntries(
                limit: limit,
                where: { entry, state in !pinned || state.overlay.pin(of: entry.id) != nil },
                { state throws(Failure) in
                    let id = try incident.name.map { name throws(Failure) in
                        try invocation.incident(name, in: state).id
                    }
                    return EntryQuery(incident: id, since: since, order: .newestFirst)
                },
                { entry, state in EntryReport.show(entry, state, asJSON: json.isOn) }
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
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Only entries since: -2h, 08:00 (UTC) or a date.", valueName: "time")
        )
        var since: String?
        @OptionGroup var incident: IncidentOption
        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            let since = try Typed.time(since)
            try invocation.searchEntries(
                words,
                { state throws(Failure) in
                    let id = try incident.name.map { name throws(Failure) in
                        try invocation.incident(name, in: state).id
                    }
                    return EntryQuery(incident: id, since: since)
                },
                { entry, state in EntryReport.show(entry, state, asJSON: json.isOn) }
            )
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Check that nothing in the log was changed, lost or put in."
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var json: JSONOption

        func run() throws {
            let invocation = Invocation(common)
            guard let log = try invocation.inspectLog() else {
                throw Failure(.failed, "there is no log at \(invocation.storePath)")
            }
            let hasTip = log.hasTip
            let result = blocking { await LogVerification.verify(log) { Output.progress($0) } }
            Output.progress("")
            blocking { await log.close() }
            let verification: LogVerification
            do throws(StoreError) {
                verification = try result.get()
            } catch {
                throw Failure(error)
            }
            report(verification)
            guard verification.isIntact else {
                throw Failure(.damaged, verification.problems.joined(separator: "\n"))
            }
            if !hasTip, verification.verifiedCount > 0 {
                Output.complain(
                    "no note of the newest entry lies beside the log, so entries missing at its end "
                        + "would not be seen; the next line written makes one",
                    prefix: "tocsin: warning: "
                )
            }
        }

        private func report(_ result: LogVerification) {
            if json.isOn {
                Output.json(
                    JSONText.object([
                        ("verified", .number(Int(result.verifiedCount))),
                        ("tip", .text(result.tip)), ("intact", .flag(result.isIntact)),
                        ("firstBadEntry", result.damage.map { .number(Int($0.sequence)) }),
                        ("problem", .text(result.damage?.problem ?? result.problems.first)),
                        ("problems", .array(result.problems.map(JSONText.text))),
                    ])
                )
            } else if result.damage == nil, !result.fileDamage.isEmpty {
                Output.line("\(result.verifiedCount) entries verify, but the log is damaged")
            } else if result.damage == nil {
                Output.line("\(result.verifiedCount) entries, all as they were written")
                Output.line("tip \(result.tip)")
            } else {
                Output.line("\(result.verifiedCount) entries verify, then the chain breaks")
            }
        }
    }
}

/// An entry for people and for machines.
enum EntryReport {
    static func show(_ entry: Entry, _ state: LogState, asJSON: Bool) {
        if asJSON {
            Output.json(json(entry, state))
        } else {
            Output.line(text(entry, state))
        }
    }

    static func line(_ entry: Entry, _ state: LogState) -> EntryText {
        EntryText(
            entry,
            incident: entry.incident.flatMap { state.incident($0) },
            overlay: state.overlay
        )
    }

    static func text(_ entry: Entry, _ state: LogState) -> String {
        let line = line(entry, state)
        let place = entry.incident?.rawValue ?? "fleet"
        return "\(entry.sequence)  \(entry.occurredAt.date) \(entry.occurredAt.clock)Z  \(place)  "
            + SafeText.clean("\(line.mark) \(entry.actor.name)  \(line.text)") + written(entry)
    }

    /// When a line was written that speaks of an earlier moment.
    private static func written(_ entry: Entry) -> String {
        guard entry.isBackDated else { return "" }
        let (written, spoken) = (entry.recordedAt, entry.occurredAt)
        let day = written.date == spoken.date ? "" : "\(written.date) "
        return " (written \(day)\(written.clock)Z)"
    }

    static func json(_ entry: Entry, _ state: LogState) -> JSONText {
        .object([
            ("type", .text("entry")), ("sequence", .number(Int(entry.sequence))),
            ("id", .text(entry.id.rawValue)), ("incident", .text(entry.incident?.rawValue)),
            ("event", .text(entry.name.name)),
            ("version", .number(entry.name.version)),
            ("occurredAt", .time(entry.occurredAt)), ("recordedAt", .time(entry.recordedAt)),
            ("actor", .text(entry.actor.name)), ("actorKind", .text(entry.actor.kind.rawValue)),
            ("device", .text(entry.draft.device)),
            ("text", .text(EntryText(entry, overlay: state.overlay).text)),
            ("corrected", .flag(state.overlay.text(of: entry) != nil)),
            ("pinned", .flag(state.overlay.pin(of: entry.id) != nil)),
            ("redacted", redaction(of: entry, state)),
            ("data", .raw(data(of: entry, state))), ("hash", .text(entry.hash)),
        ])
    }

    /// What was stored, unless it was redacted after it was read.
    private static func data(of entry: Entry, _ state: LogState) -> String {
        state.overlay.redaction(of: entry.id) == nil ? entry.payload ?? "null" : "null"
    }

    /// Who removed the text of an entry, when and why; null when it is there.
    private static func redaction(of entry: Entry, _ state: LogState) -> JSONText? {
        (state.overlay.redaction(of: entry.id) ?? entry.redaction).map { redaction in
            .object([
                ("by", .text(redaction.by.name)), ("at", .time(redaction.at)),
                ("reason", .text(redaction.reason)),
            ])
        }
    }
}
