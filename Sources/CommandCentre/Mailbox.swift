import IncidentCore
import Screens
import Synchronization

/// What background work has for the screen: entries and answers are kept, everything else only
/// the newest.
///
/// Bounded by construction, so nobody who posts ever waits.
final class Mailbox: Sendable {
    private struct Contents {
        var entries: [Entry] = []
        var reading: AppModel.LogReading?
        var answers: [AppMessage] = []
        var snapshot: FleetSnapshot?
        var drill: DrillStatus?
        var history: AppMessage?
        var words: [AppMessage] = []
    }

    /// How many short words wait at most; older ones give way.
    private static let wordLimit = 8

    private let contents = Mutex(Contents())
    private let wake: @Sendable () -> Void

    init(wake: @escaping @Sendable () -> Void) {
        self.wake = wake
    }

    func post(entries: [Entry]) {
        contents.withLock { $0.entries += entries }
        wake()
    }

    func post(reading: AppModel.LogReading) {
        contents.withLock { $0.reading = reading }
        wake()
    }

    /// Tells what became of a command of the person; there are never more than were given.
    func post(answerTo command: Command, refusal: String?) {
        contents.withLock { $0.answers.append(.answered(command, refusal: refusal)) }
        wake()
    }

    func post(snapshot: FleetSnapshot) {
        contents.withLock { $0.snapshot = snapshot }
        wake()
    }

    func post(drill: DrillStatus) {
        contents.withLock { $0.drill = drill }
        wake()
    }

    func post(history: [MetricName: [SampleBin]], for request: HistoryRequest) {
        contents.withLock { $0.history = .history(request, history) }
        wake()
    }

    func post(notice: String) { post(word: .notice(notice)) }

    func post(problem: String) { post(word: .problem(problem)) }

    private func post(word: AppMessage) {
        contents.withLock { contents in
            if contents.words.count == Self.wordLimit { contents.words.removeFirst() }
            contents.words.append(word)
        }
        wake()
    }

    /// Takes everything out, in the order in which the model wants it.
    func drain() -> [AppMessage] {
        let taken = contents.withLock { contents in
            let taken = contents
            contents = Contents()
            return taken
        }
        var messages: [AppMessage] = []
        if !taken.entries.isEmpty { messages.append(.entries(taken.entries)) }
        if let reading = taken.reading { messages.append(.log(reading)) }
        messages += taken.answers
        if let snapshot = taken.snapshot { messages.append(.fleet(snapshot)) }
        if let drill = taken.drill { messages.append(.drill(drill)) }
        if let history = taken.history { messages.append(history) }
        return messages + taken.words
    }
}
