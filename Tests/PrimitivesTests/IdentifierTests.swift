import FoundationEssentials
import Primitives
import TestSupport
import Testing

struct IdentifierTests {
    @Test(arguments: [(1, "INC-0001"), (42, "INC-0042"), (9999, "INC-9999"), (12_345, "INC-12345")])
    func `an incident is named by its number`(number: Int, text: String) {
        #expect(IncidentID(number: number).rawValue == text)
    }

    @Test(arguments: [
        ("silent/n1", "no data/n1"), ("burn/n1", "cpu/n1"), ("silent", "no data"),
        ("needs unmet/js-waku", "requirement not met/js-waku"),
        ("relay silent/n1", "no relay data/n1"), ("silent nights/n1", "silent nights/n1"),
    ])
    func `a signal that was called otherwise once is read by its name of today`(
        stored: String,
        name: String
    ) throws {
        let read = try JSONDecoder().decode([SignalID].self, from: Data("[\"\(stored)\"]".utf8))
        #expect(read == [SignalID(name)])
        let nodes = try JSONDecoder().decode([NodeID].self, from: Data("[\"\(stored)\"]".utf8))
        #expect(nodes == [NodeID(stored)])
    }

    @Test func `a kind of finding is read by the word that it had once`() throws {
        let words = Data(#"["silent","burn","no data","cpu"]"#.utf8)
        let kinds = try JSONDecoder().decode([FindingKind].self, from: words)
        #expect(kinds == [.noData, .cpu, .noData, .cpu])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([FindingKind].self, from: Data(#"["burned"]"#.utf8))
        }
    }

    @Test func `the example of the ULID specification has its known text`() {
        let text = ULID.text(
            at: Timestamp(milliseconds: 1_469_922_850_259),
            high: 0xD676,
            low: 0x4C61_EFB9_9302_BD5B,
        )
        #expect(text == "01ARZ3NDEKTSV4RRFFQ69G5FAV")
    }

    @Test func `the largest ULID of the specification is reached and not passed`() {
        let text = ULID.text(
            at: Timestamp(milliseconds: 0xFFFF_FFFF_FFFF),
            high: .max,
            low: .max
        )
        #expect(text == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
    }

    @Test func `a moment before 1970 gives the smallest time part`() {
        #expect(ULID.text(at: Timestamp(milliseconds: -1), high: 0, low: 1).hasPrefix("0000000000"))
    }

    @Test(arguments: [
        (start, UInt16.max, UInt64.max, start + .milliseconds(1), UInt16(0), UInt64(0)),
        (start, 1, UInt64.max, start, 2, 0),
        (start, 1, 1, start, 1, 2),
    ])
    func `ULIDs sort by time and then by their random part`(
        earlier: Timestamp,
        high: UInt16,
        low: UInt64,
        later: Timestamp,
        laterHigh: UInt16,
        laterLow: UInt64,
    ) {
        let first = ULID.text(at: earlier, high: high, low: low)
        let second = ULID.text(at: later, high: laterHigh, low: laterLow)
        #expect(first < second)
        #expect(first.count == 26)
    }
}
