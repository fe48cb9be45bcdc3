import TestSupport
import Testing

@testable import Libp2p

/// Published and composed test vectors of the handshake, byte for byte.
struct VectorTests {
    private struct Cacophony: Decodable {
        struct Message: Decodable {
            let payload: String
            let ciphertext: String
        }
        let init_prologue: String
        let init_static: String
        let init_ephemeral: String
        let resp_static: String
        let resp_ephemeral: String
        let handshake_hash: String
        let messages: [Message]
    }

    private struct Composed: Decodable {
        struct Initiator: Decodable {
            let static_priv: String
            let static_pub: String
            let ephemeral_priv: String
            let identity_pb: String
            let peer_id: String
            let payload_hex: String
            let signature_hex: String
            let identity_seed: String
        }
        struct Responder: Decodable {
            let static_pub: String
            let identity_pb: String
            let peer_id: String
            let signed_message_hex: String
            let signature_der_low_s: String
            let signature_der_high_s: String
            let payload_hex: String
        }
        struct Frames: Decodable {
            let m1: String
            let m2: String
            let m3: String
        }
        struct FirstFrame: Decodable {
            let plaintext: String
            let frame: String
        }
        let initiator: Initiator
        let responder: Responder
        let wire_frames_after_noise_selected: Frames
        let checkpoints: [[String: String]]
        let transport_key_initiator_to_responder: String
        let transport_key_responder_to_initiator: String
        let first_transport_frame_initiator_multistream_header: FirstFrame
    }

    private func composed() throws -> Composed {
        try fixture("composed-libp2p-noise-xx-secp256k1.json", as: Composed.self)
    }

    @Test func `the handshake of the cacophony collection is the same on both sides`() throws {
        let vector = try fixture(
            "noise-xx-25519-chachapoly-sha256-cacophony.json",
            as: Cacophony.self
        )
        let prologue = try [UInt8](hex: vector.init_prologue)
        var initiator = NoiseHandshake(
            ownStatic: try NoiseKey([UInt8](hex: vector.init_static)),
            ownEphemeral: try NoiseKey([UInt8](hex: vector.init_ephemeral)),
            prologue: prologue
        )
        var responder = NoiseResponder(
            ownStatic: try NoiseKey([UInt8](hex: vector.resp_static)),
            ownEphemeral: try NoiseKey([UInt8](hex: vector.resp_ephemeral)),
            prologue: prologue
        )
        let payloads = try vector.messages.map { try [UInt8](hex: $0.payload) }
        let sealed = try vector.messages.map { try [UInt8](hex: $0.ciphertext) }
        #expect(try initiator.first(payloads[0]) == sealed[0])
        #expect(try responder.readFirst(sealed[0]) == payloads[0])
        #expect(try responder.second(payloads[1]) == sealed[1])
        #expect(try initiator.readSecond(sealed[1]) == payloads[1])
        #expect(try initiator.third(payloads[2]) == sealed[2])
        #expect(try responder.readThird(sealed[2]) == payloads[2])
        #expect(initiator.state.hash == (try [UInt8](hex: vector.handshake_hash)))
        #expect(responder.state.hash == initiator.state.hash)
        let keys = initiator.state.split()
        var fromInitiator = NoiseCipher(key: keys.fromInitiator)
        var toInitiator = NoiseCipher(key: keys.toInitiator)
        #expect(try toInitiator.seal(payloads[3], with: []) == sealed[3])
        #expect(try fromInitiator.seal(payloads[4], with: []) == sealed[4])
        #expect(try toInitiator.seal(payloads[5], with: []) == sealed[5])
    }

