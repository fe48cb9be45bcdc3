import CellGrid
import Glibc
import Primitives
import Reports
import Runtime
import Screens

/// For whom a report is written.
enum OutputForm {
    /// For people, in the width of their terminal.
    case people
    /// For people, whole.
    case wide
    /// For people who have it read aloud: whole, in words.
    case spoken
    /// For machines.
    case machines
}

/// What is written for people and for machines: the only way out of a command.
///
/// Nothing in it steers a terminal, reorders or hides letters, whoever wrote it.
enum Output {
    /// Whether standard output is a terminal.
    static let isTerminal = isatty(1) == 1
    /// Whether standard error is a terminal.
    static let isErrorTerminal = isatty(2) == 1

    /// Takes the places of standard streams that the caller closed, so that no file of ours gets
    /// their numbers and is written to by mistake.
    static func reserveStreams() {
        for stream in Int32(0)...2 where fcntl(stream, F_GETFD) < 0 {
            // Only to read: what is written to it fails, as it does to a closed stream.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// Writes a line for people to standard output.
    static func line(_ text: String = "") {
        write(SafeText.clean(text, limit: .max) + "\n", to: 1)
    }

    /// Writes a report to standard output: for machines on one line, else for people at a moment.
    static func show(
        _ report: some Report,
        as form: OutputForm,
        at now: Timestamp = RunTime.now
    ) {
        guard form == .machines else {
            for part in report.text(at: now) {
                for text in lines(of: part, width: form == .people ? width : nil) {
                    line(form == .spoken ? SpokenText.of(text) : text)
                }
            }
            return
        }
        do {
            write(try report.json() + "\n", to: 1)
        } catch {
            problem("this cannot be written as JSON: \(error)")
            Glibc.exit(ExitStatus.failed.rawValue)
        }
    }

    /// The columns of standard output, 80 when it does not tell; nil when it is no terminal.
    private static let width: Int? = {
        guard isTerminal else { return nil }
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }()

    private static func lines(of part: ReportPart, width: Int?) -> [String] {
        switch part {
        case .line(let text): [text]
        case .course(let values, let text):
            ["\(Sparkline.blocks(values, width: values.count))  \(text)"]
        case .table(let table): TableLayout.lines(of: table, width: width)
        }
    }

    /// Writes a text of several lines that is meant to be kept in a file, such as a fleet file.
    static func file(_ text: String) {
        let safe = UnsafeText.replacing(in: text) { scalar in
            ["\n", "\t"].contains(scalar) ? String(scalar) : UnsafeText.picture(of: scalar)
        }
        write(safe + "\n", to: 1)
    }

    /// Writes what a command printed to the streams that it was printed to, made safe.
    static func captured(_ output: [UInt8], _ errorOutput: [UInt8]) {
        for (bytes, stream) in [(output, Int32(1)), (errorOutput, 2)] where !bytes.isEmpty {
            let text = String(decoding: bytes, as: UTF8.self)
            let safe = UnsafeText.replacing(in: text) { scalar in
                ["\n", "\t"].contains(scalar) ? String(scalar) : UnsafeText.picture(of: scalar)
            }
            write(safe.last == "\n" ? safe : safe + "\n", to: stream)
        }
    }

    /// Writes a picture of the screen: its cells are safe by their kind, and the colours ours.
    static func picture(_ canvas: Canvas, inColors: Bool) {
        write((inColors ? canvas.ansi() : canvas.text()) + "\n", to: 1)
    }

    /// Writes a problem, of one line or several, to standard error.
    static func problem(_ text: String, prefix: String = "tocsin: ") {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { SafeText.clean(String($0), limit: .max) }
        write(prefix + lines.joined(separator: "\n") + "\n", to: 2)
    }

    /// What goes wrong while a command runs on: written to standard error as it is reported, one
    /// that lasts again after an hour.
    static let problems: ProblemLog = {
        let problems = ProblemLog(repeatAfter: .seconds(3600), clock: RunTime.clock)
        problems.observe { problem($0.text) }
        return problems
    }()

    /// Shows how far long work has come, on a terminal only; an empty text takes it away.
    static func progress(_ text: String) {
        guard isErrorTerminal else { return }
        write("\r\u{1B}[K" + SafeText.clean(text), to: 2)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                let code = errno
                if code == EINTR || (code == EAGAIN && isWritable(descriptor)) { continue }
                // Whatever is wrong with standard error, there is nowhere to say it.
                if descriptor != 1 { return }
                // The reader went away; nobody is left to write for.
                if code == EPIPE { Glibc.exit(0) }
                problem("cannot write to standard output: \(String(cString: strerror(code)))")
                Glibc.exit(ExitStatus.failed.rawValue)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until a descriptor that does not block takes more; false when it never will.
    private static func isWritable(_ descriptor: Int32) -> Bool {
        var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&place, 1, -1) > 0 || errno == EINTR
    }
}
