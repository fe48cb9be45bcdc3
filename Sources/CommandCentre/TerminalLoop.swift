import CellGrid
import CursesBackend
import IncidentCore
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
    private let theme: Theme
    private let mailbox: Mailbox
    private let clock: any SessionClock
    private let request: @Sendable (Effect) -> Void

    /// Frames follow one another no faster than this when only data changed: 30 a second.
    private static let frameSpan: Duration = .milliseconds(33)

    init(
        model: AppModel,
        theme: Theme,
        mailbox: Mailbox,
        clock: any SessionClock,
        request: @escaping @Sendable (Effect) -> Void
    ) {
        self.model = model
        self.theme = theme
        self.mailbox = mailbox
        self.clock = clock
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
            var effects = model.update(.clock(clock.wall))
            for message in mailbox.drain() { effects += model.update(message) }
            let hasInput = events.contains { $0 != .wake }
            for event in events {
                if case .interrupted(let signal) = event { return .interrupted(signal: signal) }
                effects += model.update(.input(event))
            }
            for effect in effects {
                if let outcome = perform(effect, on: &terminal) { return outcome }
            }
            if hasInput || steady.now - lastFrame >= Self.frameSpan {
                draw(on: &terminal)
                lastFrame = steady.now
            }
        }
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

    private mutating func perform(_ effect: Effect, on terminal: inout Terminal) -> Outcome? {
        switch effect {
        case .quit: return .quit
        case .bell: terminal.beep()
        case .suspend: terminal.suspend()
        case .repaint: terminal.repaint()
        case .startDrill(let name): return .startDrill(name)
        case .detect(let addresses): return .detect(addresses)
        case .run, .skipAhead, .setSpeed, .loadHistory: request(effect)
        }
        return nil
    }
}
