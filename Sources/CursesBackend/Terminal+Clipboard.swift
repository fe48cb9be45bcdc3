import CNcurses
import Glibc

extension Terminal {
    /// Most bytes copied; terminals drop a longer sequence without a word.
    static let longestCopy = 74_000

    /// Puts `text` on the clipboard of the person's own machine; false if it is too long or the
    /// way there is shut.
    ///
    /// Sent as OSC 52. Inside of tmux, which drops that by default, tmux itself passes it on, and
    /// where it may be passed through, the terminal that tmux knows too little of gets it as well.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package func copy(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longestCopy else { return false }
        let plain = "\u{1B}]52;c;\(base64(bytes))\u{1B}\\"
        guard getenv("TMUX") != nil else { return send(plain) }
        let isPassedOn = cn_copy_through_tmux(bytes, bytes.count) == 0
        return send(Self.passedThroughTmux(plain)) && isPassedOn
    }

    private func send(_ sequence: String) -> Bool {
        let bytes = Array(sequence.utf8)
        return cn_write(bytes, bytes.count) == 0
    }

    /// A sequence as tmux hands it to the terminal outside unread, if `allow-passthrough` is on.
    static func passedThroughTmux(_ sequence: String) -> String {
        let doubled = sequence.split(separator: "\u{1B}", omittingEmptySubsequences: false)
            .joined(separator: "\u{1B}\u{1B}")
        return "\u{1B}Ptmux;\(doubled)\u{1B}\\"
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
