package import FleetModel
import Primitives
import Synchronization

/// Follows what a command that never ends by itself writes, such as `ssh host journalctl -f`.
///
/// It is started at the first poll, which waits for a sign of it, and again each time it ends:
/// after 1 s, then 2 s, up to 60 s, and after 1 s again once it has run for a minute. Both of its
/// streams count as lines. It is ended with all that it started when the follower is shut down or
/// let go.
package final class CommandFollower: Sendable {
    private let following: Following
    private let isStarted = Atomic(false)

    /// A follower that keeps so many bytes of lines between two polls; of more, the newest.
    ///
    /// Nil when too many files are open.
    package init?(_ command: CommandSpec, byteLimit: Int = 4 << 20) {
        guard let stop = StopSignal() else { return nil }
        following = Following(command: command, byteLimit: byteLimit, stop: stop)
    }

    deinit { following.stop.raise() }

    /// Takes what was written since the last poll.
    ///
    /// The first poll starts the command and waits until it writes a log, ends or cannot be
    /// started, so that what does not work is known at once. Of a command that does nothing of that
    /// for two seconds, or for half of the time until the deadline, it is taken that it works.
    package func poll(until deadline: HostDeadline) async -> FollowedLines {
        if !isStarted.exchange(true, ordering: .relaxed) {
            let following = following
            let timeout = min(Self.timeout, deadline.millisecondsLeft / 2)
            if !HostThread.start({ following.run(timeout: timeout) }) {
                isStarted.store(false, ordering: .relaxed)
                var nothing = FollowedLines()
                nothing.problem = .other("the system has no thread left for a command")
                return nothing
            }
        }
        await following.firstSign.wait()
        return following.taken()
    }

    /// How long a command may be silent before it is taken to work, in milliseconds.
    private static let timeout: Int32 = 2000

    /// Ends the command and waits until it is gone.
    package func shutdown() async {
        following.stop.raise()
        guard isStarted.load(ordering: .relaxed) else { return }
        await following.hasEnded.wait()
    }
}

/// Something that happens once, for those who wait for it.
private final class Milestone: Sendable {
    private struct State {
        var isReached = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func reach() {
        let waiting = state.withLock { state in
            state.isReached = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if !state.isReached { state.waiting.append(continuation) }
                return state.isReached
            }
            if isReached { continuation.resume() }
        }
    }
}

/// The thread that runs the command, and what it left for the next poll.
private final class Following: Sendable {
    let stop: StopSignal
    /// The command has written something, has ended, or was silent for long enough.
    let firstSign = Milestone()
    /// Nothing runs any more, and nothing will.
    let hasEnded = Milestone()
    private let command: CommandSpec
    private let byteLimit: Int
    private let state = Mutex(State())

    private struct State {
        var news = FollowedLines()
        var problem: FailureReason?
    }

    /// A command that writes its error as if it were a log ends within this time.
    private static let pollSkew: Duration = .milliseconds(200)
    private static let firstPause: Int32 = 1000
    private static let longestPause: Int32 = 60_000

    init(command: CommandSpec, byteLimit: Int, stop: StopSignal) {
        self.command = command
        self.byteLimit = byteLimit
        self.stop = stop
    }

    func taken() -> FollowedLines {
        state.withLock { state in
            var news = FollowedLines()
            swap(&news, &state.news)
            news.problem = state.problem
            return news
        }
    }

    /// Runs the command over and over until somebody says stop.
    ///
    /// - Parameter timeout: For how many milliseconds its first sign is waited for.
    func run(timeout: Int32) {
        defer {
            firstSign.reach()
            hasEnded.reach()
        }
        var silence: HostDeadline? = HostDeadline(.milliseconds(timeout))
        var pause = Self.firstPause
        while true {
            let start = ContinuousClock.now
            let reason = runOnce(&silence)
            guard let reason else { break }
            if .now - start >= .milliseconds(Self.longestPause) { pause = Self.firstPause }
            state.withLock { state in
                state.problem = .other("\(reason); it is started again in \(pause / 1000) s")
                state.news.restarts += 1
            }
            silence = nil
            firstSign.reach()
            let ready = readyDescriptors(of: [stop.receiver], milliseconds: pause)
            guard ready.isEmpty else { break }
            pause = min(pause * 2, Self.longestPause)
        }
    }

    /// Runs the command to its end; returns why it ended, nil when somebody said stop.
    ///
    /// - Parameter silence: How long its first sign is waited for; nil when nobody does.
    private func runOnce(_ silence: inout HostDeadline?) -> String? {
        let child: ChildProcess
        do throws(FailureReason) {
            child = try ChildProcess(command)
        } catch {
            return error.sentence
        }
        var output = LineReader(child.output)
        var errorOutput = LineReader(child.errorOutput)
        while !child.hasExited {
            let open = [output, errorOutput].filter { !$0.isAtEnd }.map(\.source)
            let ready = child.wait(
                open + [stop.receiver],
                milliseconds: silence?.millisecondsLeft ?? -1
            )
            if ready.contains(stop.receiver.number) {
                child.abort()
                return nil
            }
            take(&output, &errorOutput)
            if let end = silence?.expiry {
                // Standard error may hold a log, but also why the command is about to end.
                if output.lastLine != nil, end - .now > Self.pollSkew {
                    silence = HostDeadline(Self.pollSkew)
                }
                if .now >= end {
                    silence = nil
                    firstSign.reach()
                }
            }
        }
        take(&output, &errorOutput)
        let program = command.arguments.first ?? ""
        let words = errorOutput.lastLine.map { ": \($0)" } ?? ""
        switch child.end() {
        case .exit(let code): return "\(program) ended with exit code \(code)\(words)"
        case .signal(let number): return "\(program) was ended by signal \(number)\(words)"
        }
    }

    private func take(_ output: inout LineReader, _ errorOutput: inout LineReader) {
        state.withLock { state in
            // Whoever writes is running; what was wrong before is over.
            let before = state.news.lines.count
            output.readLines(into: &state.news.lines)
            errorOutput.readLines(into: &state.news.lines)
            if state.news.lines.count > before { state.problem = nil }
            if state.news.lines.byteCount > byteLimit {
                state.news.skippedBytes += state.news.lines.byteCount
                state.news.lines = LineBatch()
            }
        }
    }
}

/// Takes lines from a pipe.
private struct LineReader {
    let source: Descriptor
    private(set) var isAtEnd = false
    /// The last line that came, fit for a sentence; nil when none did.
    private(set) var lastLine: String?
    private var splitter = LineSplitter()

    private static let wordLimit = 300

    init(_ source: Descriptor) {
        self.source = source
    }

    /// Reads until nothing is there for the moment, or 1 MiB.
    mutating func readLines(into batch: inout LineBatch) {
        guard !isAtEnd else { return }
        var lines = LineBatch()
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            for _ in 0..<16 {
                switch source.read(into: buffer) {
                case .bytes(let count):
                    splitter.take(
                        UnsafeRawBufferPointer(rebasing: buffer[..<count]),
                        into: &lines
                    )
                case .nothing: return
                case .end:
                    splitter.finish(into: &lines)
                    isAtEnd = true
                    return
                }
            }
        }
        lines.forEach { line in
            lastLine = line.text(limit: Self.wordLimit)
            batch.append(line)
        }
    }
}

extension Span<UInt8> {
    /// The beginning of a line as text.
    fileprivate func text(limit: Int) -> String {
        let length = Swift.min(count, limit)
        return extracting(0..<length).withUnsafeBufferPointer {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
