import Fuzzing
import Testing

@testable import Libp2p

/// Every reader of the peer-to-peer protocols by itself, behind what the encryption hides.
struct Libp2pFuzzTests {
    private static let pieces: [[UInt8]] = [
        [0x00], [0x01], [0x7F], [0x80], [0xFF], [0x0A], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [UInt8](repeating: 0xFF, count: 9) + [0x01], [UInt8](repeating: 0x80, count: 10),
        Multistream.message("na"), Multistream.message("/a"), [0x0A, 0x03, 0x61, 0x62, 0x63],
        YamuxListener.frame(1, 1, 2, 0), YamuxListener.frame(0, 4, 2, 0),
        YamuxListener.frame(0, 8, 1, 0), YamuxListener.frame(1, 0, 1, 0xFFFF_FFFF),
    ]

    /// The bytes in pieces of random lengths, as a network brings them.
    private func parts(of bytes: [UInt8], _ round: inout FuzzRound) -> [[UInt8]] {
        var rest = bytes[...]
        var parts: [[UInt8]] = []
        while !rest.isEmpty {
            let part = rest.prefix(Int.random(in: 1...8, using: &round))
            parts.append(Array(part))
            rest = rest.dropFirst(part.count)
        }
        return parts
    }

    // MARK: multistream-select

    @Test func `an agreement is one of the proposals, whatever comes and in whatever pieces`() {
        let seed = [Multistream.header, "na", "na", "/c"].flatMap(Multistream.message) + [1, 2]
        var agreed = 0
        for var round in FuzzRounds(1000, seed: 51) {
            let bytes = round.mutant(of: seed, pieces: Self.pieces)
            let whole = negotiate([bytes])
            #expect(negotiate(parts(of: bytes, &round)) == whole, "\(bytes), \(round)")
            if case .selected(let id) = whole.outcome {
                #expect(["/a", "/b", "/c"].contains(id), "\(bytes), \(round)")
                agreed += 1
            }
        }
        #expect(agreed > 100)
    }

    private struct Agreement: Equatable {
        var outcome = MultistreamDialler.Outcome.waiting
        var reply: [UInt8] = []
        var failure: Libp2pError?
    }

    private func negotiate(_ parts: [[UInt8]]) -> Agreement {
        var dialler = MultistreamDialler("/a", ["/b", "/c"])
        var queue = ByteQueue()
        var result = Agreement()
        for part in parts where result.outcome == .waiting {
            queue.append(part)
            do {
                let (reply, outcome) = try dialler.receive(&queue)
                result.reply += reply
                result.outcome = outcome
            } catch {
                // What was to be said before the mistake is not said any more.
                return Agreement(failure: error)
            }
        }
        return result
    }

    @Test func `a listener agrees only to what it speaks, whatever comes`() {
        let seed = [Multistream.header, "ls", "/a", "/b"].flatMap(Multistream.message)
        for var round in FuzzRounds(1000, seed: 52) {
            var listener = MultistreamListener()
            var queue = ByteQueue()
            for part in parts(of: round.mutant(of: seed, pieces: Self.pieces), &round) {
                queue.append(part)
                guard let turn = try? listener.receive(&queue, accepting: { $0 == "/b" }) else {
                    break
                }
                #expect(turn.selected == nil || turn.selected == "/b", "\(round)")
                #expect(turn.reply.count <= 64 * 1024, "\(round)")
                if turn.selected != nil { break }
            }
        }
    }

    // MARK: Muxers

    @Test func `a yamux session gives the same events in whatever pieces it comes`() {
        let frame = YamuxListener.frame
        let seed =
            frame(1, 1, 2, 0, []) + frame(0, 0, 2, 3, [1, 2, 3]) + frame(2, 1, 0, 99, [])
            + frame(0, 0, 1, 2, [8, 9]) + frame(1, 0, 1, 70_000, []) + frame(0, 4, 2, 0, [])
            + frame(0, 8, 1, 0, []) + frame(3, 0, 0, 2, [])
        for var round in FuzzRounds(1000, seed: 53) {
            let bytes = round.mutant(of: seed, pieces: Self.pieces)
            expectSameEvents(Yamux(), bytes, &round)
        }
    }

