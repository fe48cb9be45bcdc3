import DequeModule
import FleetModel
import IncidentLog
import Monitoring
import Primitives
package import Runtime
import Screens
import Synchronization

/// What background work has for the screen: answers are kept, of entries as many as the screen
/// keeps, of everything else only the newest.
///
/// Bounded by construction, so nobody who posts ever waits.
package final class Mailbox: Sendable {
    private struct Contents {
        var entries: Deque<Entry> = []
        var state: LogState?
        var reading: AppModel.LogReading?
        var answers: [AppMessage] = []
        var past: [AppMessage] = []
        var opened: AppMessage?
        var snapshot: FleetSnapshot?
        var drill: DrillStatus?
        var score: AppMessage?
        var history: AppMessage?
        var review: AppMessage?
        var colleagues: AppMessage?
        var isRewound = false
        var words: [AppMessage] = []

        /// Of the entries only those are kept that the screen would keep.
        mutating func add(_ new: [Entry], _ state: LogState) {
            self.state = state
            entries += new
            entries.removeFirst(max(0, entries.count - AppModel.entryLimit))
        }

        /// What was told before is so no more.
        mutating func rewind() {
            entries = []
            state = nil
            past = []
            isRewound = true
        }

        mutating func add(_ word: AppMessage, limit: Int) {
            if words.count == limit { words.removeFirst() }
            words.append(word)
        }
    }

    /// How many short words wait at most; older ones give way.
    private static let wordLimit = 8

    private let contents = Mutex(Contents())
    private let isOver = Atomic(false)
    private let themesChanged = Atomic(false)
    private let wake: @Sendable () -> Void

    /// An empty one, which wakes whoever takes out.
    package init(wake: @escaping @Sendable () -> Void) {
        self.wake = wake
    }

    /// Keeps news until it is taken out.
    package func post(_ news: RuntimeNews) {
        contents.withLock { contents in
            switch news {
            case .entries(let entries, let state): contents.add(entries, state)
            // There are never more than the screen asked for.
            case .past(let request, let entries): contents.past.append(.past(request, entries))
            case .logRead: contents.reading = .done
            case .logUnreadable: contents.reading = .failed
            case .fleet(let snapshot): contents.snapshot = snapshot
            // There are never more answers than commands of the person.
            case .answered(let command, let refusal):
                contents.answers.append(.answered(command, refusal: refusal))
            case .drill(let status): contents.drill = status
            case .score(let score): contents.score = .score(score)
            case .history(let request, let bins): contents.history = .history(request, bins)
            case .review(let request, let review): contents.review = .review(request, review)
            case .colleagues(let people): contents.colleagues = .colleagues(people)
            case .rewound: contents.rewind()
            case .notice(let text): contents.add(.notice(text), limit: Self.wordLimit)
            }
        }
        wake()
    }

    /// Keeps the text of a problem until it is taken out.
    package func post(_ problem: ReportedProblem) {
        contents.withLock { $0.add(.problem(problem.text), limit: Self.wordLimit) }
        wake()
    }

    /// Keeps what was opened until it is taken out.
    func post(opened fleet: Fleet?, isEmpty: Bool) {
        contents.withLock { $0.opened = .opened(fleet, isEmpty: isEmpty) }
        wake()
    }

    /// Says that a file of a theme was changed.
    func postThemesChanged() {
        themesChanged.store(true, ordering: .releasing)
        wake()
    }

    /// Whether a file of a theme was changed since this was last asked.
    func takeThemesChanged() -> Bool { themesChanged.exchange(false, ordering: .acquiring) }

    /// Says that nothing more will come: what the screen was to show could not be opened.
    func close() {
        isOver.store(true, ordering: .releasing)
        wake()
    }

    /// Whether nothing more will come.
    var isClosed: Bool { isOver.load(ordering: .acquiring) }

    /// Takes everything out, in the order in which the model wants it.
    func drain() -> [AppMessage] {
        let taken = contents.withLock { contents in
            let taken = contents
            contents = Contents()
            return taken
        }
        var messages: [AppMessage] = []
        if let opened = taken.opened { messages.append(opened) }
        if taken.isRewound { messages.append(.rewound) }
        if let state = taken.state { messages.append(.entries(Array(taken.entries), state)) }
        if let reading = taken.reading { messages.append(.log(reading)) }
        messages += taken.past
        messages += taken.answers
        if let snapshot = taken.snapshot { messages.append(.fleet(snapshot)) }
        if let drill = taken.drill { messages.append(.drill(drill)) }
        if let score = taken.score { messages.append(score) }
        if let history = taken.history { messages.append(history) }
        if let review = taken.review { messages.append(review) }
        if let colleagues = taken.colleagues { messages.append(colleagues) }
        return messages + taken.words
    }
}
