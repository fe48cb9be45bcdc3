import CCrypto

/// A secret key of Ed25519 (RFC 8032).
package struct SigningKey: Sendable {
    private let seed: [UInt8]
    /// The 32 bytes by which others verify.
    package let publicKey: [UInt8]

    /// The key of a seed of 32 bytes, every such string being one; nil for another length.
    package init?(seed: [UInt8]) {
        var publicKey = [UInt8](repeating: 0, count: 32)
        guard seed.count == 32, cc_ed25519_public_key(seed, &publicKey) == 1 else { return nil }
        self.seed = seed
        self.publicKey = publicKey
    }

    /// The signature of a message, 64 bytes, always the same; nil when memory is at an end.
    package func signature(of message: [UInt8]) -> [UInt8]? {
        var signature = [UInt8](repeating: 0, count: 64)
        guard cc_ed25519_sign(seed, message, message.count, &signature) == 1 else { return nil }
        return signature
    }
}
