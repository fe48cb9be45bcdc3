import Glibc
import NIOPosix

/// A program run as a process of its own, without a terminal.
struct ChildProcess: Sendable {
    /// What a process left behind.
    struct Outcome: Sendable {
        /// The exit code; 128 and the signal's number when a signal ended it.
        let status: Int32
        let output: String
        let errors: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    struct NotStarted: Error {
        let reason: String
    }

    var path: String
    var arguments: [String]
    var environment: [String: String] = [:]
    /// The file that standard input reads.
    var input = "/dev/null"
    /// After how many lines of output the process is interrupted; nil to let it end by itself.
    var interruptAfterLines: Int?

    /// Nothing here takes longer, however busy the machine is.
    private static let patienceMilliseconds: Int32 = 120_000

    /// Runs the program to its end; a process that says nothing for two minutes is killed.
    func run() async throws -> Outcome {
        // The thread waits, so it must not be one of those that run the tests.
        try await NIOThreadPool.singleton.runIfActive { try runBlocking() }
    }

    private func runBlocking() throws -> Outcome {
        let (output, error) = (try Pipe(), try Pipe())
        let process = try spawn(output: output.writing, error: error.writing)
        close(output.writing)
        close(error.writing)
        var texts: [Int32: [UInt8]] = [output.reading: [], error.reading: []]
        var open = [output.reading, error.reading]
        while !open.isEmpty {
            var waiting = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            if poll(&waiting, nfds_t(waiting.count), Self.patienceMilliseconds) == 0 {
                kill(process, SIGKILL)
            }
            for place in waiting where place.revents != 0 {
                let bytes = Self.readSome(place.fd)
                texts[place.fd]? += bytes
                if bytes.isEmpty {
                    close(place.fd)
                    open.removeAll { $0 == place.fd }
                }
            }
            if let limit = interruptAfterLines,
                (texts[output.reading] ?? []).count(where: { $0 == UInt8(ascii: "\n") }) >= limit
            {
                kill(process, SIGINT)
            }
        }
        return Outcome(
            status: Self.wait(for: process),
            output: String(decoding: texts[output.reading] ?? [], as: UTF8.self),
            errors: String(decoding: texts[error.reading] ?? [], as: UTF8.self)
        )
    }

    private struct Pipe {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw NotStarted(reason: "no pipe") }
            (reading, writing) = (ends[0], ends[1])
        }
    }

    /// More descriptors than all tests together have open.
    private static let descriptorLimit: Int32 = 1024

    /// `POSIX_SPAWN_SETSID` of glibc's `spawn.h`, which only the GNU dialect of C shows.
    private static let newSession: Int16 = 0x80

    private func spawn(output: Int32, error: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, error, 2)
        // The servers and pipes of other tests must not live on in this child: a port that they
        // close has to refuse. Numbers that are not open are passed over.
        for inherited in 3..<Self.descriptorLimit {
            posix_spawn_file_actions_addclose(&actions, inherited)
        }
        // A session of its own: the terminal that the tests are run from is out of reach. Signals
        // as a shell gives them, whatever the tests were started with.
        posix_spawnattr_setflags(
            &attributes,
            Self.newSession | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
        )
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGPIPE, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)

        let words = ([path] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(
            &process,
            path,
            &actions,
            &attributes,
            words + [nil],
            variables + [nil]
        )
        guard code == 0 else {
            throw NotStarted(reason: "\(path): \(String(cString: strerror(code)))")
        }
        return process
    }

    private static func readSome(_ descriptor: Int32) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            return Array(chunk[..<max(0, count)])
        }
    }

    private static func wait(for process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR { continue }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
