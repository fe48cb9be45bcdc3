import ArgumentParser
import CellGrid
import CommandCentre
import EventStore
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Runtime
import SQLiteStore
import Screens

/// `tocsin replay`: a past incident shown again from its log.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Show a past incident again, as its log tells it.",
        discussion: """
            With --until one screen is drawn as it was at that moment, from the entries that had \
            been written by then. Without it, on a terminal, the incident is played: [ and ] go to \
            the entry before and after, { and } ten minutes back and on, Space pauses, + and - \
            change the speed. Nothing is written into the log. What nodes measured is not in the \
            log: their rows show what they told of themselves, and their signals.
            """
    )

    @Argument(help: "The incident; the only open one, else the newest, when left out.")
    var incident: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The moment; -2h is before the last entry.", valueName: "time")
    )
    var until: String?
    @Option(help: ArgumentHelp("The screen; the first one if left out.", valueName: "name"))
    var screen: String?
    @Option(help: ArgumentHelp("Columns and rows.", valueName: "size"))
    var size = "120x40"
    @Option(help: "How the screen is written: text or ansi.")
    var render = Rendering.text
    @Option(help: "Played seconds in a second.")
    var speed = 60
    @Option(help: ArgumentHelp("The look: see 'tocsin theme list'.", valueName: "name"))
    var theme: String?
    @OptionGroup var common: CommonOptions

    enum Rendering: String, ExpressibleByArgument, CaseIterable {
        case text
        case ansi
    }

    func run() throws {
        guard let size = PictureSize(size) else {
            throw Failure(.usage, "'\(size)' is not a size; write 80x24, up to 500x500")
        }
        guard (1...86_400).contains(speed) else {
            throw Failure(.usage, "the speed is from 1 to 86400, not \(speed)")
        }
        let invocation = Invocation(common)
        let played = try PlayedIncident(invocation, incident)
        guard until != nil || !Output.isTerminal else {
            return try TerminalRun(invocation, theme: theme, isPlain: false, isReadOnly: true)
                .replay(played, speed: speed)
        }
        defer { blocking { await played.replay.log.close() } }
        let end = played.replay.end
        let moment = try Typed.time(until, before: end) ?? end
        guard moment >= played.replay.begin else {
            let begin = played.replay.begin
            throw Failure(.usage, "the log of it begins at \(begin.date) \(begin.clock)Z")
        }
        let name = theme ?? invocation.environment["TOCSIN_THEME"] ?? "dark"
        let (look, problems) = Themes.named(name, in: invocation.places.themes)
        for problem in problems { Output.problem(problem) }
        var picture = ScreenPicture(
            size: size.size,
            operatorName: invocation.author,
            theme: look
        )
        picture.screen = screen?.lowercased()
        let shown = picture
        try LivePicture.write(nil, inColors: render == .ansi) {
            try blocking { try await played.replay.draw(shown, of: played.fleet, at: moment) }
        }
    }
}

/// A past incident that is opened to be shown again.
struct PlayedIncident {
    let replay: Replay
    /// The fleet of the fleet file if the incident is of it, else what the log knows of it.
    let fleet: Fleet?

    init(_ invocation: Invocation, _ name: String?) throws(Failure) {
        guard let log = try invocation.readLog() else {
            throw Failure(.usage, "there is no log at \(invocation.storePath)")
        }
        do throws(Failure) {
            let state = try invocation.readState(log)
            let incident = try invocation.reviewed(name, in: state)
            let opened = try invocation.answer { () async throws(StoreError) in
                try await Replay.open(log, incident.id) { Output.progress("reading entry \($0)") }
            }
            Output.progress("")
            guard let opened else { throw Failure(.failed, "\(incident.id) has no entry") }
            replay = opened
            let own = invocation.tolerantFleet()
            fleet =
                own.flatMap { $0.name == incident.fleet ? $0 : nil }
                ?? incident.fleet.map { Fleet(named: $0, asIn: state) }
        } catch {
            blocking { await log.close() }
            throw error
        }
    }
}
