@testable import Libp2p

/// The other half of the handshake XX, for peers of the tests.
struct NoiseResponder {
    private(set) var state: NoiseState
    let ownStatic: NoiseKey
    let ownEphemeral: NoiseKey
    private var theirEphemeral: [UInt8] = []

    init(ownStatic: NoiseKey, ownEphemeral: NoiseKey, prologue: [UInt8] = []) {
        state = NoiseState(prologue: prologue)
        self.ownStatic = ownStatic
        self.ownEphemeral = ownEphemeral
    }

    mutating func readFirst(_ message: [UInt8]) throws(Libp2pError) -> [UInt8] {
        theirEphemeral = Array(message.prefix(32))
        state.mix(hash: theirEphemeral)
        return try state.open(Array(message.dropFirst(32)))
    }

    mutating func second(_ payload: [UInt8]) throws(Libp2pError) -> [UInt8] {
        state.mix(hash: ownEphemeral.publicKey)
        state.mix(key: try ownEphemeral.shared(with: theirEphemeral))
        let key = try state.seal(ownStatic.publicKey)
        state.mix(key: try ownStatic.shared(with: theirEphemeral))
        return ownEphemeral.publicKey + key + (try state.seal(payload))
    }

    mutating func readThird(_ message: [UInt8]) throws(Libp2pError) -> [UInt8] {
        let key = try state.open(Array(message.prefix(48)))
        state.mix(key: try ownEphemeral.shared(with: key))
        return try state.open(Array(message.dropFirst(48)))
    }
}
