import Primitives
import TestSupport
import Testing

struct IdentifierTests {
    @Test(arguments: [(1, "INC-0001"), (42, "INC-0042"), (9999, "INC-9999"), (12_345, "INC-12345")])
    func `an incident is named by its number`(number: Int, text: String) {
        #expect(IncidentID(number: number).rawValue == text)
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
