import Commands
package import CellGrid
import EventStore
import IncidentLog
package import Monitoring
import Primitives
package import Runtime
import Scenarios
package import Screens

/// One screen drawn without a terminal: what somebody would see who opened it now.
package struct ScreenPicture: Sendable {
    /// The name of the screen; nil for the first one.
    package var screen: String?
    /// The node or the signal that it shows; nil for the one under the cursor.
    package var subject: String?
    /// What is pressed before the picture is taken.
    package var keys: [Key] = []
    /// Columns and rows.
    package var size: (width: Int, height: Int)
    /// Who looks.
    package var operatorName: String
    /// The look.
    package var theme: Theme

    /// A picture of the first screen.
    package init(size: (width: Int, height: Int), operatorName: String, theme: Theme) {
        self.size = size
        self.operatorName = operatorName
        self.theme = theme
    }

    /// Why there is no picture.
    package struct Failure: Error, Sendable {
        /// The sentence for a person.
        package let message: String
    }

    /// Where what is shown comes from.
    package struct Source: Sendable {
        /// What reads the log.
        package var session: Session
        /// What the nodes told before; nil when that is kept nowhere.
        package var history: HistoryService?
        /// The nodes as they were just judged; nil when nobody asked them.
        package var snapshot: FleetSnapshot?
        /// Where the drill stands; nil outside drills.
        package var drill: DrillStatus?

        /// What this session tells.
        package init(
            _ session: Session,
            history: HistoryService? = nil,
            snapshot: FleetSnapshot? = nil,
            drill: DrillStatus? = nil
        ) {
            self.session = session
            self.history = history
            self.snapshot = snapshot
            self.drill = drill
        }
    }

    /// How many entries the screen begins with; it asks for more.
    private static let pastCount = 500

    /// How many answers a screen may ask for before it is drawn as it is.
    private static let answerLimit = 100

    /// Draws what the source tells; nothing is written into its log, whatever is pressed.
    package func draw(_ source: Source) async throws -> Canvas {
        let mailbox = Mailbox {}
        try await source.session.observeEntries(newest: Self.pastCount) {
            mailbox.post(.entries($0, $1))
        }
        mailbox.post(.logRead)
        let fleet = source.snapshot?.fleet ?? source.session.fleet
        let isEmpty = try await source.session.log.lastSequence() == 0
        mailbox.post(opened: fleet, isEmpty: isEmpty)
        if let snapshot = source.snapshot { mailbox.post(.fleet(snapshot)) }
        if let drill = source.drill { mailbox.post(.drill(drill)) }
        var model = AppModel(
            fleet: nil,
            book: Verbs.book,
            operatorName: operatorName,
            now: source.session.clock.wall,
            size: size,
            drill: source.drill,
            reading: .opening
        )
        model.drillNames = Scenario.names
        model.localOffsetMinutes = RealClock.localOffsetMinutes
        for message in mailbox.drain() { await answer(model.update(message), &model, source) }
        if let screen {
            guard let effects = model.open(screen: screen, of: subject) else {
                throw Failure(message: missing(screen))
            }
            await answer(effects + model.update(.clock(model.now)), &model, source)
        }
        for key in keys { await answer(model.update(.input(.key(key))), &model, source) }
        return render(model, theme: theme).canvas
    }

    private func missing(_ screen: String) -> String {
        guard AppModel.screenNames.contains(screen) else {
            let known = AppModel.screenNames.joined(separator: ", ")
            return "there is no screen '\(screen)'; screens: \(known)"
        }
        return subject.map { "there is no \(screen) '\($0)'" } ?? "there is no \(screen) to show"
    }

    /// Reads for the screen what it asks for; everything else that it asks for is left undone.
    private func answer(_ effects: [Effect], _ model: inout AppModel, _ source: Source) async {
        var (effects, count) = (effects, 0)
        while !effects.isEmpty, count < Self.answerLimit {
            count += 1
            switch effects.removeFirst() {
            case .ask(.loadHistory(let request)):
                let bins = try? await source.history?.bins(
                    of: request.node,
                    from: request.from,
                    to: request.to,
                    step: request.step
                )
                effects += model.update(.history(request, bins ?? [:]))
            case .ask(.loadEntries(let request)):
                let entries = try? await source.session.past(request)
                effects += model.update(.past(request, entries))
            case .ask(.loadReview(let request)):
                let state = await source.session.logState
                let reader = ReviewReader(source.session.log)
                let review = try? await reader.review(request, in: state)
                effects += model.update(.review(request, review ?? nil))
            case .ask, .quit, .bell, .suspend, .repaint, .startDrill, .detect, .copy, .edit,
                .tryTheme, .dropTheme, .keepTheme:
                break
            }
        }
    }
}
