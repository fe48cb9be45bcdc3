import ArgumentParser
import Commands
import CommandTable
import ConfigFiles
import EventStore
import FleetModel
import Glibc
import IncidentLog
import Primitives
import Runtime
import SQLiteStore
import Synchronization

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The fleet file.", valueName: "file"))
    var fleet: String?

    @Option(help: ArgumentHelp("The event store.", valueName: "path"))
    var store: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Who you are in the log.", valueName: "name")
    )
    var author: String?

    @Flag(help: "No colours.")
    var noColor = false
}

/// The options of commands that can write for machines.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Write JSON.")
    var json = false

    @Flag(help: "Whole tables, however narrow the terminal is.")
    var wide = false

    /// For whom is written.
    var form: OutputForm { json ? .machines : wide ? .wide : .people }
}

/// The environment of one run: files, names, the fleet and the log.
struct Invocation {
    let options: Options
    let places: Places
    let environment: [String: String]

    /// What was said beside the command itself.
    struct Options {
        var fleet: String?
        var store: String?
        var author: String?
        var noColor = false
    }

    init(_ common: CommonOptions) {
        self.init(
            Options(
                fleet: common.fleet,
                store: common.store,
                author: common.author,
                noColor: common.noColor
            )
        )
    }

    init(_ options: Options = Options()) {
        self.options = options
        environment = Self.readEnvironment()
        places = Places(environment: environment)
        RunTime.follow(besideLog: storePath)
        if options.noColor { setenv("NO_COLOR", "1", 1) }
    }

    private static func readEnvironment() -> [String: String] {
        var result: [String: String] = [:]
        var cursor = environ
        while let pointer = cursor.pointee {
            let pair = String(cString: pointer).split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            result[String(pair[0])] = pair.count > 1 ? String(pair[1]) : ""
            cursor += 1
        }
        return result
    }

    /// How many colours the terminal has, as far as the environment tells.
    var colorCount: Int {
        guard getenv("NO_COLOR").map({ $0.pointee == 0 }) ?? true else { return 0 }
        let type = environment["TERM"] ?? ""
        if ["truecolor", "24bit"].contains(environment["COLORTERM"]) || type.hasSuffix("-direct") {
            return 1 << 24
        }
        if ["256color", "kitty", "alacritty", "foot"].contains(where: type.contains) { return 256 }
        return type.isEmpty || type == "dumb" || type.hasPrefix("vt") ? 0 : 8
    }

    /// Who writes: `--as`, `$TOCSIN_USER`, `$USER`, else the account's number.
    var author: String {
        let names = [options.author, environment["TOCSIN_USER"], environment["USER"]]
        return names.compactMap { $0 }.first { !$0.isEmpty } ?? "user-\(getuid())"
    }

    /// Whether nothing may be written down or sent: `$TOCSIN_READ_ONLY` is set, and not to 0.
    var isReadOnly: Bool {
        let value = environment["TOCSIN_READ_ONLY"] ?? ""
        return !value.isEmpty && value != "0"
    }

    /// The machine's name.
    var device: String {
        var buffer = [CChar](repeating: 0, count: 256)
        let isKnown = gethostname(&buffer, buffer.count - 1) == 0
        guard isKnown else { return "unknown" }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }

    var storePath: String { options.store ?? places.store }

    /// The folder of what proves the entries of the log.
    var evidence: EvidenceFolder { EvidenceFolder(ofStore: storePath) }

    /// The path of the fleet file: the one named, else the usual place when something is there.
    var fleetPath: String? {
        options.fleet ?? (FileText.exists(places.fleetFile) ? places.fleetFile : nil)
    }

    /// The fleet, or nil when none is configured.
    func optionalFleet() throws(Failure) -> Fleet? {
        let (fleet, warning) = try fleetWithWarning()
        if let warning { Self.warnOnce(warning) }
        return fleet
    }

    /// The fleet, or nil when none is configured, and what a person should know of its file.
    func fleetWithWarning() throws(Failure) -> (fleet: Fleet?, warning: String?) {
        guard let path = fleetPath else { return (nil, nil) }
        let (fleet, problems) = try readFleet(path)
        guard let fleet else {
            throw Failure(
                .usage,
                problems.filter(\.isError).map(\.description).joined(separator: "\n")
            )
        }
        let warning = problems.first { $0.message.hasPrefix(Self.commandsInOpenFile) }
        return (fleet, warning.map { "\(path): \($0.message)" })
    }

    /// The fleet, or nil when none is configured or its file is absent or wrong, which is said and
    /// stops nothing: the log must take what people write whatever became of another file.
    func knownFleet() -> Fleet? {
        if let fleet = Self.readFleetOnce.withLock({ $0 }) { return fleet }
        var fleet: Fleet?
        do throws(Failure) {
            fleet = try optionalFleet()
        } catch {
            Self.warnOnce("\(error.message)\ngoing on without the fleet file")
        }
        Self.readFleetOnce.withLock { $0 = .some(fleet) }
        return fleet
    }

    /// The fleet of this run, so that several parts of a command read its file once.
    private static let readFleetOnce = Mutex<Fleet??>(nil)

    private static let hasWarned = Mutex(false)

    /// Warns once in a run, however many parts of a command ask for the fleet.
    static func warnOnce(_ text: String) {
        let isFirst = hasWarned.withLock { hasWarned in
            defer { hasWarned = true }
            return !hasWarned
        }
        if isFirst { Output.problem(text, prefix: "tocsin: warning: ") }
    }

