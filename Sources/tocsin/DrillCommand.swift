import ArgumentParser
import CommandCentre
import Commands
import EventStore
import IncidentLog
import Primitives
import Reports
import Runtime
import Scenarios

/// `tocsin drill`: plays past incidents against a simulated fleet.
struct DrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Play past incidents against a simulated fleet.",
        subcommands: [List.self, Run.self, Join.self, From.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the drills."
        )

        @OptionGroup var output: OutputOptions

        func run() {
            let drills = Scenario.names.compactMap { Scenario.named($0) }
            Output.show(DrillList(drills), as: output.form)
        }
    }

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run",
            abstract: "Play a drill.",
            discussion: """
                On the screen the decisions are yours; f goes on to the next inject. \
                Headless, the decisions of the timeline are played, every entry is written as it \
                happens, and the exit code is 0 only if every expectation held. With --store \
                the log of a headless drill is kept in a new file, to be read, exported and \
                replayed.
                """
        )

        @Argument(help: "The drill, or a file that 'tocsin drill from' wrote.")
        var name: String
        @Option(
            help: "Virtual seconds a second; headless drills go as fast as they can without it."
        )
        var speed: Int?
        @Flag(help: "Without a screen.")
        var headless = false
        @Flag(help: "Headless, without the polls of the hours in which nothing happens.")
        var skipQuiet = false
        @Flag(help: "In lines of words instead of a screen, to be read aloud.")
        var plain = false
        @Option(help: "The look: see 'tocsin theme list'.")
        var theme: String?
        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let scenario = try scenario()
            if let speed, !(1...86_400).contains(speed) {
                throw Failure(.usage, "the speed is from 1 to 86400, not \(speed)")
            }
            if headless {
                try runHeadless(scenario)
            } else {
                try TerminalRun(Invocation(common), theme: theme, isPlain: plain)
                    .play(scenario, speed: speed ?? TerminalApp.drillSpeed)
            }
        }

        private func scenario() throws(Failure) -> Scenario {
            if let scenario = Scenario.named(name) { return scenario }
            guard FileText.exists(name) else {
                let known = Scenario.names.joined(separator: ", ")
                throw Failure(.usage, "there is no drill '\(name)'; drills: \(known)")
            }
            do {
                return try Scenario(reading: try FileText.read(name))
            } catch let mistake as Scenario.Mistake {
                throw Failure(.usage, "\(name): \(mistake.sentence)")
            } catch {
                throw Failure(error)
            }
        }

        /// The log that the drill is played into: in memory, unless a store is named.
        private func keptLog() throws(Failure) -> any EventLog {
            guard let path = common.store else { return InMemoryEventLog() }
            guard !FileText.exists(path) else {
                throw Failure(.usage, "\(path) is there already; a drill begins with an empty log")
            }
            return try Invocation(common).writeLog()
        }

        private func runHeadless(_ scenario: Scenario) throws {
            let form = output.form
            let (speed, skipQuiet) = (speed, skipQuiet)
            let log = try keptLog()
            defer { blocking { await log.close() } }
            let (results, score): ([ExpectationResult], DrillScore)
            do {
                (results, score) = try blocking {
                    try await HeadlessDrill.run(
                        scenario,
                        speed: speed,
                        skipsQuiet: skipQuiet,
                        log: log,
                        decisions: Verbs.drillCommands
                    ) { entry in
                        Output.progress("")
                        Output.show(EntryReport(entry, LogState()), as: form)
                    } progress: { time in
                        Output.progress("\(time.date) \(time.hourMinute)Z")
                    }
                }
            } catch {
                throw Failure(error)
            }
            Output.progress("")
            Output.show(DrillReport(scenario, results, score), as: form)
            let broken = results.count { !$0.held }
            if broken > 0 {
                throw Failure(.failed, "\(broken) of \(results.count) expectations did not hold")
            }
        }
    }
}

extension DrillCommand {
    struct From: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "from",
            abstract: "Make a drill of a past incident.",
            discussion: """
                What its people said and decided becomes the timeline of a file that \
                'tocsin drill run FILE' plays; what comes later stays hidden until it happens. \
                What \
                nodes measured is not in the log: the file says what it does not show.
                """
        )

        @Argument(help: "The incident; the only open one, else the newest, when left out.")
        var incident: String?
        @Option(
            name: .customShort("o"),
            help: ArgumentHelp("Write it to this file.", valueName: "file")
        )
        var file: String?
        @OptionGroup var common: CommonOptions

        func run() throws {
            let invocation = Invocation(common)
            var draft: ScenarioDraft?
            var name = ""
            try invocation.visitEntries(
                limit: nil,
                where: { _, _ in true },
                { state throws(Failure) in
                    let incident = try invocation.reviewed(incident, in: state)
                    draft = ScenarioDraft(incident, state)
                    name = incident.id.rawValue.lowercased()
                    return EntryQuery(incident: incident.id)
                },
                { entry, _ in draft?.take(entry) }
            )
            guard let draft else { throw Failure(.usage, "there is no log to make a drill of") }
            let text = draft.text(named: name)
            if !draft.notReproduced.isEmpty {
                let words = draft.notReproduced.joined(separator: "; ")
                Output.problem("not reproduced: \(words)", prefix: "")
            }
            guard let file else { return Output.file(String(text.dropLast())) }
            do throws(FileText.Failure) {
                try FileText.write(text, to: file)
            } catch {
                throw Failure(error)
            }
        }
    }
}

extension DrillCommand {
    struct Join: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "join",
            abstract: "Work on a drill that is played on another terminal.",
            discussion: """
                The screen opens on the drill's log, in the drill's time. Commands do the same \
                with --store and --fleet of the drill's folder.
                """
        )

        @Argument(help: "The drill; the only one that is being played when left out.")
        var name: String?
        @Flag(help: "In lines of words instead of a screen, to be read aloud.")
        var plain = false
        @Option(help: "The look: see 'tocsin theme list'.")
        var theme: String?
        @OptionGroup var common: CommonOptions

        func run() throws {
            let places = Invocation(common).places
            func store(_ name: String) -> String { "\(places.drills)/\(name)/log.sqlite" }
            let names = name.map { [$0] } ?? Scenario.names
            let played = names.filter { DrillTime.read(besideLog: store($0)) != nil }
            guard let drill = played.first, played.count == 1,
                let time = DrillTime.read(besideLog: store(drill))
            else {
                throw Failure(
                    .held,
                    played.isEmpty
                        ? "nobody plays \(name.map { "'\($0)'" } ?? "a drill") here now; "
                            + "begin with: tocsin drill run \(name ?? Scenario.names[0])"
                        : "several drills are played: \(played.joined(separator: ", ")); name one"
                )
            }
            let invocation = Invocation(
                Invocation.Options(
                    fleet: common.fleet ?? "\(places.drills)/\(drill)/fleet.yaml",
                    store: common.store ?? store(drill),
                    author: common.author,
                    noColor: common.noColor
                )
            )
            try TerminalRun(invocation, theme: theme, isPlain: plain).join(time)
        }
    }
}
