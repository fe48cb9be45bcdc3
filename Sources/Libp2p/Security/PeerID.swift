import Cryptography

/// The identity of a peer: a multihash of its public key (libp2p `peer-ids.md`).
package struct PeerID: Hashable, Sendable {
    /// The multihash.
    let bytes: [UInt8]

    /// Short keys stand for themselves, longer ones as their SHA-256.
    init(_ key: PublicKey) {
        let encoded = key.encoded
        bytes =
            encoded.count <= 42
            ? [0x00, UInt8(encoded.count)] + encoded
            : [0x12, 0x20] + HashFunction.sha256.digest(of: encoded)
    }

    /// Reads the form in base58, such as `16Uiu2HA…`, or that of a CID in base32, such as
    /// `bafzaa…`; nil for anything else.
    package init?(_ text: String) {
        guard let bytes = Self.bytes(ofCID: text) ?? Base58.bytes(of: text),
            Self.isMultihash(bytes)
        else { return nil }
        self.bytes = bytes
    }

    /// The multihash in a CID of version 1 that holds a key of libp2p; no multihash in base58
    /// begins with the letter of base32.
    private static func bytes(ofCID text: String) -> [UInt8]? {
        guard text.first == "b", let bytes = Base32.bytes(of: text.dropFirst()),
            bytes.starts(with: [0x01, 0x72])
        else { return nil }
        return Array(bytes.dropFirst(2))
    }

    /// The form in base58, such as `16Uiu2HA…`.
    package var text: String { Base58.text(of: bytes) }

    static func isMultihash(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 2, Int(bytes[1]) == bytes.count - 2 else { return false }
        return bytes[0] == 0x12 ? bytes[1] == 0x20 : bytes[0] == 0 && bytes[1] <= 42
    }
}