    /// The fleet; a clear refusal when none is configured.
    func fleet() throws(Failure) -> Fleet {
        guard let fleet = try optionalFleet() else {
            throw Failure(
                .usage,
                """
                no fleet is configured: there is no \(places.fleetFile)
                write one with 'tocsin config detect URL… > \(places.fleetFile)'
                or name one with --fleet
                """
            )
        }
        return fleet
    }

    /// The fleet without what needs a variable or a file that is not there; nil when none is
    /// configured or its file is wrong.
    func tolerantFleet() -> Fleet? {
        fleetPath.flatMap { try? readFleet($0, isTolerant: true).fleet }
    }

    /// Reads a fleet file with everything that is wrong with it.
    func readFleet(
        _ path: String,
        isTolerant: Bool = false
    ) throws(Failure) -> (fleet: Fleet?, problems: [ConfigProblem]) {
        let isInput = path == "-"
        let file: (text: String, writers: FileWriters?)
        do throws(FileText.Failure) {
            if isInput {
                file = (try FileText.readStandardInput(), nil)
            } else {
                file = try FileText.readWithWriters(path)
            }
        } catch {
            throw Failure(.usage, error.message)
        }
        var (fleet, problems) = FleetFile.read(
            file.text,
            file: isInput ? "standard input" : path,
            environment: environment,
            zones: ZoneFolder.zone(named:),
            isTolerant: isTolerant
        ) { file in
            try FileText.read(file)
        }
        if let writers = file.writers, let problem = writers.problem,
            fleet?.runsCommands == true
        {
            let isRefused = writers.isOpenToAll
            problems.append(
                ConfigProblem(
                    file: path,
                    line: 1,
                    column: 1,
                    message: "\(Self.commandsInOpenFile), and \(problem)",
                    isError: isRefused
                )
            )
            // Who reads tolerantly runs nothing.
            if isRefused, !isTolerant { fleet = nil }
        }
        return (fleet, problems)
    }

    /// All that is piped in.
    static func standardInput() throws(Failure) -> String {
        do throws(FileText.Failure) {
            return try FileText.readStandardInput()
        } catch {
            throw Failure(.usage, error.message)
        }
    }

    private static let commandsInOpenFile = "this file says which commands are run"

    /// Carries out several commands, all or none, and returns what was written.
    func performAll(
        by actor: Actor? = nil,
        _ make: (LogState) throws(Failure) -> (commands: [Command], occurredAt: Timestamp?)
    ) throws(Failure) -> (entries: [Entry], state: LogState) {
        let fleet = knownFleet()
        if !FileText.exists(storePath) { try tryOut(make, of: fleet) }
        let log = try writeLog()
        let session = Session(
            fleet: fleet,
            log: log,
            clock: RunTime.clock,
            device: device,
            evidence: evidence
        )
        defer {
            blocking {
                await session.keepState()
                await log.close()
            }
        }
        let author = actor ?? Actor(author)
        let state = blocking { () async -> Result<LogState, StoreError> in
            do throws(StoreError) {
                try await session.refresh()
                return .success(await session.logState)
            } catch {
                return .failure(error)
            }
        }
        do {
            let (commands, occurredAt) = try make(try state.get())
            return try blocking {
                let entries = try await session.perform(
                    commands,
                    by: author,
                    occurredAt: occurredAt
                )
                return (entries, await session.logState)
            }
        } catch {
            throw Failure(error)
        }
    }

    /// Judges a command against an empty log: what is refused must not make a store.
    private func tryOut(
        _ make: (LogState) throws(Failure) -> (commands: [Command], occurredAt: Timestamp?),
        of fleet: Fleet?
    ) throws(Failure) {
        let state = LogState()
        let (commands, occurredAt) = try make(state)
        let context = DecisionContext(
            now: RunTime.now,
            occurredAt: occurredAt,
            actor: Actor(author),
            roster: fleet.map { Roster($0) }
        )
        do throws(Refusal) {
            for command in commands { _ = try state.decide(command, in: context) }
        } catch {
            throw Failure(CommandFailure.refused(error))
        }
    }

    /// The incident meant: the one named, else the only open one that may be about the fleet of
    /// the fleet file.
    ///
    /// Who means another fleet's says so.
    func incident(_ name: String?, in state: LogState) throws(Failure) -> IncidentState {
        do throws(CommandProblem) {
            return try situation(state, fleet: nil).incident(name)
        } catch {
            throw Failure(error)
        }
    }

    /// What words are read against: an entry asked for by its number is read from the store.
    func situation(_ state: LogState, fleet: Fleet?) -> CommandSituation {
        CommandSituation(
            now: RunTime.now,
            author: author,
            log: state,
            fleet: fleet,
            isDrill: RunTime.isDrill,
            planFile: Self.plan(in:),
            preflight: { change in fleet.map { preflight(of: change, $0, state) } },
            entry: { try? entry($0) }
        )
    }

    private func entry(_ number: Int64) throws(Failure) -> Entry? {
        guard let log = try readLog() else { return nil }
        defer { blocking { await log.close() } }
        let found = blocking { () async -> Result<[Entry], StoreError> in
            do throws(StoreError) {
                return .success(try await log.entries(after: number - 1, limit: 1))
            } catch {
                return .failure(error)
            }
        }
        do {
            return try found.get().first { $0.sequence == number }
        } catch {
            throw Failure(error)
        }
    }
}
