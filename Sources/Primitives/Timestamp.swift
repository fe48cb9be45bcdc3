/// A moment in UTC, to the millisecond.
///
/// Arithmetic stops at the ends of the range instead of overflowing: spans and moments may come
/// from a file or from a node's clock.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
    package let milliseconds: Int64

    /// The moment this many milliseconds after 1970-01-01T00:00:00Z.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The moment this many whole seconds after 1970-01-01T00:00:00Z.
    package init(seconds: Int64) {
        self.init(clamping: Int128(seconds) * 1000)
    }

    /// Orders moments by time.
    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment a span later.
    package static func + (left: Self, right: Duration) -> Self {
        Self(clamping: Int128(left.milliseconds) + Int128(right.milliseconds))
    }

    /// The moment a span earlier.
    package static func - (left: Self, right: Duration) -> Self {
        Self(clamping: Int128(left.milliseconds) - Int128(right.milliseconds))
    }

    /// The span from one moment to another.
    package static func - (left: Self, right: Self) -> Duration {
        .milliseconds(Int64(clamping: Int128(left.milliseconds) - Int128(right.milliseconds)))
    }

    private init(clamping milliseconds: Int128) {
        self.init(milliseconds: Int64(clamping: milliseconds))
    }
}

// MARK: Calendar

extension Timestamp {
    private static let millisecondsPerDay: Int64 = 86_400_000

    /// The calendar date and time of day in UTC (proleptic Gregorian).
    package var calendar: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        let days = milliseconds.dividedDown(by: Self.millisecondsPerDay)
        let rest = milliseconds % Self.millisecondsPerDay
        let inDay = Int((rest < 0 ? rest + Self.millisecondsPerDay : rest) / 1000)
        let date = Self.civil(fromDays: days)
        return (date.year, date.month, date.day, inDay / 3600, inDay / 60 % 60, inDay % 60)
    }

    /// The moment of a calendar date and time of day in UTC, or nil when out of range.
    package init?(
        year: Int,
        month: Int,
        day: Int,
        hour: Int = 0,
        minute: Int = 0,
        second: Int = 0,
        millisecond: Int = 0
    ) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0...999).contains(millisecond)
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        let back = Self.civil(fromDays: days)
        guard back.month == month, back.day == day else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + second)
        self.init(
            milliseconds: days * Self.millisecondsPerDay + seconds * 1000 + Int64(millisecond)
        )
    }

    /// Days since 1970-01-01 by counting years from March, so that leap days come last.
    private static func days(year: Int, month: Int, day: Int) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = Int64(marchYear).dividedDown(by: 400)
        let yearOfEra = Int64(marchYear) - era * 400
        let monthFromMarch = Int64((month + 9) % 12)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(fromDays days: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted.dividedDown(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (Int(year), Int(month), Int(day))
    }
}

extension Int64 {
    /// Division that rounds towards negative infinity.
    package func dividedDown(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
