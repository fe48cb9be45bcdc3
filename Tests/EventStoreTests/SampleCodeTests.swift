import FleetModel
import Primitives
import Testing

@testable import EventStore
@testable import SampleStore

/// The stored form of samples: what it looks like, that it is exact, and that damage is seen.
struct SampleCodeTests {
    static let nasty: [Double] = [
        0, -0.0, 1, -1, .nan, .signalingNaN, .infinity, -.infinity, .leastNonzeroMagnitude,
        -.leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .pi, 0.1,
        0.1 + 0.2, 1.0 / 3, 9_007_199_254_740_992, 9_007_199_254_740_994, 1e300, 123.456,
        -9_223_372_036_854_775_808, 4e15, 1_658_000_000.123,
    ]

    private func expectExact(
        _ samples: [Double?],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let bytes = BlockCode.bytes(ofSamples: samples)
        let read = try BlockCode.samples(samples.count, from: bytes)
        #expect(
            read.map { $0?.bitPattern } == samples.map { $0?.bitPattern },
            sourceLocation: sourceLocation
        )
    }

    @Test func `the stored form of samples never changes`() {
        #expect(
            BlockCode.bytes(ofSamples: [4096, 8192, 8192, nil, 4096])
                == [43, 60, 131, 133, 144, 96, 32, 27, 0, 2, 100, 0, 0, 200]
        )
        #expect(BlockCode.bytes(ofSamples: [1.5, 1.5]) == [135, 149, 8, 158, 192])
        #expect(
            BlockCode.bytes(ofSamples: [.pi, .nan])
                == [
                    249, 190, 127, 240, 2, 72, 126, 213, 17, 11, 70, 7, 191, 247, 111, 2, 85, 221,
                    233, 116, 3, 0,
                ]
        )
        #expect(
            BlockCode.bytes(ofTimes: [1000, 11_000, 21_003])
                == [73, 180, 43, 232, 64, 77, 206, 32, 0, 24]
        )
        #expect(
            HeadCode.bytes(of: [(3, 38), (300, 0.5)])
                == [3, 152, 1, 172, 2, 1, 0, 0, 0, 0, 0, 0, 224, 63]
        )
    }

    /// The check value of the catalogue of CRC algorithms: CRC-16/IBM-3740.
    @Test func `the checksum is the known one`() {
        #expect(BlockCode.checksum(Array("123456789".utf8)[...]) == 0x29B1)
    }

    @Test func `every bit pattern comes back`() throws {
        try expectExact(Self.nasty)
        for value in Self.nasty {
            try expectExact([value])
            try expectExact([value, value, value])
            try expectExact([nil, value, nil, nil, 1, value])
        }
        try expectExact([])
        try expectExact([nil, nil])
    }

    @Test func `moments come back in whatever order they are`() throws {
        let steady = (0..<480).map { (place: Int) -> Int64 in
            Int64(1_658_000_000_000 + place * 15_000 + (place * 7919) % 7)
        }
        let cases: [[Int64]] = [
            [0], [5, 5, 5], [10, 20, 15, -3], [.min, .max, 0, .min], [.max, .max], steady,
        ]
        for times in cases {
            let bytes = BlockCode.bytes(ofTimes: times)
            #expect(try BlockCode.times(times.count, from: bytes) == times)
        }
    }

    @Test func `bins come back, their means to a thousandth of the range`() throws {
        let starts: [Int64] = (0..<5).map { $0 * 300_000 }
        let moments = starts.map { Timestamp(milliseconds: $0) }
        func bin(_ place: Int, _ min: Double, _ max: Double, _ mean: Double) -> SampleBin {
            SampleBin(
                start: moments[place],
                min: min,
                max: max,
                mean: mean,
                last: max,
                count: 20 + place
            )
        }
        let bins: [SampleBin?] = [
            bin(0, 1, 4, 2.3333333), nil, bin(2, -1e300, 1e300, 17), bin(3, 5, 5, 5),
            bin(4, 1e9, 1e9 + 4096, 1e9 + 1234.5678),
        ]
        let read = try BlockCode.bins(at: starts, from: BlockCode.bytes(ofBins: bins))
        #expect(read.map { $0?.start } == bins.map { $0?.start })
        #expect(read.map { $0?.count } == bins.map { $0?.count })
        #expect(read.map { $0?.min } == bins.map { $0?.min })
        #expect(read.map { $0?.max } == bins.map { $0?.max })
        #expect(read.map { $0?.last } == bins.map { $0?.last })
        for case (let before?, let after?) in zip(bins, read) {
            let error = abs(after.mean / 2 - before.mean / 2)
            #expect(error <= (before.max / 2 - before.min / 2) / 1000)
        }
        let flat: [SampleBin?] = [bin(0, 7, 7, 7), bin(1, 8, 8, 8)]
        let flatBytes = BlockCode.bytes(ofBins: flat)
        #expect(try BlockCode.bins(at: Array(starts.prefix(2)), from: flatBytes) == flat)
    }

    @Test func `every flipped bit is seen`() {
        let bytes = BlockCode.bytes(ofSamples: [1, 2, 3, nil, 5.25, 1e9, .pi])
        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: SampleCodeError.damaged) {
                try BlockCode.samples(7, from: damaged)
            }
        }
        #expect(throws: SampleCodeError.truncated) { try BlockCode.samples(7, from: [1]) }
        #expect(throws: SampleCodeError.damaged) { try BlockCode.samples(-1, from: bytes) }
        #expect(throws: SampleCodeError.damaged) { try BlockCode.samples(1 << 40, from: bytes) }
    }

    @Test func `a poll comes back before it is sealed`() throws {
        let samples = Self.nasty.enumerated().map { (metric: $0 * 700, value: $1) }
        let read = try HeadCode.samples(from: HeadCode.bytes(of: samples))
        #expect(read.map(\.metric) == samples.map(\.metric))
        #expect(read.map(\.value.bitPattern) == samples.map(\.value.bitPattern))
    }

    @Test func `numbers that nodes tell take few bits`() {
        var random = SeededGenerator(seed: 3)
        func bytesEach(_ next: () -> Double) -> Double {
            let samples = (0..<480).map { _ -> Double? in next() }
            return Double(BlockCode.bytes(ofSamples: samples).count) / 480
        }
        var height = 1_200_000.0
        var pages = 150_000.0
        var cpu = 1234.56
        #expect(bytesEach { 38 } < 0.03)
        #expect(
            bytesEach {
                height += 1
                return height
            } < 0.16
        )
        #expect(bytesEach { Double(Int.random(in: 36...40, using: &random)) } < 0.5)
        #expect(
            bytesEach {
                pages += Double(Int.random(in: -40...60, using: &random))
                return pages * 4096
            } < 1.1
        )
        #expect(
            bytesEach {
                cpu += Double.random(in: 0.1...0.9, using: &random)
                return (cpu * 100).rounded() / 100
            } < 1.1
        )
    }
}
