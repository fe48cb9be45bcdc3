import Primitives
import TestSupport
import Testing

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00.000Z", 0),
        ("1969-12-31T23:59:59.999Z", -1),
        ("1969-07-20T20:17:40.000Z", -14_182_940_000),
        ("2000-02-29T12:00:00.000Z", 951_825_600_000),
        ("2021-07-12T08:00:00.000Z", 1_626_076_800_000),
        ("2024-02-29T23:59:59.123Z", 1_709_251_199_123),
        ("2100-03-01T00:00:00.000Z", 4_107_542_400_000),
        ("0001-01-01T00:00:00.000Z", -62_135_596_800_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func `a moment is written as ISO 8601 and read back`(text: String, milliseconds: Int64) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test func `the day before 1970 has the right calendar`() {
        let calendar = Timestamp(milliseconds: -1).calendar
        #expect(calendar == (1969, 12, 31, 23, 59, 59))
    }

    @Test(arguments: [
        (2023, 2, 29), (1900, 2, 29), (2100, 2, 29), (2021, 4, 31), (2021, 13, 1), (2021, 0, 1),
        (2021, 1, 0), (0, 1, 1), (10_000, 1, 1),
    ])
    func `a date that does not exist is refused`(year: Int, month: Int, day: Int) {
        #expect(Timestamp(year: year, month: month, day: day) == nil)
    }

    @Test(arguments: [(2000, 2, 29), (2024, 2, 29), (2021, 12, 31)])
    func `a date that exists is accepted`(year: Int, month: Int, day: Int) throws {
        let calendar = try #require(Timestamp(year: year, month: month, day: day)).calendar
        #expect((calendar.year, calendar.month, calendar.day) == (year, month, day))
    }

    @Test(arguments: [
        ("2021-07-09T08:00Z", "2021-07-09T08:00:00.000Z"),
        ("2021-07-09T08:00:07Z", "2021-07-09T08:00:07.000Z"),
        ("2021-07-09T08:00:07.5Z", "2021-07-09T08:00:07.500Z"),
        ("2021-07-09T08:00:07.25Z", "2021-07-09T08:00:07.250Z"),
        ("2021-07-09T08:00:07.123456789Z", "2021-07-09T08:00:07.123Z"),
    ])
    func `seconds and fractions may be left out`(text: String, full: String) {
        #expect(Timestamp(text)?.description == full)
    }

    @Test(arguments: [
        "", "Z", "2021-07-09", "2021-07-09T08:00", "2021-07-09 08:00Z", "2021-07-09T08:00+02:00",
        "21-07-09T08:00Z", "2021-7-09T08:00Z", "+021-07-09T08:00Z", "2021-+7-09T08:00Z",
        "2021-07-09T+8:00Z", "2021-07-09T24:00Z", "2021-07-09T08:60Z", "2021-07-09T08:00:60Z",
        "2021-07-09T08:00:5Z", "2021-07-09T08:00:.5Z", "2021-07-09T08:00:05.Z",
        "2021-07-09T08:00:05.+5Z", "2021-07-09T08:00:05.123xZ", "2021-07-09T08Z",
        "2021-02-30T08:00Z",
    ])
    func `a text that is not a whole moment in UTC is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `date and clock are parts of the written form`() {
        #expect(start.date == "2021-07-12")
        #expect(start.clock == "08:00:00")
        #expect((start + .seconds(754)).hourMinute == "08:12")
    }
}

struct BackDatingTests {
    @Test(arguments: [
        ("-15m", "2021-07-12T07:45:00.000Z"),
        ("-1h30m", "2021-07-12T06:30:00.000Z"),
        ("-3d", "2021-07-09T08:00:00.000Z"),
        ("07:59Z", "2021-07-12T07:59:00.000Z"),
        ("08:00Z", "2021-07-12T08:00:00.000Z"),
        ("08:01Z", "2021-07-11T08:01:00.000Z"),
        ("23:59:30Z", "2021-07-11T23:59:30.000Z"),
        ("2021-07-09T08:00Z", "2021-07-09T08:00:00.000Z"),
        ("07:20", "2021-07-12T07:20:00.000Z"),
        ("08:01", "2021-07-11T08:01:00.000Z"),
        ("23:59:30", "2021-07-11T23:59:30.000Z"),
        ("2021-07-09T08:00", "2021-07-09T08:00:00.000Z"),
        ("2021-07-09 08:00:00Z", "2021-07-09T08:00:00.000Z"),
        ("2021-07-09 08:00", "2021-07-09T08:00:00.000Z"),
        ("2021-07-09", "2021-07-09T00:00:00.000Z"),
    ])
    func `what a person types means the latest such moment`(text: String, moment: String) {
        #expect(Timestamp(text, before: start)?.description == moment)
    }

    @Test func `a time of day just after midnight belongs to the day before`() throws {
        let midnight = try #require(Timestamp("2021-03-01T00:00Z"))
        #expect(Timestamp("23:00Z", before: midnight)?.date == "2021-02-28")
    }

    @Test func `a time without Z is one of the zone that is shown, one with Z is not`() {
        func moment(_ text: String, zone hours: Int64) -> String? {
            Timestamp(text, before: start, zone: .seconds(hours * 3600))?.description
        }
        #expect(moment("09:20", zone: 2) == "2021-07-12T07:20:00.000Z")
        #expect(moment("10:20", zone: 2) == "2021-07-11T08:20:00.000Z")
        #expect(moment("07:20Z", zone: 2) == "2021-07-12T07:20:00.000Z")
        #expect(moment("23:30", zone: -9) == "2021-07-11T08:30:00.000Z")
        #expect(moment("2021-07-09 10:00", zone: 2) == "2021-07-09T08:00:00.000Z")
        #expect(moment("-15m", zone: 2) == "2021-07-12T07:45:00.000Z")
    }

    @Test(
        arguments: [
            "", "-", "15m", "-15", "8:00Z", "8:00", "25:00Z", "25:00", "+8:00Z", "yesterday", "Z",
            "07:20+02:00", "2021-13-09", "2021-07-09 ", " 07:20", "2021-07-09T", "07:20ZZ",
        ]
    )
    func `what has no clear meaning is refused`(text: String) {
        #expect(Timestamp(text, before: start) == nil)
    }

    @Test func `a moment beyond all written forms is refused`() {
        #expect(Timestamp("-999999999d", before: start) == nil)
    }
}

struct TimestampArithmeticTests {
    @Test func `spans move moments and moments give spans`() {
        let later = start + .milliseconds(1500)
        #expect(later - start == .milliseconds(1500))
        #expect(later - .milliseconds(1500) == start)
        #expect(start < later)
    }

    @Test func `arithmetic ends at the first and the last moment`() {
        let last = Timestamp(milliseconds: .max)
        let first = Timestamp(milliseconds: .min)
        #expect(last + .seconds(1) == last)
        #expect(first - .seconds(1) == first)
        #expect((last - first).milliseconds == .max)
        #expect((first - last).milliseconds == .min)
        #expect((first - last).brief == "-106751991167d07h")
        #expect((first - last).clock.hasPrefix("-2562047788015:"))
        #expect(Timestamp(seconds: .max) == last)
        #expect(Duration.seconds(Int64.max).milliseconds == .max)
        #expect(first.description.hasSuffix("Z") && last.description.hasSuffix("Z"))
    }
}
