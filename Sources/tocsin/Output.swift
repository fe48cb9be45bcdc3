import Glibc

/// What is written for people and for machines.
enum Output {
    /// Whether standard output is a terminal.
    static let isTerminal = isatty(1) == 1
    /// Whether standard error is a terminal.
    static let isErrorTerminal = isatty(2) == 1

    /// Writes a line of our own making to standard output.
    static func line(_ text: String = "") {
        write(text + "\n", to: 1)
    }

    /// Writes a problem to standard error.
    static func complain(_ text: String, prefix: String = "tocsin: ") {
        write(prefix + text + "\n", to: 2)
    }

    /// Shows how far long work has come, on a terminal only; an empty text takes it away.
    static func progress(_ text: String) {
        guard isErrorTerminal else { return }
        write("\r\u{1B}[K" + text, to: 2)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                // The reader went away; nobody is left to write for.
                if errno == EPIPE { Glibc.exit(0) }
                return
            }
            rest = rest.dropFirst(count)
        }
    }
}
