import Testing
import WireFormats

/// Time zones as the tz database compiles them.
struct ZoneFileTests {
    private func big(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    private func header(_ changes: Int, _ types: Int) -> [UInt8] {
        var bytes = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        for count in [0, 0, 0, changes, types, 4] { bytes += big(Int32(count)) }
        return bytes
    }

    /// A file of version 2 with these changes to the second of two offsets and back in turn.
    private func file(_ times: [Int64], _ offsets: [Int32], rule: String) -> [UInt8] {
        var types: [UInt8] = []
        for offset in offsets { types += big(offset) + [0, 0] }
        let names = Array("CET\0".utf8)
        var bytes = header(0, 1) + types.prefix(6) + names
        bytes += header(times.count, offsets.count)
        for time in times { bytes += big(time) }
        bytes += times.indices.map { UInt8(($0 + 1) % 2) }
        bytes += types + names
        return bytes + Array("\n\(rule)\n".utf8)
    }

    private func read(_ bytes: [UInt8]) -> ZoneFile? { ZoneFile(bytes.span) }

    @Test func `the changes of a file are read, and the rule after them worked out`() throws {
        let bytes = file([1_774_746_000], [3600, 7200], rule: "CET-1CEST,M3.5.0,M10.5.0/3")
        let zone = try #require(read(bytes))
        #expect(zone.first == 3600)
        // 29 March and 25 October 2026, 28 March 2027, each at 01:00Z.
        let first = zone.changes.prefix(3)
        #expect(first.map(\.at) == [1_774_746_000, 1_792_890_000, 1_806_195_600])
        #expect(first.map(\.offset) == [7200, 3600, 7200])
        #expect(zone.changes.count > 140)
    }

    @Test(arguments: [
        // New Zealand: summer over the turn of the year; 5 April and 27 September 2026.
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", [1_775_311_200, 1_790_431_200], [43_200, 46_800]),
        // New York: 8 March and 1 November 2026.
        ("EST5EDT,M3.2.0,M11.1.0", [1_772_953_200, 1_793_512_800], [-14_400, -18_000]),
    ])
    func `rules of both halves of the world are understood`(
        rule: String,
        times: [Int64],
        offsets: [Int]
    ) throws {
        let bytes = file([1_767_225_600], [Int32(offsets[0]), Int32(offsets[1])], rule: rule)
        let zone = try #require(read(bytes))
        let year = zone.changes.filter { $0.at > 1_767_225_600 }.prefix(2)
        #expect(year.map(\.at) == times)
        #expect(year.map(\.offset) == offsets)
    }

    @Test func `a zone without summer time has no more changes, and what is cut off is none`() {
        let bytes = file([0], [3600, 7200], rule: "<+03>-3")
        #expect(read(bytes)?.changes.count == 1)
        for length in 0..<(bytes.count - 10) {
            #expect(read(Array(bytes.prefix(length))) == nil)
        }
        #expect(read(Array("no zone at all, but some text".utf8)) == nil)
    }
}
