import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Runtime
import Screens

/// The command centre as lines: everything that happens is told, one line each, and lines are
/// typed into it; for screen readers, without a sequence and without a frame.
struct Conversation: Sendable {
    private var model: AppModel
    private let mailbox: Mailbox
    private let clock: any SessionClock
    private let request: @Sendable (RuntimeRequest) -> Void
    private let say: @Sendable (String) -> Void

    /// What was typed before the log was read.
    private var early: [String] = []
    private var hasBegun = false
    private var isAtEnd = false
    private var leaving: TerminalLoop.Outcome?
    private var ticksSinceLeaving = 0
    private var toldSequence: Int64 = 0
    private var toldWord: String?
    private var verdicts: [NodeID: NodeAssessment.Verdict] = [:]
    private var wasOverdue = false
    /// How many commands wait for their answer.
    private var unansweredCount = 0

    init(
        _ model: AppModel,
        _ mailbox: Mailbox,
        clock: any SessionClock,
        request: @escaping @Sendable (RuntimeRequest) -> Void,
        say: @escaping @Sendable (String) -> Void
    ) {
        self.model = model
        self.mailbox = mailbox
        self.clock = clock
        self.request = request
        self.say = { say(SpokenText.of($0)) }
    }

    /// How many lines of the past are told at the beginning.
    private static let pastCount = 10
    /// From more nodes on that change at once they are counted, not named.
    private static let namedNodes = 5
    /// For how many ticks who left waits for the answers to the last commands.
    private static let patience = 3

    /// Takes an event in and tells what follows.
    ///
    /// - Returns: How the conversation ends; nil while it goes on.
    mutating func take(_ event: LineEvent) -> TerminalLoop.Outcome? {
        let effects = model.update(.clock(clock.wall)) + takeNews()
        for effect in effects { perform(effect) }
        tellNews()
        switch event {
        case .line(let line): early.append(line)
        case .end: isAtEnd = true
        case .tick: if leaving != nil { ticksSinceLeaving += 1 }
        case .news: break
        }
        while hasBegun, leaving == nil, !early.isEmpty { reply(to: early.removeFirst()) }
        if hasBegun, isAtEnd, leaving == nil { leaving = .quit }
        guard let leaving else { return nil }
        return unansweredCount == 0 || ticksSinceLeaving >= Self.patience ? leaving : nil
    }

    private mutating func takeNews() -> [Effect] {
        var effects: [Effect] = []
        for message in mailbox.drain() {
            if case .answered = message { unansweredCount -= 1 }
            effects += model.update(message)
        }
        return effects
    }

    /// Does what a typed line asks for, and tells what comes of it at once.
    private mutating func reply(to line: String) {
        if line.isEmpty, model.questionLines.isEmpty { return }
        toldWord = nil
        let told = ["/status": model.situationLines, "/checklist": model.checklistLines][line]
        guard told == nil else {
            for line in told ?? [] { say(line) }
            return
        }
        let screen = model.screen
        for effect in model.type(line) { perform(effect) }
        tellWord()
        if model.isShowingText {
            tellScreen()
            _ = model.update(.input(.key(Key(.escape))))
        } else if model.screen != screen, model.isOnOtherScreen {
            tellScreen()
        }
        for line in model.questionLines { say(line) }
    }

    private mutating func perform(_ effect: Effect) {
        switch effect {
        case .quit: leaving = .quit
        case .startDrill(let name): leaving = .startDrill(name)
        case .detect(let addresses): leaving = .detect(addresses)
        case .bell, .suspend, .repaint, .copy, .edit, .tryTheme, .dropTheme, .keepTheme: break
        case .ask(let request):
            if case .run = request { unansweredCount += 1 }
            self.request(request)
        }
    }

    // MARK: Telling

    private mutating func tellNews() {
        if hasBegun {
            for line in model.logLines(after: toldSequence) { say(line) }
        } else if model.reading == .done || model.reading == .failed {
            begin()
        }
        guard hasBegun else { return }
        toldSequence = model.log.sequence
        tellVerdicts()
        tellUpdateClock()
        tellWord()
    }

    private mutating func begin() {
        hasBegun = true
        for line in model.logLines(after: 0).suffix(Self.pastCount) { say(line) }
        for line in model.situationLines { say(line) }
        say(
            "a line goes into the log; /status, /checklist, /help, /signals, /cancel, /quit and every command"
        )
        wasOverdue = isOverdue
    }

    private mutating func tellWord() {
        if let word = model.word, word != toldWord { say(word) }
        toldWord = model.word
    }

    private mutating func tellVerdicts() {
        let changed = (model.fleet?.nodes ?? []).compactMap { node -> (NodeID, NodeAssessment)? in
            guard let seen = model.snapshot.assessments[node.id], seen.verdict != .unknown else {
                return nil
            }
            let health = model.health(of: node.id)
            guard verdicts.updateValue(health.verdict, forKey: node.id) != health.verdict else {
                return nil
            }
            return (node.id, health)
        }
        guard changed.count > Self.namedNodes else {
            for (node, health) in changed {
                let why =
                    health.reasons.isEmpty ? "" : ": " + health.reasons.joined(separator: "; ")
                say("node \(node) is \(health.verdict.rawValue)\(why)")
            }
            return
        }
        for verdict in NodeAssessment.Verdict.allCases {
            let count = changed.count { $0.1.verdict == verdict }
            if count > 0 { say("\(count) nodes are \(verdict.rawValue)") }
        }
    }

    private var isOverdue: Bool {
        model.incident?.nextUpdateDue.map { $0 < model.now } ?? false
    }

    private mutating func tellUpdateClock() {
        if isOverdue, !wasOverdue { say("the next update is due now") }
        wasOverdue = isOverdue
    }

    /// Rows of a screen that is told as a text.
    private static let textRows = 300

    /// Tells the screen that was just opened, without its header and its keys.
    private func tellScreen() {
        var tall = model
        _ = tall.update(.input(.resized(width: model.size.width, height: Self.textRows)))
        let text = render(tall, theme: .plain).canvas.text()
        for line in text.split(separator: "\n").dropFirst().dropLast() {
            let spoken = SpokenText.of(String(line))
            if !spoken.isEmpty { say(spoken) }
        }
    }
}
