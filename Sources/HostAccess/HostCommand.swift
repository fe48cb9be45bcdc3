import Glibc
package import FleetModel
package import Primitives

/// What a command that ended left behind.
package struct CommandOutcome: Equatable, Sendable {
    /// How a process ended.
    package enum Ending: Equatable, Sendable {
        /// By itself, with this exit code, 0 to 255.
        case exit(Int)
        /// By a signal of this number.
        case signal(Int)
    }

    /// How it ended.
    package var ending: Ending
    /// What it wrote to its standard output.
    package var output: [UInt8]
    /// The beginning of what it wrote to its standard error.
    package var errorOutput: [UInt8]

    /// An outcome of these parts.
    package init(ending: Ending, output: [UInt8] = [], errorOutput: [UInt8] = []) {
        self.ending = ending
        self.output = output
        self.errorOutput = errorOutput
    }

    /// The exit code; nil when a signal ended it.
    package var exitCode: Int? {
        guard case .exit(let code) = ending else { return nil }
        return code
    }
}

/// Runs commands in bounded time and space.
package enum HostCommand {
    /// How many bytes are taken from a command.
    package struct Limits: Sendable {
        /// Of its standard output; more is a failure.
        package var outputBytes: Int
        /// Of its standard error; more is thrown away.
        package var errorBytes: Int

        /// Limits of these sizes.
        package init(outputBytes: Int = 1 << 20, errorBytes: Int = 64 << 10) {
            self.outputBytes = outputBytes
            self.errorBytes = errorBytes
        }
    }

    /// Runs a command and returns what it left behind, whatever its exit code.
    ///
    /// The command has no input and no terminal, leads a session of its own, inherits no
    /// descriptor beyond the standard streams, and gets the environment without what looks
    /// secret. It is over as soon as its first process ends; what it left running in its group is
    /// ended. At the deadline, when the output is too large and when the task is cancelled, the
    /// command and all that it started, daemons too, get SIGTERM and 200 ms later SIGKILL before
    /// this returns. No process is left uncollected.
    ///
    /// - Throws: `.timedOut`, `.tooLarge`, or `.other` in words: not found, not executable, no
    ///   such folder, stopped.
    package static func run(
        _ command: CommandSpec,
        limits: Limits = Limits(),
        until deadline: HostDeadline
    ) async throws(FailureReason) -> CommandOutcome {
        guard let stop = StopSignal() else {
            throw .other("too many files are open to start a command")
        }
        let result = await withTaskCancellationHandler {
            await HostThread.value { () -> Result<CommandOutcome, FailureReason> in
                let running = RunningCommand(command, limits, deadline, stop)
                do throws(FailureReason) {
                    return .success(try running.outcome())
                } catch {
                    return .failure(error)
                }
            }
        } onCancel: {
            stop.raise()
        }
        guard let result else { throw .other("the system has no thread left for a command") }
        return try result.get()
    }
}

/// One run of a command, on a thread that may block.
private struct RunningCommand {
    private let command: CommandSpec
    private let limits: HostCommand.Limits
    private let deadline: HostDeadline
    private let stop: StopSignal

    init(
        _ command: CommandSpec,
        _ limits: HostCommand.Limits,
        _ deadline: HostDeadline,
        _ stop: StopSignal
    ) {
        self.command = command
        self.limits = limits
        self.deadline = deadline
        self.stop = stop
    }

    func outcome() throws(FailureReason) -> CommandOutcome {
        let child = try ChildProcess(command)
        var output = PipeReader(child.output, limit: limits.outputBytes)
        var errorOutput = PipeReader(child.errorOutput, limit: limits.errorBytes)
        do throws(FailureReason) {
            while !child.hasExited {
                let open = [output, errorOutput].filter { !$0.isAtEnd }.map(\.source)
                let left = deadline.millisecondsLeft
                let ready = child.wait(open + [stop.receiver], milliseconds: left)
                if ready.contains(stop.receiver.number) { throw stopped }
                if left == 0 { throw .timedOut(after: deadline.span) }
                try take(&output, &errorOutput)
            }
            // What the process wrote before it ended is complete; what others still write is not
            // waited for.
            try take(&output, &errorOutput)
        } catch {
            child.abort()
            throw error
        }
        return CommandOutcome(
            ending: child.end(),
            output: output.bytes,
            errorOutput: errorOutput.bytes
        )
    }

    private func take(
        _ output: inout PipeReader,
        _ errorOutput: inout PipeReader
    ) throws(FailureReason) {
        errorOutput.readWhatIsThere()
        output.readWhatIsThere()
        guard !output.isOverflowing else {
            throw .tooLarge(limitBytes: limits.outputBytes, advice: "let the command write less")
        }
    }

    private var stopped: FailureReason {
        .now >= deadline.expiry
            ? .timedOut(after: deadline.span) : .other("the attempt was stopped")
    }
}

/// Takes what comes through a pipe, up to a limit.
private struct PipeReader {
    let source: Descriptor
    private(set) var bytes: [UInt8] = []
    private(set) var isAtEnd = false
    private(set) var isOverflowing = false
    private let limit: Int

    init(_ source: Descriptor, limit: Int) {
        self.source = source
        self.limit = limit
    }

    /// Reads until nothing is there for the moment, or 1 MiB, so that nobody else waits for long.
    mutating func readWhatIsThere() {
        guard !isAtEnd else { return }
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            for _ in 0..<16 {
                switch source.read(into: buffer) {
                case .bytes(let count):
                    let kept = min(count, limit - bytes.count)
                    bytes += buffer[..<kept]
                    if kept < count { isOverflowing = true }
                case .nothing: return
                case .end:
                    isAtEnd = true
                    return
                }
            }
        }
    }
}
