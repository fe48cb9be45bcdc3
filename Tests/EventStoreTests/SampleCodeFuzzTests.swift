import Fuzzing

import Testing

@testable import EventStore
@testable import SampleStore

/// Stored samples: every series comes back, and damaged bytes do no harm.
struct SampleCodeFuzzTests {
    @Test func `random series come back`() {
        for var round in FuzzRounds(200, seed: 1) {
            let samples = series(&round)
            expectExact(samples, round)
            expectExact(
                samples.map { $0.map { $0.isFinite ? ($0 * 100).rounded() / 100 : 0 } },
                round
            )
        }
    }

    private func expectExact(_ samples: [Double?], _ round: FuzzRound) {
        let bytes = BlockCode.bytes(ofSamples: samples)
        let read = try? BlockCode.samples(samples.count, from: bytes)
        #expect(
            read?.map { $0?.bitPattern } == samples.map { $0?.bitPattern },
            "\(samples), \(round)"
        )
    }

    private func series(_ round: inout FuzzRound) -> [Double?] {
        let count = Int.random(in: 1...300, using: &round)
        let unit = [1, 0.01, 4096, 1e-7, 1 / 3.0][round.number % 5]
        var place = Double.random(in: -1e6...1e6, using: &round).rounded()
        return (0..<count).map { _ -> Double? in
            switch Int.random(in: 0..<40, using: &round) {
            case 0: return nil
            case 1: return SampleCodeTests.nasty.randomElement(using: &round)
            case 2: return Double(bitPattern: round.next())
            default:
                place += Double(Int.random(in: -3...4, using: &round))
                return place * unit
            }
        }
    }

    /// The checksum is made right, so that the bits behind it are reached.
    @Test func `whatever the bytes are, reading ends`() {
        for var round in FuzzRounds(300, seed: 2) { readDamaged(&round) }
    }

    private func readDamaged(_ round: inout FuzzRound) {
        var body = round.bytes(upTo: 60)
        if round.number % 3 == 0 {
            body = BlockCode.bytes(ofSamples: SampleCodeTests.nasty).dropFirst(2).map { $0 }
        }
        if round.number % 3 == 0, let place = body.indices.randomElement(using: &round) {
            body[place] ^= UInt8.random(in: 1...255, using: &round)
        }
        let sum = BlockCode.checksum(body[...])
        let bytes = [UInt8(sum >> 8), UInt8(sum & 255)] + body
        for count in [0, 1, 2, SampleCodeTests.nasty.count, 480, BlockCode.countLimit] {
            let samples = try? BlockCode.samples(count, from: bytes)
            #expect(samples == nil || samples?.count == count, "\(round)")
            let times = try? BlockCode.times(count, from: bytes)
            #expect(times == nil || times?.count == count, "\(round)")
            let starts = Array(repeating: Int64(0), count: count)
            let bins = try? BlockCode.bins(at: starts, from: bytes)
            #expect(bins == nil || bins?.count == count, "\(round)")
        }
        let polled = try? HeadCode.samples(from: body)
        #expect((polled?.count ?? 0) <= HeadCode.sampleLimit, "\(round)")
    }
}
