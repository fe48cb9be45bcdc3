import CNcurses
import Glibc

extension Terminal {
    /// Most bytes copied; terminals drop a longer sequence without a word.
    static let longestCopy = 74_000

    /// Puts `text` on the clipboard of the person's own machine; false if it is too long or the
    /// way there is shut.
    ///
    /// Sent as OSC 52. Inside of tmux, which drops that by default, tmux itself passes it on.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package func copy(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longestCopy else { return false }
        if getenv("TMUX") != nil { return cn_copy_through_tmux(bytes, bytes.count) == 0 }
        let sequence = Array("\u{1B}]52;c;\(base64(bytes))\u{1B}\\".utf8)
        return cn_write(sequence, sequence.count) == 0
    }
}

/// RFC 4648 section 4.
func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        for position in 0..<4 {
            let isFilled = position <= group.count
            result.append(isFilled ? alphabet[bits >> (18 - 6 * position) & 63] : 0x3D)
        }
    }
    return String(decoding: result, as: UTF8.self)
}
