import Cryptography

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

        var scheme: SignatureScheme {
            switch self {
            case .rsa: .rsa
            case .ed25519: .ed25519
            case .secp256k1: .ecdsaSecp256k1
            case .ecdsa: .ecdsaP256
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
        kind.scheme.verifies(signature, of: message, by: data)
    }
}
