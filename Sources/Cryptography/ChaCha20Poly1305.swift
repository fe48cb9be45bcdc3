import CCrypto

/// Encryption with proof that nobody changed anything (RFC 8439).
package struct ChaCha20Poly1305: Sendable {
    private let key: [UInt8]

    /// The bytes by which what is sealed is longer than what went in: the tag at its end.
    package static let tagLength = 16
    private static let keyLength = 32
    private static let nonceLength = 12

    /// A cipher with a key of 32 bytes; nil for another length.
    package init?(key: [UInt8]) {
        guard key.count == Self.keyLength else { return nil }
        self.key = key
    }

    /// Encrypts `plain` and proves it together with `data`.
    ///
    /// - Parameter nonce: 12 bytes, never used twice with one key; nil comes of another length.
    package func seal(
        _ plain: [UInt8],
        nonce: [UInt8],
        authenticating data: [UInt8]
    ) -> [UInt8]? {
        guard nonce.count == Self.nonceLength else { return nil }
        var sealed = [UInt8](repeating: 0, count: plain.count + Self.tagLength)
        let isDone = cc_chacha20_poly1305_seal(
            key,
            nonce,
            data,
            data.count,
            plain,
            plain.count,
            &sealed
        )
        return isDone == 1 ? sealed : nil
    }

    /// What was sealed; nil when that or `data` was changed, or with another key or nonce.
    package func open(
        _ sealed: [UInt8],
        nonce: [UInt8],
        authenticating data: [UInt8]
    ) -> [UInt8]? {
        guard nonce.count == Self.nonceLength, sealed.count >= Self.tagLength else { return nil }
        var plain = [UInt8](repeating: 0, count: sealed.count - Self.tagLength)
        let isDone = cc_chacha20_poly1305_open(
            key,
            nonce,
            data,
            data.count,
            sealed,
            sealed.count,
            &plain
        )
        return isDone == 1 ? plain : nil
    }
}
