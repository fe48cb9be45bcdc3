import HostAccess
import FleetModel
import Primitives
import Synchronization

/// The logs that are followed, one for each probe.
final class LogMemory: Sendable {
    private struct State {
        var logs: [ProbeCall.Key: FollowedLog] = [:]
        var isShutDown = false
    }

    private let state = Mutex(State())

    /// How many logs are followed at most; beyond, all are begun anew.
    private static let limit = 4096

    /// The log that this probe follows, begun now if it is asked for the first time or follows
    /// another log since; nil after the shutdown.
    func log(_ target: LogTarget, for call: ProbeCall) -> FollowedLog? {
        state.withLock { state in
            guard !state.isShutDown else { return nil }
            if let log = state.logs[call.key], log.target == target { return log }
            if state.logs.count >= Self.limit { state.logs.removeAll() }
            let log = FollowedLog(target, at: call.at)
            state.logs[call.key] = log
            return log
        }
    }

    /// Ends all commands that are followed, and waits until they are gone.
    func shutdown() async {
        let logs = state.withLock { state in
            state.isShutDown = true
            defer { state.logs.removeAll() }
            return Array(state.logs.values)
        }
        await withTaskGroup { group in
            for log in logs { group.addTask { await log.shutdown() } }
        }
    }
}

/// One log and what its lines have told so far.
final class FollowedLog: Sendable {
    let target: LogTarget
    private let follower: Follower
    private let tally: Mutex<LogTally>

    private enum Follower: Sendable {
        case file(FileFollower)
        case command(CommandFollower)
        /// The system had nothing left to follow the log with.
        case none
    }

    init(_ target: LogTarget, at now: Timestamp) {
        self.target = target
        tally = Mutex(LogTally(target, at: now))
        switch target.source {
        case .file(let path): follower = .file(FileFollower(path: path))
        case .command(let command):
            follower = CommandFollower(command).map { .command($0) } ?? .none
        }
    }

    /// Reads what is new and tells what is known.
    func poll(_ call: ProbeCall) async -> PollResult {
        let news: FollowedLines
        switch follower {
        case .file(let file): news = await file.poll(until: call.deadline)
        case .command(let command): news = await command.poll(until: call.deadline)
        case .none:
            var nothing = FollowedLines()
            nothing.problem = .other("too many files are open to start a command")
            news = nothing
        }
        var reading = await reading(of: news, at: call.at)
        if let problem = news.problem {
            reading.fail("log", .silent(problem))
        } else {
            reading.isAnswered = true
        }
        return reading
    }

    /// So many bytes of lines are looked through in less than a millisecond.
    private static let shortBytes = 16 << 10

    /// Takes the news into account; a lot of it on a thread of its own, for all other polls go on
    /// meanwhile.
    private func reading(of news: FollowedLines, at now: Timestamp) async -> PollResult {
        let look: @Sendable () -> PollResult = { [self] in
            tally.withLock { tally in
                tally.take(news, at: now)
                return tally.reading(at: now)
            }
        }
        guard news.lines.byteCount > Self.shortBytes else { return look() }
        return await HostThread.value(of: look) ?? look()
    }

    func shutdown() async {
        if case .command(let command) = follower { await command.shutdown() }
    }
}