    @Test func `the composed handshake with a Waku identity is spoken byte for byte`() throws {
        let vector = try composed()
        let frames = vector.wire_frames_after_noise_selected
        let ownStatic = try NoiseKey([UInt8](hex: vector.initiator.static_priv))
        #expect(ownStatic.publicKey == (try [UInt8](hex: vector.initiator.static_pub)))
        var handshake = NoiseHandshake(
            ownStatic: ownStatic,
            ownEphemeral: try NoiseKey([UInt8](hex: vector.initiator.ephemeral_priv))
        )
        #expect(SecureChannel.frame(try handshake.first()) == (try [UInt8](hex: frames.m1)))
        #expect(
            handshake.state.hash == (try [UInt8](hex: vector.checkpoints[0]["h_after_m1"] ?? ""))
        )
        var queue = ByteQueue()
        queue.append(try [UInt8](hex: frames.m2))
        let second = try #require(SecureChannel.takeFrame(from: &queue))
        let payload = try NoisePayload(handshake.readSecond(second))
        let checkpoint = vector.checkpoints[1]
        #expect(handshake.state.hash == (try [UInt8](hex: checkpoint["h_after_m2"] ?? "")))
        #expect(handshake.state.chainingKey == (try [UInt8](hex: checkpoint["ck_after_m2"] ?? "")))
        let key = try payload.proven(for: handshake.theirStatic)
        #expect(key.kind == .secp256k1)
        #expect(PeerID(key).text == vector.responder.peer_id)
        let own = try identity(vector).payload(for: ownStatic)
        #expect(own.bytes == (try [UInt8](hex: vector.initiator.payload_hex)))
        #expect(
            SecureChannel.frame(try handshake.third(own.bytes)) == (try [UInt8](hex: frames.m3))
        )
        let hash = vector.checkpoints[2]["handshake_hash"] ?? ""
        #expect(handshake.state.hash == (try [UInt8](hex: hash)))
        let keys = handshake.state.split()
        #expect(
            keys.fromInitiator
                == (try [UInt8](hex: vector.transport_key_initiator_to_responder))
        )
        #expect(
            keys.toInitiator == (try [UInt8](hex: vector.transport_key_responder_to_initiator))
        )
        var channel = SecureChannel(
            sendingKey: keys.fromInitiator,
            receivingKey: keys.toInitiator
        )
        let first = vector.first_transport_frame_initiator_multistream_header
        #expect(
            try channel.seal([UInt8](hex: first.plaintext)) == (try [UInt8](hex: first.frame))
        )
    }

    private func identity(_ vector: Composed) throws -> PeerIdentity {
        try PeerIdentity(
            seed: [UInt8](hex: vector.initiator.identity_seed),
            staticSecret: [UInt8](hex: vector.initiator.static_priv)
        )
    }

    @Test func `our identity is that of the vector`() throws {
        let vector = try composed()
        let own = try identity(vector)
        #expect(own.publicKey.encoded == (try [UInt8](hex: vector.initiator.identity_pb)))
        #expect(own.peerID.text == vector.initiator.peer_id)
    }

    @Test func `signatures of a Waku identity are taken with a low and with a high S`() throws {
        let vector = try composed().responder
        let key = try PublicKey(encoded: [UInt8](hex: vector.identity_pb))
        let message = try [UInt8](hex: vector.signed_message_hex)
        let low = try [UInt8](hex: vector.signature_der_low_s)
        #expect(key.verifies(low, of: message))
        #expect(key.verifies(try [UInt8](hex: vector.signature_der_high_s), of: message))
        #expect(message == NoisePayload.prefix + (try [UInt8](hex: vector.static_pub)))
    }

    @Test func `a signature with any bit changed is refused, and one without the prefix`() throws {
        let vector = try composed().responder
        let key = try PublicKey(encoded: [UInt8](hex: vector.identity_pb))
        let message = try [UInt8](hex: vector.signed_message_hex)
        let signature = try [UInt8](hex: vector.signature_der_low_s)
        for place in signature.indices {
            for bit in 0..<8 {
                var bad = signature
                bad[place] ^= 1 << UInt8(bit)
                #expect(!key.verifies(bad, of: message), "byte \(place), bit \(bit)")
            }
        }
        #expect(!key.verifies(signature, of: try [UInt8](hex: vector.static_pub)))
        #expect(!key.verifies([], of: message))
    }

    /// The points of small order of Curve25519 give an all-zero secret (RFC 7748, section 6.1).
    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ])
    func `a key that everybody knows the secret of is refused`(_ hex: String) throws {
        let own = try NoiseKey([UInt8](repeating: 7, count: 32))
        #expect(throws: Libp2pError.malformed("the node's key in the handshake is worthless")) {
            try own.shared(with: [UInt8](hex: hex))
        }
    }
}
