import Cryptography
import TestSupport
import Testing

@testable import Libp2p

/// An identity of one of the four kinds.
struct PeerKey {
    let publicKey: PublicKey
    let sign: ([UInt8]) throws -> [UInt8]

    private struct Signed: Decodable {
        let public_key: String
        let signature: String
    }

    func payload(for key: NoiseKey) throws -> NoisePayload {
        NoisePayload(
            identityKey: publicKey.encoded,
            signature: try sign(NoisePayload.prefix + key.publicKey)
        )
    }

    static func ed25519() -> PeerKey {
        guard let secret = SigningKey(seed: [UInt8](repeating: 9, count: 32)) else {
            preconditionFailure("32 bytes are a key")
        }
        return PeerKey(
            publicKey: PublicKey(kind: .ed25519, data: secret.publicKey),
            sign: { try #require(secret.signature(of: $0)) }
        )
    }

    /// Of the other kinds there is one signature each, made by other programs, over the lasting key
    /// of the scripted peer.
    private static func fixed(_ kind: PublicKey.Kind, _ name: String) throws -> PeerKey {
        let known = try fixture(
            "identities-of-the-scripted-peer.json",
            as: [String: Signed].self
        )
        let one = try #require(known[name])
        let signature = try [UInt8](hex: one.signature)
        return PeerKey(
            publicKey: PublicKey(kind: kind, data: try [UInt8](hex: one.public_key)),
            sign: { _ in signature }
        )
    }

    static func ecdsa() throws -> PeerKey { try fixed(.ecdsa, "ecdsa") }

    static func rsa() throws -> PeerKey { try fixed(.rsa, "rsa") }

    /// A key that could be broken by anybody with some machines.
    static func shortRSA() throws -> PeerKey { try fixed(.rsa, "rsa_of_1024_bits") }

    /// That of the composed vector.
    static func secp256k1() throws -> PeerKey { try fixed(.secp256k1, "secp256k1") }
}
