import CProcess
import Glibc
import FleetModel
import Primitives

/// A command that runs, and must be ended by `end`.
///
/// It leads a session of its own, so that neither it nor what it starts can ask for a password on
/// the terminal that Tocsin draws on. What it starts is in its process group, or takes care to
/// escape, as daemons do; then it is still known by its parent or by the command's mark.
///
/// Our own code: swift-subprocess 1.0.2 ends the group at the deadline and at a flood of output,
/// but neither what left it by `setsid`, nor what a command that ended left in it, and its process
/// number is free again by then. It adds 25 CPU-seconds to the first build.
final class ChildProcess {
    let output: Descriptor
    let errorOutput: Descriptor
    private let identifier: pid_t
    private let mark: ProcessMark
    /// Readable once the process has ended; nil where the kernel has no such descriptor.
    private let exit: Descriptor?

    /// How long a group may take to end after it was asked to.
    private static let grace: Int32 = 200
    /// How long the kernel may take to end what it was told to kill.
    private static let killLimit: Int32 = 1000
    /// How often to look whether the process has ended, where the kernel does not tell.
    private static let lookInterval: Int32 = 20

    /// Starts a command.
    /// - Throws: Why it did not start, in words.
    init(_ command: CommandSpec) throws(FailureReason) {
        if let directory = command.directory { try Self.check(directory) }
        guard let output = Descriptor.pipe(), let errorOutput = Descriptor.pipe() else {
            throw .other("too many files are open to start a command")
        }
        let mark = ProcessMark()
        let pid = try Self.spawn(command, mark, output.write, errorOutput.write)
        self.mark = mark
        self.output = output.read
        self.errorOutput = errorOutput.read
        output.read.makeNonBlocking()
        errorOutput.read.makeNonBlocking()
        identifier = pid
        let exit = cprocess_exit_descriptor(pid)
        self.exit = exit < 0 ? nil : Descriptor(exit)
    }

    /// Waits until one of these has something to say, the process has ended, or the time is over.
    func wait(_ descriptors: [Descriptor], milliseconds: Int32) -> Set<CInt> {
        guard let exit else {
            let span = milliseconds < 0 ? Self.lookInterval : min(milliseconds, Self.lookInterval)
            return readyDescriptors(of: descriptors, milliseconds: span)
        }
        return readyDescriptors(of: descriptors + [exit], milliseconds: milliseconds)
    }

    /// Whether the process itself has ended; what it started may still run.
    var hasExited: Bool {
        var information = siginfo_t()
        let code = waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
        return code != 0 || information.si_signo != 0
    }

    /// Collects a process that has ended, ends what it left running in its group, and returns how
    /// it ended.
    ///
    /// What left the group by itself goes on: a command may start a daemon, as `ssh` does with
    /// `ControlPersist`. The process is collected last: until then nobody else can have its number.
    func end() -> CommandOutcome.Ending {
        kill(-identifier, SIGKILL)
        return collect()
    }

    /// Ends the process and all that it started, if need be by force.
    func abort() {
        var family = ProcessFamily(leader: identifier, mark: mark)
        if !hasExited {
            family.signal(SIGTERM)
            // A stopped process heeds nothing else.
            kill(-identifier, SIGCONT)
            waitForExit(Self.grace)
        }
        family.kill(withinMilliseconds: Self.killLimit)
        waitForExit(Self.killLimit)
        guard hasExited else {
            // It hangs in the kernel, on a dead disk perhaps; somebody must still collect it.
            let identifier = identifier
            _ = HostThread.start { waitpid(identifier, nil, 0) }
            return
        }
        _ = collect()
    }

    private func waitForExit(_ milliseconds: Int32) {
        var left = milliseconds
        while left > 0, !hasExited {
            if let exit {
                _ = readyDescriptors(of: [exit], milliseconds: left)
                left = 0
            } else {
                _ = readyDescriptors(of: [], milliseconds: Self.lookInterval)
                left -= Self.lookInterval
            }
        }
    }

    private func collect() -> CommandOutcome.Ending {
        var status: CInt = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        // The layout of the status is that of waitpid(2): WIFEXITED, WEXITSTATUS, WTERMSIG.
        let signal = status & 0x7F
        return signal == 0 ? .exit(Int(status >> 8) & 0xFF) : .signal(Int(signal))
    }
}

// MARK: Starting

extension ChildProcess {
    private static func check(_ directory: String) throws(FailureReason) {
        var status = stat()
        guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .other("no folder \(directory) to run the command in")
        }
    }

    private static func spawn(
        _ command: CommandSpec,
        _ mark: ProcessMark,
        _ output: Descriptor,
        _ errorOutput: Descriptor
    ) throws(FailureReason) -> pid_t {
        guard let program = command.arguments.first, !program.isEmpty else {
            throw .other("no command is given")
        }
        var pid: pid_t = 0
        let code = withArguments(command.arguments) { arguments in
            let variables = ChildEnvironment.variables(adding: command.environment)
            return withArguments([mark.variable] + variables) {
                cprocess_start(
                    program,
                    arguments,
                    $0,
                    command.directory,
                    -1,
                    output.number,
                    errorOutput.number,
                    &pid
                )
            }
        }
        guard code == 0 else { throw refusal(code, program) }
        return pid
    }

    private static func withArguments<Value>(
        _ texts: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }

    private static func refusal(_ code: CInt, _ program: String) -> FailureReason {
        let isPath = program.contains("/")
        switch code {
        case ENOENT:
            return .other(
                isPath
                    ? "no such command: \(program), or what its first line names is missing"
                    : "command not found: \(program)"
            )
        case ENOTDIR: return .other("no such command: \(program)")
        case EACCES: return .other("not allowed to run \(program); is it executable?")
        case ENOEXEC: return .other("\(program) is not a program; a script must begin with #!")
        case E2BIG: return .other("the command's arguments are too long")
        case EAGAIN, ENOMEM: return .other("the system cannot start another process")
        case EMFILE, ENFILE: return .other("too many files are open to start a command")
        default: return .other("\(program) does not start: \(String(cString: strerror(code)))")
        }
    }
}
