import Cryptography

/// One direction of an encrypted channel: ChaCha20-Poly1305 with a counter (Noise, section 5.1).
struct NoiseCipher {
    private let cipher: ChaCha20Poly1305?
    private var counter: UInt64 = 0

    /// The bytes of the tag behind every ciphertext.
    static let tagLength = ChaCha20Poly1305.tagLength

    init(key: [UInt8]) {
        cipher = ChaCha20Poly1305(key: key)
    }

    private mutating func nextNonce() throws(Libp2pError) -> [UInt8] {
        guard counter < .max else {
            throw .malformed("the connection has used up its nonces")
        }
        defer { counter += 1 }
        return [0, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: counter >> ($0 * 8)) }
    }

    mutating func seal(_ plain: [UInt8], with data: [UInt8]) throws(Libp2pError) -> [UInt8] {
        let nonce = try nextNonce()
        guard let sealed = cipher?.seal(plain, nonce: nonce, authenticating: data) else {
            throw .malformed("a message cannot be encrypted")
        }
        return sealed
    }

    mutating func open(_ sealed: [UInt8], with data: [UInt8]) throws(Libp2pError) -> [UInt8] {
        let nonce = try nextNonce()
        guard let plain = cipher?.open(sealed, nonce: nonce, authenticating: data) else {
            throw .malformed("an encrypted message is damaged or forged")
        }
        return plain
    }
}

/// The state that both sides of a handshake build up (Noise, section 5.2).
struct NoiseState {
    static let name = "Noise_XX_25519_ChaChaPoly_SHA256"

    private(set) var hash: [UInt8]
    private(set) var chainingKey: [UInt8]
    private var cipher: NoiseCipher?

    /// The name has exactly 32 bytes, so it is its own hash.
    init(prologue: [UInt8]) {
        hash = Array(Self.name.utf8)
        chainingKey = hash
        mix(hash: prologue)
    }

    mutating func mix(hash data: [UInt8]) {
        hash = HashFunction.sha256.digest(of: hash + data)
    }

    mutating func mix(key input: [UInt8]) {
        let (next, key) = derive(input)
        chainingKey = next
        cipher = NoiseCipher(key: key)
    }

    mutating func seal(_ plain: [UInt8]) throws(Libp2pError) -> [UInt8] {
        let sealed = try cipher?.seal(plain, with: hash) ?? plain
        mix(hash: sealed)
        return sealed
    }

    mutating func open(_ sealed: [UInt8]) throws(Libp2pError) -> [UInt8] {
        let plain = try cipher?.open(sealed, with: hash) ?? sealed
        mix(hash: sealed)
        return plain
    }

    /// The keys of the two directions: from the initiator, and to it.
    func split() -> (fromInitiator: [UInt8], toInitiator: [UInt8]) { derive([]) }

    /// HKDF with two outputs.
    private func derive(_ input: [UInt8]) -> ([UInt8], [UInt8]) {
        let secret = HMAC.sha256(of: input, key: chainingKey)
        let first = HMAC.sha256(of: [1], key: secret)
        return (first, HMAC.sha256(of: first + [2], key: secret))
    }
}

/// A key pair of the Diffie-Hellman function.
struct NoiseKey {
    private let secret: KeyAgreementKey

    /// The key with these 32 bytes; every such string is one.
    init(_ bytes: [UInt8]) throws(Libp2pError) {
        guard let secret = KeyAgreementKey(bytes) else {
            throw .malformed("a key of the Noise handshake has not 32 bytes")
        }
        self.secret = secret
    }

    var publicKey: [UInt8] { secret.publicKey }

    /// The shared secret, which is refused when it is all zero: then the other key was chosen so
    /// that everybody knows it (RFC 7748, section 6.1).
    func shared(with other: [UInt8]) throws(Libp2pError) -> [UInt8] {
        guard let shared = secret.sharedSecret(with: other) else {
            throw .malformed("the node's key in the handshake is worthless")
        }
        return shared
    }
}
