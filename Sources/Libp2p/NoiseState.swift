import Crypto
import FoundationEssentials

/// One direction of an encrypted channel: ChaCha20-Poly1305 with a counter (Noise, section 5.1).
struct NoiseCipher {
    private let key: SymmetricKey
    private var counter: UInt64 = 0

    /// The bytes of the tag behind every ciphertext.
    static let tagLength = 16

    init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    private mutating func nextNonce() throws(Libp2pError) -> ChaChaPoly.Nonce {
        let bytes = [0, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: counter >> ($0 * 8)) }
        guard counter < .max, let nonce = try? ChaChaPoly.Nonce(data: bytes) else {
            throw .malformed("the connection has used up its nonces")
        }
        counter += 1
        return nonce
    }

    mutating func seal(_ plain: [UInt8], with data: [UInt8]) throws(Libp2pError) -> [UInt8] {
        let nonce = try nextNonce()
        guard
            let box = try? ChaChaPoly.seal(plain, using: key, nonce: nonce, authenticating: data)
        else { throw .malformed("a message cannot be encrypted") }
        return Array(box.ciphertext) + Array(box.tag)
    }

    mutating func open(_ sealed: [UInt8], with data: [UInt8]) throws(Libp2pError) -> [UInt8] {
        let nonce = try nextNonce()
        guard sealed.count >= Self.tagLength,
            let box = try? ChaChaPoly.SealedBox(
                nonce: nonce,
                ciphertext: sealed.dropLast(Self.tagLength),
                tag: sealed.suffix(Self.tagLength)
            ), let plain = try? ChaChaPoly.open(box, using: key, authenticating: data)
        else { throw .malformed("an encrypted message is damaged or forged") }
        return Array(plain)
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
        hash = Array(SHA256.hash(data: hash + data))
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
        func code(_ key: [UInt8], _ data: [UInt8]) -> [UInt8] {
            Array(
                HMAC<SHA256>.authenticationCode(for: data, using: SymmetricKey(data: key))
            )
        }
        let secret = code(chainingKey, input)
        let first = code(secret, [1])
        return (first, code(secret, first + [2]))
    }
}

/// A key pair of the Diffie-Hellman function.
struct NoiseKey {
    private let secret: Curve25519.KeyAgreement.PrivateKey

    /// The key with these 32 bytes; every such string is one.
    init(_ bytes: [UInt8]) throws(Libp2pError) {
        guard let secret = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes) else {
            throw .malformed("a key of the Noise handshake has not 32 bytes")
        }
        self.secret = secret
    }

    var publicKey: [UInt8] { Array(secret.publicKey.rawRepresentation) }

    /// The shared secret, which is refused when it is all zero: then the other key was chosen so
    /// that everybody knows it (RFC 7748, section 6.1).
    func shared(with other: [UInt8]) throws(Libp2pError) -> [UInt8] {
        guard let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: other),
            let shared = try? secret.sharedSecretFromKeyAgreement(with: key)
        else { throw Self.weak }
        let bytes = shared.withUnsafeBytes { Array($0) }
        guard bytes.contains(where: { $0 != 0 }) else { throw Self.weak }
        return bytes
    }

    private static let weak = Libp2pError.malformed("the node's key in the handshake is worthless")
}
