package import Logging
import Primitives
import Synchronization

/// The problems of a running Tocsin: a ring of the newest, which tells whoever shows them.
///
/// A problem that is reported again is counted and moves to the newest end, so that one that lasts
/// pushes no other out. At most `limit` different ones are kept; the oldest give way, and how many
/// did is known. What is reported before anybody looks is told to the first who does.
package final class ProblemLog: Sendable {
    private struct State {
        var problems: [ReportedProblem] = []
        var dropped = 0
        /// When each problem in `problems` was told last.
        var toldAt: [Timestamp?] = []
        var take: (@Sendable (ReportedProblem) -> Void)?
    }

    /// How many different problems are kept.
    package static let limit = 256
    /// How long the text of a problem is at most, in characters; the rest is left out.
    static let textLimit = 2000

    private let state = Mutex(State())
    private let clock: any SessionClock
    private let repeatAfter: Duration

    /// An empty one.
    ///
    /// - Parameters:
    ///   - repeatAfter: For how long a problem that was told is not told again; zero to tell it
    ///     whenever it is reported.
    ///   - clock: Says, by what it shows, when problems are reported.
    package init(repeatAfter: Duration = .zero, clock: any SessionClock) {
        self.repeatAfter = repeatAfter
        self.clock = clock
    }

    /// The problems, the one reported last at the end.
    package var problems: [ReportedProblem] { state.withLock(\.problems) }

    /// How many problems gave way to newer ones.
    package var dropped: Int { state.withLock(\.dropped) }

    /// The way in for a part of the program, such as `history`.
    package func logger(_ source: String) -> Logger {
        Logger(label: source) { ProblemLogHandler(source: $0, problems: self) }
    }

    /// Tells the problems of before and, from now on, each as it is reported.
    ///
    /// - Parameter take: Is told one after the other; must neither wait nor report a problem.
    package func observe(_ take: @escaping @Sendable (ReportedProblem) -> Void) {
        state.withLock { state in
            state.take = take
            let now = clock.wall
            for (place, problem) in state.problems.enumerated() where state.toldAt[place] == nil {
                state.toldAt[place] = now
                take(problem)
            }
        }
    }

    func report(_ text: String, _ level: Logger.Level, from source: String) {
        let now = clock.wall
        var problem = ReportedProblem(
            source: source,
            level: level,
            text: Self.shown(text),
            since: now,
            at: now
        )
        state.withLock { state in
            var toldAt: Timestamp?
            if let place = state.problems.firstIndex(where: problem.isSame) {
                problem = state.problems.remove(at: place)
                problem.count += 1
                problem.at = now
                toldAt = state.toldAt.remove(at: place)
            } else if state.problems.count == Self.limit {
                state.problems.removeFirst()
                state.toldAt.removeFirst()
                state.dropped += 1
            }
            if let take = state.take, isDue(toldAt, now) {
                toldAt = now
                take(problem)
            }
            state.problems.append(problem)
            state.toldAt.append(toldAt)
        }
    }

    private func isDue(_ toldAt: Timestamp?, _ now: Timestamp) -> Bool {
        guard let toldAt else { return true }
        // A clock that was set back must not silence anybody.
        return now < toldAt || now - toldAt >= repeatAfter
    }

    /// A text of several lines keeps them.
    private static func shown(_ text: String) -> String {
        let safe = UnsafeText.replacing(in: text) { scalar in
            scalar == "\n" ? "\n" : UnsafeText.picture(of: scalar)
        }
        return safe.count > textLimit ? safe.prefix(textLimit - 1) + "…" : safe
    }
}
