/// The initiator's half of the handshake XX: `e`, then `e, ee, s, es`, then `s, se`.
struct NoiseHandshake {
    private(set) var state: NoiseState
    private let ownStatic: NoiseKey
    private let ownEphemeral: NoiseKey
    private var theirEphemeral: [UInt8] = []
    /// The other side's lasting key, known after the second message.
    private(set) var theirStatic: [UInt8] = []

    private static let keyLength = 32

    init(ownStatic: NoiseKey, ownEphemeral: NoiseKey, prologue: [UInt8] = []) {
        state = NoiseState(prologue: prologue)
        self.ownStatic = ownStatic
        self.ownEphemeral = ownEphemeral
    }

    mutating func first(_ payload: [UInt8] = []) throws(Libp2pError) -> [UInt8] {
        state.mix(hash: ownEphemeral.publicKey)
        return ownEphemeral.publicKey + (try state.seal(payload))
    }

    /// Reads the second message and returns its payload.
    mutating func readSecond(_ message: [UInt8]) throws(Libp2pError) -> [UInt8] {
        let sealedKeyLength = Self.keyLength + NoiseCipher.tagLength
        guard message.count >= Self.keyLength + sealedKeyLength + NoiseCipher.tagLength else {
            throw .malformed("the node's message of the Noise handshake is cut off")
        }
        theirEphemeral = Array(message.prefix(Self.keyLength))
        state.mix(hash: theirEphemeral)
        state.mix(key: try ownEphemeral.shared(with: theirEphemeral))
        let rest = message.dropFirst(Self.keyLength)
        theirStatic = try state.open(Array(rest.prefix(sealedKeyLength)))
        state.mix(key: try ownEphemeral.shared(with: theirStatic))
        return try state.open(Array(rest.dropFirst(sealedKeyLength)))
    }

    mutating func third(_ payload: [UInt8]) throws(Libp2pError) -> [UInt8] {
        let key = try state.seal(ownStatic.publicKey)
        state.mix(key: try ownStatic.shared(with: theirEphemeral))
        return key + (try state.seal(payload))
    }
}

/// What libp2p carries in the handshake: who is behind the key (libp2p `noise/README.md`).
struct NoisePayload: Equatable {
    var identityKey: [UInt8]
    var signature: [UInt8]

    static let prefix = Array("noise-libp2p-static-key:".utf8)

    init(identityKey: [UInt8], signature: [UInt8]) {
        self.identityKey = identityKey
        self.signature = signature
    }

    init(_ bytes: [UInt8]) throws(Libp2pError) {
        var reader = ProtobufReader(bytes)
        var key: [UInt8]?
        var signature: [UInt8]?
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (1, .bytes(let bytes)): key = bytes
            case (2, .bytes(let bytes)): signature = bytes
            default: break
            }
        }
        guard let key, let signature else {
            throw .malformed("the node's handshake lacks its identity or its signature")
        }
        self.init(identityKey: key, signature: signature)
    }

    var bytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.add(1, identityKey)
        writer.add(2, signature)
        return writer.bytes
    }

    /// The identity that is proven for the owner of this lasting key.
    func proven(for staticKey: [UInt8]) throws(Libp2pError) -> PublicKey {
        let key = try PublicKey(encoded: identityKey)
        guard key.verifies(signature, of: Self.prefix + staticKey) else {
            throw .badSignature(keyType: key.kind.word)
        }
        return key
    }
}
