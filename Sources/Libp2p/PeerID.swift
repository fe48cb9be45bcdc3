import Crypto

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
            : [0x12, 0x20] + Array(SHA256.hash(data: encoded))
    }

    /// Reads the form in base58, such as `16Uiu2HA…`; nil for anything else.
    package init?(_ text: String) {
        guard let bytes = Base58.bytes(of: text), Self.isMultihash(bytes) else { return nil }
        self.bytes = bytes
    }

    /// The form in base58, such as `16Uiu2HA…`.
    package var text: String { Base58.text(of: bytes) }

    static func isMultihash(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 2, Int(bytes[1]) == bytes.count - 2 else { return false }
        return bytes[0] == 0x12 ? bytes[1] == 0x20 : bytes[0] == 0 && bytes[1] <= 42
    }
}
