/// The framing and encryption of a connection after the handshake: two bytes of length, the
/// higher first, then the ciphertext.
struct SecureChannel {
    private var sending: NoiseCipher
    private var receiving: NoiseCipher

    /// Noise messages have at most 65,535 bytes, the tag included.
    static let plainLimit = 65_535 - NoiseCipher.tagLength

    init(sendingKey: [UInt8], receivingKey: [UInt8]) {
        sending = NoiseCipher(key: sendingKey)
        receiving = NoiseCipher(key: receivingKey)
    }

    mutating func seal(_ plain: [UInt8]) throws(Libp2pError) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = plain[...]
        while !rest.isEmpty {
            bytes += Self.frame(try sending.seal(Array(rest.prefix(Self.plainLimit)), with: []))
            rest = rest.dropFirst(Self.plainLimit)
        }
        return bytes
    }

    /// The plain text of the next frame; nil while it is not complete.
    mutating func open(from queue: inout ByteQueue) throws(Libp2pError) -> [UInt8]? {
        guard let sealed = Self.takeFrame(from: &queue) else { return nil }
        return try receiving.open(sealed, with: [])
    }

    static func frame(_ message: [UInt8]) -> [UInt8] {
        [UInt8(truncatingIfNeeded: message.count >> 8), UInt8(truncatingIfNeeded: message.count)]
            + message
    }

    static func takeFrame(from queue: inout ByteQueue) -> [UInt8]? {
        let head = Array(queue.peek(2))
        guard head.count == 2 else { return nil }
        let length = Int(head[0]) << 8 | Int(head[1])
        guard queue.count >= 2 + length else { return nil }
        queue.drop(2)
        return queue.take(length)
    }
}