    @Test func `an mplex session gives the same events in whatever pieces it comes`() {
        let seed: [UInt8] = [
            0x00, 1, 0x61, 0x02, 2, 5, 6, 0x01, 1, 8, 0x04, 0, 0x08, 0, 0x0A, 3, 1, 2, 3, 0x05, 0,
        ]
        for var round in FuzzRounds(1000, seed: 54) {
            let bytes = round.mutant(of: seed, pieces: Self.pieces)
            expectSameEvents(Mplex(), bytes, &round)
        }
    }

    private func expectSameEvents<Muxer: StreamMuxer>(
        _ fresh: Muxer,
        _ bytes: [UInt8],
        _ round: inout FuzzRound
    ) {
        let whole = events(fresh, [bytes])
        let pieces = events(fresh, parts(of: bytes, &round))
        #expect(whole.failure == pieces.failure, "\(bytes), \(round)")
        // Events in front of a mistake may be lost when both come at once.
        if whole.failure == nil { #expect(whole.events == pieces.events, "\(bytes), \(round)") }
        let opened = pieces.events.filter { if case .opened = $0 { true } else { false } }
        #expect(opened.count <= inboundStreamLimit, "\(round)")
        let data = pieces.events.reduce(0) {
            if case .data(_, let data) = $1 { $0 + data.count } else { $0 }
        }
        #expect(data <= bytes.count, "\(round)")
        #expect(pieces.output.count <= 100 + 12 * bytes.count, "\(round)")
    }

    private func events<Muxer: StreamMuxer>(
        _ fresh: Muxer,
        _ parts: [[UInt8]]
    ) -> (events: [MuxerEvent], failure: Libp2pError?, output: [UInt8]) {
        var muxer = fresh
        var queue = ByteQueue()
        var events: [MuxerEvent] = []
        let ours = muxer.open()
        do {
            try muxer.send([7], on: ours)
            for part in parts {
                queue.append(part)
                events += try muxer.receive(&queue)
            }
            try muxer.send([7], on: ours)
            muxer.finish(ours)
        } catch {
            return (events, error, muxer.takeOutput())
        }
        return (events, nil, muxer.takeOutput())
    }

    // MARK: Encryption

    @Test func `a frame of the channel that was touched is never opened`() throws {
        let (one, other) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        for var round in FuzzRounds(300, seed: 55) {
            var sender = SecureChannel(sendingKey: one, receivingKey: other)
            var receiver = SecureChannel(sendingKey: other, receivingKey: one)
            let plain = [1] + round.bytes(upTo: 40)
            let sealed = try sender.seal(plain)
            let bytes = round.mutant(of: sealed, pieces: Self.pieces)
            var queue = ByteQueue()
            queue.append(bytes)
            guard let opened = try? receiver.open(from: &queue) else { continue }
            #expect(bytes.starts(with: sealed), "\(round)")
            #expect(opened == plain, "\(round)")
        }
    }

    @Test func `a handshake that was touched proves no identity`() throws {
        for var round in FuzzRounds(100, seed: 56) {
            let keys = try (0..<4).map { try NoiseKey([UInt8](repeating: $0 + 1, count: 32)) }
            var dialler = NoiseHandshake(ownStatic: keys[0], ownEphemeral: keys[1])
            var listener = NoiseResponder(ownStatic: keys[2], ownEphemeral: keys[3])
            _ = try listener.readFirst(try dialler.first())
            let message = try listener.second([1, 2, 3])
            let mutant = round.mutant(of: message, pieces: Self.pieces)
            guard let payload = try? dialler.readSecond(mutant) else { continue }
            #expect(mutant == message, "\(round)")
            #expect(payload == [1, 2, 3], "\(round)")
        }
    }
}
