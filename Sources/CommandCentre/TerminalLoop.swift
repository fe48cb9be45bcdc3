import Primitives
import CellGrid
import CursesBackend

import Runtime
import Screens

/// The loop of the main thread: wait for keys and news, fold them into the model, draw once.
struct TerminalLoop {
    /// How the loop ended.
    enum Outcome: Equatable {
        case quit
        case interrupted(signal: Int32)
        case startDrill(String)
        case detect([String])
    }

    private var model: AppModel
    /// How many commands of the person wait for their answer.
    private(set) var unansweredCount = 0
    private let theme: Theme
    private let mailbox: Mailbox
    private let clock: any SessionClock
    private let request: @Sendable (RuntimeRequest) -> Void
    /// Is handed what was typed and is not in the log yet, whenever that changes.
    private let keep: @Sendable ([Draft]) -> Void

    /// Frames follow one another no faster than this when only data changed: 30 a second.
    private static let frameSpan: Duration = .milliseconds(33)

    init(
        model: AppModel,
        theme: Theme,
        mailbox: Mailbox,
        clock: any SessionClock,
        keep: @escaping @Sendable ([Draft]) -> Void,
        request: @escaping @Sendable (RuntimeRequest) -> Void
    ) {
        self.model = model
        self.theme = theme
        self.mailbox = mailbox
        self.clock = clock
        self.keep = keep
        self.request = request
    }

    /// Runs until the person leaves.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    mutating func run(on terminal: inout Terminal) -> Outcome {
        let steady = ContinuousClock()
        var lastFrame = steady.now - Self.frameSpan
        var isFirst = true
        while true {
            let sinceFrame = steady.now - lastFrame
            let isDue = isFirst || sinceFrame >= Self.frameSpan
            let patience =
                isDue ? waitMilliseconds : Int32((Self.frameSpan - sinceFrame).milliseconds + 1)
            let events = isFirst ? [] : terminal.wait(timeoutMilliseconds: patience)
            isFirst = false
            let before = model.drafts
            var effects = model.update(.clock(clock.wall))
            effects += takeNews()
            let hasInput = events.contains { $0 != .wake }
            for event in events {
                if case .interrupted(let signal) = event { return .interrupted(signal: signal) }
                effects += model.update(.input(event))
            }
            if model.drafts != before { keep(model.drafts.all) }
            for effect in effects {
                if let outcome = perform(effect, on: &terminal) { return outcome }
            }
            if hasInput || steady.now - lastFrame >= Self.frameSpan {
                draw(on: &terminal)
                lastFrame = steady.now
            }
        }
    }

    /// Takes in what became of the last commands, after the screen was left.
    ///
    /// - Returns: What was typed and is not in the log.
    mutating func settle() -> [Draft] {
        _ = takeNews()
        return model.drafts.all
    }

    private mutating func takeNews() -> [Effect] {
        var effects: [Effect] = []
        for message in mailbox.drain() {
            if case .answered = message { unansweredCount -= 1 }
            effects += model.update(message)
        }
        return effects
    }

    /// How long to wait for something to happen: until the next second is shown.
    private var waitMilliseconds: Int32 {
        if model.drill != nil { return 100 }
        let inSecond = clock.wall.milliseconds % 1000
        return Int32(1000 - inSecond)
    }

    private func draw(on terminal: inout Terminal) {
        let (canvas, cursor) = render(model, theme: theme)
        terminal.present(canvas, cursor: cursor)
    }

    /// Does what the screen wants; the one place where effects get their meaning.
    private mutating func perform(_ effect: Effect, on terminal: inout Terminal) -> Outcome? {
        switch effect {
        case .quit: return .quit
        case .bell: terminal.beep()
        case .suspend: terminal.suspend()
        case .repaint: terminal.repaint()
        case .startDrill(let name): return .startDrill(name)
        case .detect(let addresses): return .detect(addresses)
        case .run(let command, let occurredAt):
            unansweredCount += 1
            request(.run(command, occurredAt: occurredAt))
        case .loadHistory(let part): request(.loadHistory(part))
        case .setSpeed(let speed): request(.setSpeed(speed))
        case .skipAhead: request(.skipAhead)
        }
        return nil
    }
}
