import CCrypto

/// The ways in which peers sign.
package enum SignatureScheme {
    /// RFC 8032: keys of 32 bytes, signatures of 64.
    case ed25519
    /// FIPS 186-4 on NIST's P-256: keys in DER as SubjectPublicKeyInfo (RFC 5480) with the whole
    /// point, signatures in DER.
    case ecdsaP256
    /// ECDSA on the curve of Bitcoin (SEC 2): points of 33 or 65 bytes, signatures in DER, with a
    /// low or a high S.
    case ecdsaSecp256k1
    /// PKCS#1 v1.5 (RFC 8017): keys in DER as SubjectPublicKeyInfo, of at least 2048 bits.
    case rsa

    private static let leastRSABits: Int32 = 2048

    /// What precedes the point in a key on P-256: its kind, its curve by name, and the lengths.
    private static let headOfP256: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08,
        0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ]

    /// Whether this key's owner signed the message; false for a key or a signature that is none.
    ///
    /// All but Ed25519 sign the SHA-256 of a message.
    package func verifies(_ signature: [UInt8], of message: [UInt8], by key: [UInt8]) -> Bool {
        switch self {
        case .ed25519:
            return cc_ed25519_verify(
                key,
                key.count,
                signature,
                signature.count,
                message,
                message.count
            ) == 1
        case .ecdsaP256:
            guard key.starts(with: Self.headOfP256) else { return false }
            let point = Array(key.dropFirst(Self.headOfP256.count))
            guard point.count == 65, point.first == 0x04 else { return false }
            return Self.verifies(signature, of: message, by: point, on: "prime256v1")
        case .ecdsaSecp256k1:
            return Self.verifies(signature, of: message, by: key, on: "secp256k1")
        case .rsa:
            return cc_rsa_verify(
                key,
                key.count,
                Self.leastRSABits,
                signature,
                signature.count,
                message,
                message.count
            ) == 1
        }
    }

    private static func verifies(
        _ signature: [UInt8],
        of message: [UInt8],
        by point: [UInt8],
        on curve: String
    ) -> Bool {
        cc_ecdsa_verify(
            curve,
            point,
            point.count,
            signature,
            signature.count,
            message,
            message.count
        ) == 1
    }
}
