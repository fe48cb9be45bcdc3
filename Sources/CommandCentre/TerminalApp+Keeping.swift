import Dispatch
import EventStore
import Logging
import Monitoring
import Primitives
import Runtime
import Screens

/// What outlives the screen, and who is answered when nobody can be asked.
extension TerminalApp {
    /// Hands a request over; one that finds no place is answered, so that what was typed comes
    /// back.
    static func ask(
        _ request: RuntimeRequest,
        of requests: RequestQueue,
        _ mailbox: Mailbox,
        _ logger: Logger
    ) {
        guard !requests.ask(request) else { return }
        let reason = "too much waits to be written down: ask again once the log answers"
        switch request {
        case .run(let command, _): mailbox.post(.answered(command, refusal: reason))
        case .loadEntries(let part):
            mailbox.post(.past(part, nil))
            logger.error("\(reason)")
        case .loadHistory(let part):
            mailbox.post(.history(part, [:]))
            logger.error("\(reason)")
        case .loadReview(let part):
            mailbox.post(.review(part, nil))
            logger.error("\(reason)")
        case .setSpeed, .skipAhead, .pauseDrill, .scrub: logger.error("\(reason)")
        // The others hear of it with the next news of this screen.
        case .tellActivity: break
        }
    }

    static func ending(of outcome: TerminalLoop.Outcome) -> Ending {
        switch outcome {
        case .quit, .closed: .quit
        case .interrupted(let signal): .interrupted(signal: signal)
        case .startDrill(let name): .startDrill(name)
        case .detect(let addresses): .detect(addresses)
        }
    }

    /// Writes down, beside the loop, which theme was chosen.
    func keepTheme(_ problems: ProblemLog) -> @Sendable (String?) -> Void {
        let themes = Themes(folder: setup.places.themes)
        let path = setup.places.chosenTheme
        let logger = problems.logger("themes")
        return { name in
            DispatchQueue.global().async {
                themes.keep(name, at: path) { logger.error("the theme is not kept: \($0)") }
            }
        }
    }

    /// Where it is kept where the person is; nowhere in a drill, and where nothing may be written.
    func placeFile(_ drill: DrillStatus?, _ problems: ProblemLog) -> PlaceFile? {
        guard drill == nil, !setup.isReadOnly else { return nil }
        return PlaceFile(store: setup.store, logger: problems.logger("screen"))
    }

    /// Where drafts are kept; nowhere in a drill, and where nothing may be written.
    func draftFolder(
        _ drill: DrillStatus?,
        _ problems: ProblemLog,
        _ clock: any SessionClock
    ) -> DraftFolder? {
        guard drill == nil, !setup.isReadOnly else { return nil }
        return DraftFolder(
            store: setup.store,
            name: EntryIDSource().next(at: clock.now).rawValue,
            logger: problems.logger("drafts")
        )
    }
}
