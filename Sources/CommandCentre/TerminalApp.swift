import Broadcasting
import Commands
import CursesBackend
import Dispatch
import EventStore
package import FleetModel
import Monitoring
import Primitives
import Probing
package import Runtime
package import Scenarios
package import Screens
import SQLiteStore

/// Opens the command centre on a terminal and keeps it open until the person leaves.
package struct TerminalApp {
    private let setup: Setup

    /// What the command centre is opened with.
    package struct Setup: Sendable {
        /// The fleet to watch; nil when none is configured.
        package var fleet: Fleet?
        /// The path of the event store.
        package var store: String
        /// Where files lie.
        package var places: Places
        /// Who sits at the keyboard.
        package var operatorName: String
        /// The machine's name.
        package var device: String
        /// The look.
        package var theme: Theme

        /// A set-up of these parts.
        package init(
            fleet: Fleet?,
            store: String,
            places: Places,
            operatorName: String,
            device: String,
            theme: Theme
        ) {
            self.fleet = fleet
            self.store = store
            self.places = places
            self.operatorName = operatorName
            self.device = device
            self.theme = theme
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
        /// Whether the store is damaged.
        package let isDamage: Bool

        init(_ message: String, isDamage: Bool = false) {
            self.message = message
            self.isDamage = isDamage
        }
    }

    /// A command centre of this set-up.
    package init(_ setup: Setup) {
        self.setup = setup
    }

    /// Watches the real fleet.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package func watch() throws(Failure) -> Ending {
        let log = try openStore(setup.store)
        let session = Session(
            fleet: setup.fleet,
            log: log,
            clock: RealClock(),
            device: setup.device
        )
        let isEmpty = blocking { (try? await log.lastSequence()) ?? 0 } == 0
        let client = ProbeClient(
            heartbeats: setup.fleet?.heartbeats(besideLog: setup.store)
        )
        let channels = ChannelClient()
        defer {
            blocking {
                await client.shutdown()
                channels.shutdown()
                await log.close()
            }
        }
        return try show(
            session,
            work: .watch(client, channels),
            history: HistoryService(
                log: setup.store,
                settings: setup.fleet?.history ?? HistorySettings(),
                clock: session.clock
            ),
            drill: nil,
            isWelcome: setup.fleet == nil && isEmpty
        )
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
        let log = try openFreshStore("\(folder)/log.sqlite")
        let drill: Drill
        do {
            drill = try blocking {
                try await Drill.start(scenario, log: log, playsDecisions: false)
            }
        } catch {
            throw Failure("the drill cannot be started: \(error)")
        }
        defer {
            blocking {
                await drill.stop()
                await log.close()
            }
        }
        do throws(FileText.Failure) {
            try DrillFolder.writeFleet(drill.fleet, to: "\(folder)/fleet.yaml")
        } catch {
            throw Failure(error.message)
        }
        let status = DrillStatus(
            name: scenario.name,
            speed: speed,
            nextInject: nil,
            isOver: false
        )
        return try show(
            drill.session,
            work: .drill(drill, speed: speed),
            history: HistoryService(
                log: "\(folder)/log.sqlite",
                settings: HistorySettings(),
                clock: drill.clock
            ),
            drill: status,
            isWelcome: false
        )
    }

    private func openStore(_ path: String) throws(Failure) -> SQLiteEventLog {
        do throws(StoreError) {
            return try SQLiteEventLog(path: path, mode: .readWrite)
        } catch {
            if case .damaged = error { throw Failure(error.message, isDamage: true) }
            throw Failure(error.message)
        }
    }

    /// A drill begins with an empty log; the one before is set aside under its own name.
    private func openFreshStore(_ path: String) throws(Failure) -> SQLiteEventLog {
        DrillFolder.setAside(path)
        return try openStore(path)
    }

    private func show(
        _ session: Session,
        work: BackgroundServices.Work,
        history: HistoryService,
        drill: DrillStatus?,
        isWelcome: Bool
    ) throws(Failure) -> Ending {
        var terminal: Terminal
        do throws(TerminalError) {
            terminal = try Terminal()
        } catch {
            throw Failure("\(error)")
        }
        let waker = terminal.waker
        let mailbox = Mailbox { waker.wake() }
        let requests = RequestQueue()
        let requestsEnded = DispatchSemaphore(value: 0)
        let services = BackgroundServices(
            session: session,
            operatorActor: Actor(setup.operatorName),
            requests: requests,
            work: work,
            history: history,
            whenRequestsEnd: { requestsEnded.signal() },
            tell: { mailbox.post($0) }
        )
        let drafts = drill == nil ? draftFolder(mailbox, session.clock) : nil
        let background = BackgroundWork { await services.run() }
        var model = AppModel(
            fleet: session.fleet,
            book: Verbs.book,
            operatorName: setup.operatorName,
            now: session.clock.wall,
            size: terminal.size,
            drill: drill,
            isWelcome: isWelcome,
            reading: .underWay,
            drafts: Drafts(drafts?.takeOver() ?? [])
        )
        model.drillNames = Scenario.names
        model.localOffsetMinutes = RealClock.localOffsetMinutes
        var loop = TerminalLoop(
            model: model,
            theme: setup.theme,
            mailbox: mailbox,
            clock: session.clock,
            keep: { drafts?.keep($0) },
            request: { Self.ask($0, of: requests, mailbox) }
        )
        let outcome = loop.run(on: &terminal)
        terminal.close()
        // What the person asked for last is done before the work ends, or comes back as a draft.
        requests.finish()
        if loop.unansweredCount > 0 { _ = requestsEnded.wait(timeout: .now() + 2) }
        background.stop()
        _ = drafts?.finish(loop.settle())
        return switch outcome {
        case .quit: .quit
        case .interrupted(let signal): .interrupted(signal: signal)
        case .startDrill(let name): .startDrill(name)
        case .detect(let addresses): .detect(addresses)
        }
    }
}

extension TerminalApp {
    /// Hands a request over; one that finds no place is answered, so that what was typed comes
    /// back.
    private static func ask(
        _ request: RuntimeRequest,
        of requests: RequestQueue,
        _ mailbox: Mailbox
    ) {
        guard !requests.ask(request) else { return }
        let reason = "too much waits to be written down: ask again once the log answers"
        switch request {
        case .run(let command, _): mailbox.post(.answered(command, refusal: reason))
        case .loadEntries(let part):
            mailbox.post(.past(part, nil))
            mailbox.post(.problem(reason))
        case .loadHistory, .setSpeed, .skipAhead: mailbox.post(.problem(reason))
        }
    }

    private func draftFolder(_ mailbox: Mailbox, _ clock: any SessionClock) -> DraftFolder {
        DraftFolder(
            store: setup.store,
            name: EntryIDSource().next(at: clock.now).rawValue,
            report: { mailbox.post(.problem($0)) }
        )
    }
}

/// Asynchronous work beside the blocking main loop, ended when the loop ends.
private struct BackgroundWork: Sendable {
    private let task: Task<Void, Never>
    private let finished = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () async -> Void) {
        let finished = finished
        task = Task { @concurrent in
            await work()
            finished.signal()
        }
    }

    /// Cancels the work and waits until it has ended, at most two seconds.
    func stop() {
        task.cancel()
        _ = finished.wait(timeout: .now() + 2)
    }
}
