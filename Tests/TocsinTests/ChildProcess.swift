import CProcess
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

    /// Closed on exec: another process that is being started must not keep it open.
    private struct Pipe {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            guard cprocess_pipe(&ends) == 0 else { throw NotStarted(reason: "no pipe") }
            (reading, writing) = (ends[0], ends[1])
        }
    }

    /// The servers and pipes of other tests do not live on in the child: a port that they close has
    /// to refuse, and what they read has to end.
    private func spawn(output: Int32, error: Int32) throws -> pid_t {
        let source = open(input, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw NotStarted(reason: input) }
        defer { close(source) }
        let words = ([path] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let code = cprocess_start(
            path,
            words + [nil],
            variables + [nil],
            nil,
            source,
            output,
            error,
            &process
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
