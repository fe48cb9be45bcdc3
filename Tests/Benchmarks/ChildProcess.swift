import Glibc

/// A program that the benchmarks start beside themselves and stop by its process id.
final class ChildProcess {
    private let process: pid_t
    private var isOver = false

    /// Starts a program found by `PATH` or by its path.
    ///
    /// - Parameters:
    ///   - environment: Set over those of this process; nil takes a variable away.
    ///   - terminal: A device that becomes the controlling terminal of a session of its own.
    ///   - output: The file that standard output goes to; what it says besides is dropped.
    init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String?] = [:],
        terminal: String? = nil,
        output: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, terminal ?? "/dev/null", O_RDWR, 0)
        let mode = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", mode, 0o600)
        // Complaints of our own program are worth seeing, those of a peer are not.
        if program != Self.own {
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        if terminal != nil { posix_spawnattr_setflags(&attributes, Int16(Self.newSession)) }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var variables = Self.variables(environment).map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        var started = pid_t()
        let problem = posix_spawnp(&started, program, &actions, &attributes, &words, &variables)
        guard problem == 0 else {
            errno = problem
            throw BenchmarkFailure.system(program)
        }
        process = started
    }

    deinit { stop() }

    /// This program.
    static let own = "/proc/self/exe"

    /// `POSIX_SPAWN_SETSID` of glibc 2.26 and later, which the importer leaves out.
    private static let newSession = 0x80

    /// CPU time used so far; nil when the program is gone.
    var cpuSeconds: Double? { Stopwatch.cpuSeconds(of: process) }

    /// Resident memory in MB; nil when the program is gone.
    var residentMegabytes: Double? { Self.residentMegabytes(of: String(process)) }

    /// Resident memory of a process by its name in `/proc`, in MB (10⁶ bytes).
    static func residentMegabytes(of process: String) -> Double? {
        guard let status = try? Files.text("/proc/\(process)/status") else { return nil }
        for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            let words = line.split(whereSeparator: \.isWhitespace)
            return words.count > 1 ? Double(words[1]).map { $0 * 1024 / 1e6 } : nil
        }
        return nil
    }

    /// Whether the program still runs.
    var isRunning: Bool {
        if !isOver { isOver = waitpid(process, nil, WNOHANG) == process }
        return !isOver
    }

    /// Asks the program to end, and ends it when it has not within five seconds.
    func stop() {
        guard isRunning else { return }
        kill(process, SIGTERM)
        for _ in 0..<100 where isRunning { Stopwatch.wait(seconds: 0.05) }
        guard isRunning else { return }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        isOver = true
    }

    /// Waits until the program has ended by itself.
    ///
    /// - Returns: Its exit code, its CPU time, and the most memory it held, in MB (10⁶ bytes).
    func finish() -> (code: Int32, cpuSeconds: Double, megabytes: Double) {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        isOver = true
        func seconds(_ time: timeval) -> Double {
            Double(time.tv_sec) + Double(time.tv_usec) / 1e6
        }
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
        return (
            code, seconds(usage.ru_utime) + seconds(usage.ru_stime),
            Double(usage.ru_maxrss) * 1024 / 1e6
        )
    }

    private static func variables(_ changes: [String: String?]) -> [String] {
        let inherited = (try? Files.text("/proc/self/environ")) ?? ""
        let kept = inherited.split(separator: "\0").filter { variable in
            changes[String(variable.prefix { $0 != "=" })] == nil
        }
        return kept.map(String.init)
            + changes.compactMap { name, value in value.map { "\(name)=\($0)" } }
    }
}
