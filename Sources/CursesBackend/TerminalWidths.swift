import Glibc

/// How many columns the terminal itself gives to texts: it is asked, before anything is shown.
package enum TerminalWidths {
    /// For how long the terminal has to answer, in milliseconds.
    private static let patience: Int32 = 300

    /// The columns of each text, by the cursor's place behind it (ECMA-48, CPR); nil when there is
    /// no terminal or it does not tell.
    package static func measure(_ texts: [String]) -> [Int]? {
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { return nil }
        var raw = before
        cfmakeraw(&raw)
        guard tcsetattr(terminal, TCSAFLUSH, &raw) == 0 else { return nil }
        defer {
            say("\r\u{1B}[K", to: terminal)
            tcsetattr(terminal, TCSAFLUSH, &before)
        }
        var columns: [Int] = []
        for text in texts {
            say("\r\(text)\u{1B}[6n", to: terminal)
            guard let column = answer(from: terminal) else { return nil }
            columns.append(column - 1)
        }
        return columns
    }

    private static func say(_ text: String, to terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = write(terminal, bytes, bytes.count)
    }

    /// The column of an answer such as `ESC [ 1 ; 3 R`, from 1.
    private static func answer(from terminal: Int32) -> Int? {
        var text: [UInt8] = []
        while text.last != UInt8(ascii: "R") {
            var place = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            var byte: UInt8 = 0
            guard text.count < 32, poll(&place, 1, patience) > 0, read(terminal, &byte, 1) == 1
            else { return nil }
            text.append(byte)
        }
        let column = text.dropLast().split(separator: UInt8(ascii: ";")).last
        return column.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
}
