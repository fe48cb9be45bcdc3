import CNcurses
import Glibc

/// The far side of a pseudo terminal.
final class PseudoTerminal {
    struct NotAvailable: Error {}

    let path: String
    private(set) var descriptor: Int32

    init(width: Int32, height: Int32) throws {
        var name = [CChar](repeating: 0, count: 128)
        descriptor = cn_pty_open(width, height, &name, name.count)
        guard descriptor >= 0 else { throw NotAvailable() }
        path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }

    deinit {
        hangUp()
    }

    /// Whether something waits that the program on the terminal has not read.
    var hasInput: Bool {
        let terminal = open(path, O_RDWR | O_NOCTTY)
        defer { close(terminal) }
        var count: Int32 = 0
        return ioctl(terminal, UInt(FIONREAD), &count) == 0 && count > 0
    }

    var isRaw: Bool { cn_pty_is_raw(descriptor) != 0 }

    func hangUp() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    func resize(width: Int32, height: Int32) {
        cn_pty_resize(descriptor, width, height)
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }

    /// What can be read by one call now.
    func readAvailable() -> String {
        read(timeout: 0)
    }

    /// Reads until `end` was seen or nothing more comes for five seconds.
    func read(until end: String) -> String {
        var text = ""
        while !text.contains(end) {
            let piece = read(timeout: 5000)
            if piece.isEmpty { break }
            text += piece
        }
        return text
    }

    private func read(timeout: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = cn_pty_read(descriptor, &buffer, buffer.count, timeout)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}
