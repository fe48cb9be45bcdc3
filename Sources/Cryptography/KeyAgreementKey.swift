import CCrypto

/// A secret key of X25519 (RFC 7748).
package struct KeyAgreementKey: Sendable {
    private let secret: [UInt8]
    /// The 32 bytes that others are told.
    package let publicKey: [UInt8]

    /// The key with these 32 bytes, every such string being one; nil for another length.
    package init?(_ secret: [UInt8]) {
        var publicKey = [UInt8](repeating: 0, count: 32)
        guard secret.count == 32, cc_x25519_public_key(secret, &publicKey) == 1 else { return nil }
        self.secret = secret
        self.publicKey = publicKey
    }

    /// The 32 bytes that only the owners of both keys know; nil when the other key has another
    /// length or was chosen so that the secret is all zero and everybody knows it (section 6.1).
    package func sharedSecret(with other: [UInt8]) -> [UInt8]? {
        var shared = [UInt8](repeating: 0, count: 32)
        guard other.count == 32, cc_x25519_shared_secret(secret, other, &shared) == 1 else {
            return nil
        }
        return shared
    }
}
