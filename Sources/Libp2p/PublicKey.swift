import CSecp256k1
import Crypto
import CryptoExtras
import FoundationEssentials

/// The public key behind a peer's identity (libp2p `peer-ids.md`).
struct PublicKey: Equatable {
    /// The kinds of keys, by their numbers on the wire.
    enum Kind: UInt64 {
        case rsa
        case ed25519
        case secp256k1
        case ecdsa

        var word: String {
            switch self {
            case .rsa: "RSA"
            case .ed25519: "Ed25519"
            case .secp256k1: "secp256k1"
            case .ecdsa: "ECDSA"
            }
        }
    }

    let kind: Kind
    let data: [UInt8]

    /// RSA keys of 8192 bits have some 1,060 bytes.
    private static let limitBytes = 2048

    init(kind: Kind, data: [UInt8]) {
        self.kind = kind
        self.data = data
    }

    /// Reads the protobuf of a public key.
    init(encoded: [UInt8]) throws(Libp2pError) {
        guard encoded.count <= Self.limitBytes else {
            throw .tooLarge(what: "the node's public key", limitBytes: Self.limitBytes)
        }
        var reader = ProtobufReader(encoded)
        var kind: UInt64?
        var data: [UInt8]?
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (1, .number(let number)): kind = number
            case (2, .bytes(let bytes)): data = bytes
            default: break
            }
        }
        guard let kind, let data else {
            throw .malformed("the node's public key lacks its type or its data")
        }
        guard let known = Kind(rawValue: kind) else {
            throw .malformed("the node's public key is of the unknown type \(kind)")
        }
        self.init(kind: known, data: data)
    }

    /// The deterministic protobuf: both fields, in their order.
    var encoded: [UInt8] {
        var writer = ProtobufWriter()
        writer.add(1, kind.rawValue)
        writer.add(2, data)
        return writer.bytes
    }

    /// Whether this key's owner signed the message; false for a key that is none.
    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        switch kind {
        case .ed25519:
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: data)
            return key?.isValidSignature(signature, for: message) ?? false
        case .secp256k1:
            let digest = Array(SHA256.hash(data: message))
            return cs_secp256k1_verify(data, data.count, signature, signature.count, digest) == 1
        case .ecdsa: return verifiesECDSA(signature, of: message)
        case .rsa:
            let key = try? _RSA.Signing.PublicKey(derRepresentation: data)
            return key?.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature),
                for: SHA256.hash(data: message),
                padding: .insecurePKCS1v1_5
            ) ?? false
        }
    }

    private func verifiesECDSA(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? P256.Signing.PublicKey(derRepresentation: data),
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
        else { return false }
        return key.isValidSignature(signature, for: SHA256.hash(data: message))
    }
}
