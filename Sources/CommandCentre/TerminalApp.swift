import Broadcasting
package import CommandTable
import Commands
import CursesBackend
import Dispatch
import EventStore
import FileWatching
package import FleetModel
import Logging
import Monitoring
import Primitives
import Probing
package import Runtime
package import Scenarios
import Screens
import SQLiteStore

/// Opens the command centre on a terminal and keeps it open until the person leaves.
package struct TerminalApp {
    let setup: Setup

    /// What the command centre is opened with.
    package struct Setup: Sendable {
        /// The path of the event store.
        package var store: String
        /// Where files lie.
        package var places: Places
        /// Who sits at the keyboard.
        package var operatorName: String
        /// The machine's name.
        package var device: String
        /// Which theme the screen has.
        package var looks: ThemeSelection
        /// The person's own keys.
        package var keymap = Keymap.usual
        /// Whether nothing is written down and nothing is sent.
        package var isReadOnly = false
        /// The name of the screen that it opens with; nil for the first one.
        package var screen: String?
        /// Is handed each line of the line mode, for who has the screen read aloud; nil for the
        /// screen.
        package var say: (@Sendable (String) -> Void)?

        /// A set-up of these parts.
        package init(
            store: String,
            places: Places,
            operatorName: String,
            device: String,
            looks: ThemeSelection
        ) {
            self.store = store
            self.places = places
            self.operatorName = operatorName
            self.device = device
            self.looks = looks
        }
    }

    /// How the command centre was left.
    package enum Ending: Sendable {
        /// The person quit.
        case quit
        /// A signal ended it.
        case interrupted(signal: Int32)
        /// The person wants to play this drill.
        case startDrill(String)
        /// The person gave addresses to write a fleet file from.
        case detect([String])
    }

    /// Why the command centre could not be opened.
    package struct Failure: Error, Sendable {
        /// The sentence for a person.
        package let message: String
        /// What it is about.
        package let kind: Kind

        /// What a failure is about.
        package enum Kind: Sendable {
            /// The store is damaged.
            case damage
            /// What a person wrote, such as the fleet file.
            case usage
            /// Anything else.
            case other
        }

        /// A failure in a sentence.
        package init(_ message: String, _ kind: Kind = .other) {
            self.message = message
            self.kind = kind
        }
    }

    /// A command centre of this set-up.
    package init(_ setup: Setup) {
        self.setup = setup
    }

    /// Watches the real fleet: the screen opens at once, and what it shows is opened behind it.
    ///
    /// - Parameter readFleet: Reads the fleet file, not on the main thread; nil when there is none.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package func watch(
        _ readFleet: @escaping @Sendable () throws(Failure) -> Fleet?
    ) throws(Failure) -> Ending {
        let setup = setup
        let clock = RealClock()
        let problems = ProblemLog(clock: clock)
        return try show(clock: clock, drill: nil, problems) {
            do throws(Failure) {
                let fleet = try readFleet()
                let log = try Self.openStore(setup.store, isReadOnly: setup.isReadOnly)
                return .success(await Self.prepare(fleet, log, setup, clock, problems))
            } catch {
                return .failure(error)
            }
        }
    }

    private static func prepare(
        _ fleet: Fleet?,
        _ log: SQLiteEventLog,
        _ setup: Setup,
        _ clock: RealClock,
        _ problems: ProblemLog
    ) async -> OpenedLog {
        let client = ProbeClient(heartbeats: fleet?.heartbeats(besideLog: setup.store))
        let channels = ChannelClient()
        return OpenedLog(
            session: Session(
                fleet: fleet,
                log: log,
                clock: clock,
                device: setup.device,
                evidence: EvidenceFolder(ofStore: setup.store),
                isReadOnly: setup.isReadOnly
            ),
            work: .watch(client, channels),
            history: HistoryService(
                log: setup.store,
                settings: fleet?.history ?? HistorySettings(),
                clock: clock,
                logger: problems.logger("history")
            ),
            isEmpty: ((try? await log.lastSequence()) ?? 0) == 0
        ) {
            await client.shutdown()
            channels.shutdown()
            await log.close()
        }
    }

    /// The virtual seconds a second at which an interactive drill starts.
    package static let drillSpeed = 60

    /// Plays a drill whose decisions are left to the person.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package func play(_ scenario: Scenario, speed: Int) throws(Failure) -> Ending {
        let folder = "\(setup.places.drills)/\(scenario.name)"
        do throws(FileText.Failure) {
            try DrillFolder.claim(folder)
        } catch {
            throw Failure(error.message)
        }
        // A drill begins with an empty log; the one before is set aside under its own name.
        DrillFolder.setAside("\(folder)/log.sqlite")
        let log = try Self.openStore("\(folder)/log.sqlite")
        var drill: Drill
        do {
            drill = try blocking {
                try await Drill.start(
                    scenario,
                    log: log,
                    evidence: EvidenceFolder(ofStore: "\(folder)/log.sqlite"),
                    decisions: nil
                )
            }
        } catch {
            throw Failure("the drill cannot be started: \(error)")
        }
        drill.share(besideLog: "\(folder)/log.sqlite")
        let (clock, played) = (drill.clock, drill)
        let problems = ProblemLog(clock: clock)
        let opened = OpenedLog(
            session: drill.session,
            work: .drill(drill, speed: speed),
            history: HistoryService(
                log: "\(folder)/log.sqlite",
                settings: HistorySettings(),
                clock: clock,
                logger: problems.logger("history")
            ),
            isEmpty: false
        ) {
            await played.stop()
            await log.close()
        }
        do throws(FileText.Failure) {
            try DrillFolder.writeFleet(drill.fleet, to: "\(folder)/fleet.yaml")
        } catch {
            blocking { await opened.close() }
            throw Failure(error.message)
        }
        let status = DrillStatus(
            name: scenario.name,
            speed: speed,
            nextInject: nil,
            isOver: false
        )
        do throws(Failure) {
            return try show(clock: clock, drill: status, problems) { .success(opened) }
        } catch {
            blocking { await opened.close() }
            throw error
        }
    }

    static func openStore(
        _ path: String,
        isReadOnly: Bool = false
    ) throws(Failure) -> SQLiteEventLog {
        do throws(StoreError) {
            return try SQLiteEventLog(path: path, mode: isReadOnly ? .readOnly : .readWrite)
        } catch {
            if case .damaged = error { throw Failure(error.message, .damage) }
            throw Failure(error.message)
        }
    }

    func show(
        clock: any SessionClock,
        drill: DrillStatus?,
        _ problems: ProblemLog,
        _ open: @escaping @Sendable () async -> Result<OpenedLog, Failure>
    ) throws(Failure) -> Ending {
        if let say = setup.say {
            return try converse(clock: clock, drill: drill, problems, say, open)
        }
        var terminal = try openTerminal()
        let waker = terminal.waker
        let mailbox = Mailbox { waker.wake() }
        problems.observe { mailbox.post($0) }
        let requests = RequestQueue()
        let requestsEnded = DispatchSemaphore(value: 0)
        let drafts = draftFolder(drill, problems, clock)
        let place = placeFile(drill, problems)
        let opening = Opening()
        let background = BackgroundWork {
            let result = await open()
            opening.end(result)
            guard case .success(let opened) = result else { return mailbox.close() }
            guard !Task.isCancelled else { return }
            mailbox.post(opened: opened.session.fleet, isEmpty: opened.isEmpty)
            let services = services(
                of: opened,
                requests,
                problems,
                whenRequestsEnd: { requestsEnded.signal() },
                tell: { mailbox.post($0) }
            )
            await services.run()
        }
        var loop = TerminalLoop(
            model: model(
                clock.wall,
                terminal.size,
                drill,
                drafts?.takeOver() ?? [],
                place?.read()
            ),
            looks: setup.looks,
            mailbox: mailbox,
            clock: clock,
            keep: { drafts?.keep($0) },
            keepTheme: keepTheme(problems),
            keepPlace: { place?.keep($0) },
            request: { Self.ask($0, of: requests, mailbox, problems.logger("requests")) }
        )
        let watch = FileWatch(folder: setup.places.themes) { mailbox.postThemesChanged() }
        let outcome = withExtendedLifetime(watch) { loop.run(on: &terminal) }
        terminal.close()
        // What the person asked for last is done before the work ends, or comes back as a draft.
        requests.finish()
        if loop.unansweredCount > 0, outcome != .closed {
            _ = requestsEnded.wait(timeout: .now() + 2)
        }
        background.stop()
        _ = drafts?.finish(loop.settle())
        place?.finish(loop.place, hasQuit: outcome == .quit)
        switch opening.result {
        case .success(let opened): blocking { await opened.close() }
        case .failure(let failure): throw failure
        // The person did not wait: what is still being opened ends with the program.
        case nil: break
        }
        return Self.ending(of: outcome)
    }

    /// What runs behind the screen, or behind the lines, on what was opened.
    func services(
        of opened: OpenedLog,
        _ requests: RequestQueue,
        _ problems: ProblemLog,
        whenRequestsEnd: @escaping @Sendable () -> Void = {},
        tell: @escaping @Sendable (RuntimeNews) -> Void
    ) -> BackgroundServices {
        BackgroundServices(
            session: opened.session,
            operatorActor: Actor(setup.operatorName),
            requests: requests,
            work: opened.work,
            history: opened.history,
            problems: problems,
            whenRequestsEnd: whenRequestsEnd,
            tell: tell
        )
    }

    private func openTerminal() throws(Failure) -> Terminal {
        do throws(TerminalError) {
            if !setup.isReadOnly { Terminal.keepCrashes(at: setup.places.crashes) }
            var terminal = try Terminal()
            terminal.askBackground()
            return terminal
        } catch {
            throw Failure("\(error)", .usage)
        }
    }

    /// The model of a screen on which nothing is open yet.
    func model(
        _ now: Timestamp,
        _ size: (width: Int, height: Int),
        _ drill: DrillStatus?,
        _ drafts: [Draft],
        _ place: Whereabouts? = nil
    ) -> AppModel {
        var model = AppModel(
            fleet: nil,
            book: Verbs.book,
            operatorName: setup.operatorName,
            now: now,
            size: size,
            drill: drill,
            reading: .opening,
            drafts: Drafts(drafts),
            keymap: setup.keymap
        )
        model.isReadOnly = setup.isReadOnly
        if let place { model.takeUp(place) }
        if let screen = setup.screen { _ = model.open(screen: screen, of: nil) }
        model.drillNames = Scenario.names
        model.localOffsetMinutes = RealClock.localOffsetMinutes
        return model
    }
}
