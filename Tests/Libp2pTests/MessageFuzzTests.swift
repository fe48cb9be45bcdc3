import Fuzzing
import Testing

@testable import Libp2p

/// The messages of the peer-to-peer protocols: what is read is read again from what is written.
struct MessageFuzzTests {
    private static let pieces: [[UInt8]] = [
        [0x00], [0x08], [0x0A], [0x12], [0x0B], [0x09], [0x0D], [0x80], [0xFF], [0xFF, 0x01],
        [UInt8](repeating: 0xFF, count: 9) + [0x01], [UInt8](repeating: 0xFF, count: 10),
        [0x0A, 0x03, 0x61, 0x62, 0x63], [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [0xA5, 0x03, 0x22, 0x12, 0x20], [0x04, 127, 0, 0, 1], [0x06, 0x76, 0x5D], [0x29],
    ]

    @Test func `fields of a mutated protobuf are within the message, and it ends`() {
        var writer = ProtobufWriter()
        writer.add(1, 300)
        writer.add(2, "text")
        writer.add(3, [8, 1])
        writer.add(4, UInt64.max)
        let seed = writer.bytes + [0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x35, 1, 2, 3, 4]
        var readable = 0
        for var round in FuzzRounds(1500, seed: 61) {
            let bytes = round.mutant(of: seed, pieces: Self.pieces)
            var reader = ProtobufReader(bytes)
            var total = 0
            do {
                while let (_, value) = try reader.next() {
                    total += 2
                    if case .bytes(let content) = value { total += content.count }
                }
                readable += 1
            } catch {
                #expect(!error.sentence.isEmpty, "\(round)")
            }
            #expect(total <= bytes.count, "\(bytes), \(round)")
        }
        #expect(readable > 200)
    }

    @Test func `what a mutated message says survives writing and reading`() {
        var identify = IdentifyMessage()
        identify.publicKey = PublicKey(kind: .ed25519, data: [1, 2, 3]).encoded
        identify.listenAddresses = [[4, 127, 0, 0, 1, 6, 0x76, 0x5D]]
        identify.protocols = ["/ipfs/id/1.0.0", "/vac/waku/relay/2.0.0"]
        identify.observedAddress = [4, 10, 0, 0, 1]
        identify.agentVersion = "nim-libp2p/0.0.1"
        let metadata = WakuMetadata(cluster: 16, shards: [0, 1, 32, 70_000])
        let payload = NoisePayload(identityKey: identify.publicKey, signature: [9, 9, 9])
        for var round in FuzzRounds(800, seed: 62) {
            let bytes = round.mutant(of: identify.bytes, pieces: Self.pieces)
            if let read = try? IdentifyMessage(bytes) {
                #expect((try? IdentifyMessage(read.bytes)) == read, "\(bytes), \(round)")
            }
            let tags = round.mutant(of: metadata.bytes, pieces: Self.pieces)
            if let read = try? WakuMetadata(tags) {
                #expect((try? WakuMetadata(read.bytes)) == read, "\(tags), \(round)")
            }
            let proof = round.mutant(of: payload.bytes, pieces: Self.pieces)
            if let read = try? NoisePayload(proof) {
                #expect((try? NoisePayload(read.bytes)) == read, "\(proof), \(round)")
                #expect((try? read.proven(for: [1])) == nil, "\(proof), \(round)")
            }
            let key = round.mutant(of: identify.publicKey, pieces: Self.pieces)
            if let read = try? PublicKey(encoded: key) {
                #expect((try? PublicKey(encoded: read.encoded)) == read, "\(key), \(round)")
            }
        }
    }

    @Test func `topics are the same in whatever pieces the mutated stream comes`() {
        var subscription = ProtobufWriter()
        subscription.add(1, 1)
        subscription.add(2, "/waku/2/default-waku/proto")
        var message = ProtobufWriter()
        message.add(1, subscription.bytes)
        message.add(1, [8, 1, 18, 1, 97])
        message.add(2, "a message that is passed over")
        let seed = message.bytes.delimited + [0xFF, 0xFF, 0x7F] + message.bytes.delimited
        for var round in FuzzRounds(1000, seed: 63) {
            let bytes = round.mutant(of: seed, pieces: Self.pieces)
            var whole = PubsubTopics()
            var pieces = PubsubTopics()
            let isRead = (try? whole.receive(bytes)) != nil
            let isReadInPieces = bytes.allSatisfy { (try? pieces.receive([$0])) != nil }
            #expect(isRead == isReadInPieces, "\(bytes), \(round)")
            #expect(whole.topics == pieces.topics, "\(bytes), \(round)")
            #expect(Set(whole.topics).count == whole.topics.count, "\(bytes), \(round)")
        }
    }

    @Test func `an address is text that begins with a slash, or refused in words`() {
        let seed: [UInt8] =
            [4, 127, 0, 0, 1, 6, 0x76, 0x5D, 0xDD, 0x03, 0xA5, 0x03, 3, 0, 1, 7]
            + [0x36, 3, 0x61, 0x2E, 0x62] + [0x29] + [UInt8](repeating: 0, count: 16)
        for var round in FuzzRounds(1500, seed: 64) {
            let bytes = round.mutant(of: seed, pieces: Self.pieces)
            do {
                let address = try Multiaddress(bytes: bytes)
                #expect(address.text.hasPrefix("/") != bytes.isEmpty, "\(bytes), \(round)")
                #expect(address.parts.count <= 32, "\(bytes), \(round)")
                #expect(Multiaddress.text(ofBytes: bytes) == address.text, "\(round)")
            } catch {
                #expect(!error.sentence.isEmpty, "\(bytes), \(round)")
            }
        }
    }

    @Test func `base58 and varints come back, and what is none is refused`() {
        let pieces = ["1", "2", "z", "0", "O", "l", "é", " ", "16Uiu2HA", "12D3Koo", "Qm"]
        for var round in FuzzRounds(600, seed: 65) {
            let bytes = round.bytes(upTo: 64)
            if !bytes.isEmpty {
                #expect(Base58.bytes(of: Base58.text(of: bytes)) == bytes, "\(bytes), \(round)")
            }
            let text = round.text(of: pieces, upTo: 40)
            if let read = Base58.bytes(of: text) {
                #expect(Base58.text(of: read) == text, "'\(text)', \(round)")
            }
            if let peer = PeerID(text) { #expect(peer.text == text, "'\(text)', \(round)") }
            let number = round.next() >> UInt64.random(in: 1...63, using: &round)
            let encoded = UnsignedVarint.bytes(of: number)
            let read = try? UnsignedVarint(atStartOf: (encoded + bytes)[...])
            #expect(read?.value == number, "\(number), \(round)")
            #expect(read?.byteCount == encoded.count, "\(number), \(round)")
        }
    }
}
