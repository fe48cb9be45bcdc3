import ArgumentParser
import CommandCentre
import ConfigFiles
import Glibc
import Runtime
import Scenarios
import Screens
import Synchronization

/// `tocsin`: opens the command centre.
struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open the command centre (the default)."
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("The look: see 'tocsin theme list'.", valueName: "name"))
    var theme: String?

    @Flag(help: "Look only: nothing is written down and nothing is sent ($TOCSIN_READ_ONLY).")
    var readOnly = false

    @Flag(help: "In lines of words instead of a screen, to be read aloud.")
    var plain = false

    func run() throws {
        try Self.open(Invocation(common), theme: theme, isPlain: plain, isReadOnly: readOnly)
    }

    static func open(
        _ invocation: Invocation,
        theme: String? = nil,
        isPlain: Bool = false,
        isReadOnly: Bool = false
    ) throws {
        try TerminalRun(
            invocation,
            theme: theme,
            isPlain: isPlain,
            isReadOnly: isReadOnly || invocation.isReadOnly
        )
        .open()
    }
}

/// `tocsin wall`: the situation for a second terminal that hangs on a wall.
struct WallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wall",
        abstract: "Show clocks and the situation large enough for a wall; it only reads."
    )

    @Option(help: ArgumentHelp("The look: see 'tocsin theme list'.", valueName: "name"))
    var theme: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        var run = TerminalRun(Invocation(common), theme: theme, isPlain: false, isReadOnly: true)
        run.screen = "wall"
        try run.open()
    }
}

/// The command centre from opening to leaving, through drills and new fleet files.
struct TerminalRun {
    private let invocation: Invocation
    private let looks: ThemeSelection
    private let isPlain: Bool
    private let isReadOnly: Bool
    /// The name of the screen that it opens with; nil for the first one.
    var screen: String?

    /// A run of the screen, or of its line mode.
    init(
        _ invocation: Invocation,
        theme: String?,
        isPlain: Bool,
        isReadOnly: Bool = false
    ) {
        self.invocation = invocation
        self.isPlain = isPlain
        self.isReadOnly = isReadOnly
        looks = ThemeSelection(
            Themes(folder: invocation.places.themes),
            choice: theme ?? invocation.environment["TOCSIN_THEME"]
                ?? Themes.kept(at: invocation.places.chosenTheme),
            isDark: Themes.isDark(invocation.environment["COLORFGBG"])
        )
    }

    /// What the screen shows, as text for who is no terminal.
    func showPicture() throws {
        let variables = invocation.environment
        let size = (
            width: variables["COLUMNS"].flatMap { Int($0) } ?? 0,
            height: variables["LINES"].flatMap { Int($0) } ?? 0
        )
        try LivePicture(invocation, polls: true).show(
            ScreenPicture(
                size: PictureSize(size)?.size ?? PictureSize.usual.size,
                operatorName: invocation.author,
                theme: .plain
            ),
            inColors: false
        )
    }

    /// Watches the configured fleet, or welcomes when there is none.
    func open() throws {
        guard Output.isTerminal || isPlain else { return try showPicture() }
        if let time = DrillTime.read(besideLog: invocation.storePath), !isReadOnly {
            return try join(time)
        }
        var ending = try watch()
        while case .detect(let addresses) = ending {
            let path = invocation.places.fleetFile
            let shown = addresses.map(AddressDetection.shown).joined(separator: ", ")
            Output.line("asking \(shown)")
            do {
                try blocking { try await AddressDetection.writeFleetFile(for: addresses, to: path) }
            } catch {
                throw Failure(error)
            }
            ending = try watch()
        }
        try finish(ending)
    }

    /// Opens the centre; of a damaged log it first offers to make a new one.
    private func watch() throws -> TerminalApp.Ending {
        let warning = Mutex<String?>(nil)
        // Nothing is written beside the screen: it is said when the screen is gone.
        defer { warning.withLock { $0 }.map { Invocation.warnOnce($0) } }
        func open() throws(Failure) -> TerminalApp.Ending {
            let invocation = invocation
            return try centre { centre throws(TerminalApp.Failure) in
                try centre.watch { () throws(TerminalApp.Failure) in
                    do throws(Failure) {
                        let (fleet, text) = try invocation.fleetWithWarning()
                        warning.withLock { $0 = text }
                        return fleet
                    } catch {
                        throw TerminalApp.Failure(error.message, .usage)
                    }
                }
            }
        }
        do throws(Failure) {
            return try open()
        } catch {
            guard try StoreRecovery.offer(invocation, after: error) else { throw error }
            return try open()
        }
    }

    /// Plays a drill on the screen.
    func play(_ scenario: Scenario, speed: Int) throws {
        try finish(
            try centre { centre throws(TerminalApp.Failure) in
                try centre.play(scenario, speed: speed)
            }
        )
    }

    /// Works on a drill that is played on another terminal.
    func join(_ time: DrillTime) throws {
        let fleet = try invocation.fleet()
        try finish(
            try centre { centre throws(TerminalApp.Failure) in
                try centre.join(time, of: fleet)
            }
        )
    }

    /// Shows a past incident again on the screen.
    func replay(_ played: PlayedIncident, speed: Int) throws {
        try finish(
            try centre { centre throws(TerminalApp.Failure) in
                try centre.replay(played.replay, of: played.fleet, speed: speed)
            }
        )
    }

    private func finish(_ ending: TerminalApp.Ending) throws {
        switch ending {
        case .quit, .detect: return
        case .startDrill(let name):
            guard let scenario = Scenario.named(name) else { return }
            try play(scenario, speed: TerminalApp.drillSpeed)
        case .interrupted(let signal):
            Glibc.exit(signal == SIGINT ? ExitStatus.interrupted.rawValue : 128 + signal)
        }
    }

    private func centre(
        _ run: (TerminalApp) throws(TerminalApp.Failure) -> TerminalApp.Ending
    ) throws(Failure) -> TerminalApp.Ending {
        var setup = TerminalApp.Setup(
            store: invocation.storePath,
            places: invocation.places,
            operatorName: invocation.author,
            device: invocation.device,
            looks: looks
        )
        let keys = Keymaps.read(invocation.places.keys)
        for problem in keys.problems { Output.problem(problem.description) }
        setup.keymap = keys.keymap
        setup.isReadOnly = isReadOnly
        setup.screen = screen
        if isPlain { setup.say = { Output.line($0) } }
        let centre = TerminalApp(setup)
        do throws(TerminalApp.Failure) {
            return try run(centre)
        } catch {
            let status: ExitStatus =
                switch error.kind {
                case .damage: .damaged
                case .usage: .usage
                case .other: .failed
                }
            throw Failure(status, error.message)
        }
    }
}
