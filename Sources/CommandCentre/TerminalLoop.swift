import CellGrid
import ConfigFiles
package import Monitoring
import Primitives
package import Runtime
package import Screens

/// The loop of the main thread: wait for keys and news, fold them into the model, draw when
/// something changed.
package struct TerminalLoop {
    /// How the loop ended.
    package enum Outcome: Equatable, Sendable {
        /// The person left.
        case quit
        /// What was to be shown could not be opened.
        case closed
        /// A signal ended it.
        case interrupted(signal: Int32)
        /// The person wants to play this drill.
        case startDrill(String)
        /// The person gave addresses to write a fleet file from.
        case detect([String])
    }

    private var model: AppModel
    /// How many commands of the person wait for their answer.
    private(set) var unansweredCount = 0
    private var looks: ThemeSelection
    private let mailbox: Mailbox
    private let clock: any SessionClock
    private let request: @Sendable (RuntimeRequest) -> Void
    /// Is handed what was typed and is not in the log yet, whenever that changes.
    private let keep: @Sendable ([Draft]) -> Void
    private let keepTheme: @Sendable (String?) -> Void
    private let keepPlace: @Sendable (Whereabouts) -> Void

    /// A loop that shows this model.
    ///
    /// - Parameters:
    ///   - looks: Which theme it has.
    ///   - mailbox: Where the news comes from.
    ///   - keep: Is handed what was typed and is not in the log yet, whenever that changes.
    ///   - keepTheme: Is handed the theme that the person chose for the next time too.
    ///   - keepPlace: Is handed where the person is, whenever that changes.
    ///   - request: Is handed what the person asks for.
    package init(
        model: AppModel,
        looks: ThemeSelection,
        mailbox: Mailbox,
        clock: any SessionClock,
        keep: @escaping @Sendable ([Draft]) -> Void,
        keepTheme: @escaping @Sendable (String?) -> Void = { _ in },
        keepPlace: @escaping @Sendable (Whereabouts) -> Void = { _ in },
        request: @escaping @Sendable (RuntimeRequest) -> Void
    ) {
        self.model = model
        self.looks = looks
        self.mailbox = mailbox
        self.clock = clock
        self.keep = keep
        self.keepTheme = keepTheme
        self.keepPlace = keepPlace
        self.request = request
    }

    /// Runs until the person leaves.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    mutating func run(on terminal: inout some LoopTerminal & ~Copyable) -> Outcome {
        let steady = ContinuousClock()
        let start = steady.now
        return run(on: &terminal) { steady.now - start }
    }

    /// Runs until the person leaves, in the time that `passed` tells: how long ago the loop began.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package mutating func run(
        on terminal: inout some LoopTerminal & ~Copyable,
        passed: () -> Duration
    ) -> Outcome {
        var pacer = FramePacer()
        // A person waits for what is opened as for the answer to a key.
        pacer.note(isKey: true, at: .zero)
        show(looks.start(colors: terminal.colorCount))
        var isFirst = true
        while true {
            let timeout = pacer.timeout(at: passed())
            // Never before the moment itself: a wait that ends early would be done twice.
            let events =
                isFirst ? [] : terminal.wait(timeoutMilliseconds: Int32(timeout.milliseconds + 1))
            isFirst = false
            if mailbox.isClosed { return .closed }
            for event in events { pacer.note(isKey: event != .wake, at: passed()) }
            guard pacer.isDue(at: passed()) else { continue }
            if let outcome = takeIn(events, on: &terminal) { return outcome }
            draw(on: &terminal)
            pacer.drew(at: passed(), changesIn: timeToChange)
        }
    }

    /// Folds the time, the news and what the person did into the model, and does what follows.
    private mutating func takeIn(
        _ events: [InputEvent],
        on terminal: inout some LoopTerminal & ~Copyable
    ) -> Outcome? {
        let before = model.drafts
        let (place, activity) = (model.whereabouts, model.activity)
        var effects = model.update(.clock(clock.wall))
        effects += takeNews()
        if mailbox.takeThemesChanged() { show(looks.reload()) }
        for event in events {
            if case .interrupted(let signal) = event { return .interrupted(signal: signal) }
            if case .background(let red, let green, let blue) = event {
                let ground = ThemeColor.rgb(red: red, green: green, blue: blue)
                show(looks.ground(isDark: ground.isDark))
            }
            effects += model.update(.input(event))
        }
        if model.drafts != before { keep(model.drafts.all) }
        if let new = model.whereabouts, new != place { keepPlace(new) }
        if model.activity != activity { request(.tellActivity(model.activity)) }
        for effect in effects {
            if let outcome = perform(effect, on: &terminal) { return outcome }
        }
        return nil
    }

    /// Lets the model know the themes, and what is wrong with the one that is to be shown.
    private mutating func show(_ problems: [String]) {
        model.themes = looks.choices
        if let first = problems.first { _ = model.update(.problem(first)) }
    }

    /// Tells the screen what became of something that was done for it.
    private mutating func tell(_ message: AppMessage) {
        _ = model.update(message)
        keep(model.drafts.all)
    }

    /// In real time, until the picture changes by the passing of time alone.
    private var timeToChange: Duration {
        let span = model.nextChange - model.now
        guard let drill = model.drill, !drill.isOver else { return span }
        if drill.isPaused { return FramePacer.longestWait }
        return span / max(1, drill.speed)
    }

    /// Takes in what became of the last commands, after the screen was left.
    ///
    /// - Returns: What was typed and is not in the log.
    mutating func settle() -> [Draft] {
        _ = takeNews()
        return model.drafts.all
    }

    /// Where the person was last; nil when the log was never read to its end.
    var place: Whereabouts? { model.whereabouts }

    private mutating func takeNews() -> [Effect] {
        var effects: [Effect] = []
        for message in mailbox.drain() {
            if case .answered = message { unansweredCount -= 1 }
            effects += model.update(message)
        }
        return effects
    }

    private func draw(on terminal: inout some LoopTerminal & ~Copyable) {
        let (canvas, cursor) = render(model, theme: looks.theme)
        terminal.present(canvas, cursor: cursor)
    }

    /// Does what the screen wants; the one place where effects get their meaning.
    private mutating func perform(
        _ effect: Effect,
        on terminal: inout some LoopTerminal & ~Copyable
    ) -> Outcome? {
        switch effect {
        case .quit: return .quit
        case .bell(let text):
            terminal.beep()
            terminal.notify(text)
        case .copy(let text, let what):
            let isCopied = terminal.copy(text)
            tell(isCopied ? .notice("copied \(what)") : .problem("\(what) could not be copied"))
        case .edit(let text):
            do throws(PersonalEditor.Problem) {
                tell(.edited(try PersonalEditor().edit(text) { terminal.run($0) }))
            } catch {
                tell(.problem(error.message))
            }
        case .suspend: terminal.suspend()
        case .repaint: terminal.repaint()
        case .tryTheme(let name): show(looks.attempt(name))
        case .dropTheme: show(looks.drop())
        case .keepTheme(let name):
            show(looks.keep(name))
            keepTheme(name)
        case .startDrill(let name): return .startDrill(name)
        case .detect(let addresses): return .detect(addresses)
        case .ask(let request):
            if case .run = request { unansweredCount += 1 }
            self.request(request)
        }
        return nil
    }
}
