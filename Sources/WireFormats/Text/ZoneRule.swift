/// The rule of a time zone for the years that its file does not list: the POSIX variable `TZ` with
/// rules of months, such as `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 9636 section 3.3.1).
struct ZoneRule {
    private let standard: Int
    private let summer: Int
    private let begin: Moment
    private let end: Moment

    /// A day and a time of the year: the nth weekday of a month, at a second of that day.
    private struct Moment {
        var month = 1
        var week = 1
        var weekday = 0
        var second = 7200
    }

    /// Reads a rule; nil for one without summer time, and for forms that no zone of today uses.
    init?(_ text: String) {
        let parts = text.split(separator: ",")
        guard parts.count == 3, let begin = Self.moment(parts[1]), let end = Self.moment(parts[2])
        else { return nil }
        var rest = parts[0][...]
        Self.dropName(&rest)
        guard let west = Self.time(&rest) else { return nil }
        Self.dropName(&rest)
        standard = -west
        summer = rest.isEmpty ? -west + 3600 : -(Self.time(&rest) ?? west)
        self.begin = begin
        self.end = end
    }

    /// The changes of these years, the oldest first.
    func changes(in years: ClosedRange<Int>) -> [(at: Int64, offset: Int)] {
        years.flatMap { year in
            [
                (at: Self.local(begin, in: year) - Int64(standard), offset: summer),
                (at: Self.local(end, in: year) - Int64(summer), offset: standard),
            ]
        }.sorted { $0.at < $1.at }
    }

    // MARK: Reading

    /// `M3.5.0/2`: month, week (5 for the last), weekday (0 for Sunday), and a time of the day.
    private static func moment(_ text: Substring) -> Moment? {
        let parts = text.split(separator: "/")
        guard text.first == "M", let days = parts.first, parts.count < 3 else { return nil }
        let numbers = days.dropFirst().split(separator: ".").compactMap { Int($0) }
        guard numbers.count == 3, 1...12 ~= numbers[0], 1...5 ~= numbers[1], 0...6 ~= numbers[2]
        else { return nil }
        var moment = Moment(month: numbers[0], week: numbers[1], weekday: numbers[2])
        if parts.count == 2 {
            var rest = parts[1]
            guard let second = time(&rest) else { return nil }
            moment.second = second
        }
        return moment
    }

    private static func dropName(_ text: inout Substring) {
        if text.first == "<" {
            text = text.drop { $0 != ">" }.dropFirst()
        } else {
            text = text.drop(while: \.isLetter)
        }
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private static func time(_ text: inout Substring) -> Int? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || "+-:".contains($0)) }
        text = text.dropFirst(digits.count)
        let isNegative = digits.first == "-"
        let numbers = digits.drop { "+-".contains($0) }.split(separator: ":").map { Int($0) }
        guard (1...3).contains(numbers.count), numbers.allSatisfy({ $0.map { $0 < 168 } == true })
        else { return nil }
        let seconds = zip(numbers, [3600, 60, 1]).reduce(0) { $0 + ($1.0 ?? 0) * $1.1 }
        return isNegative ? -seconds : seconds
    }

    // MARK: Calendar

    /// The second since 1970 that the clocks show then.
    private static func local(_ moment: Moment, in year: Int) -> Int64 {
        let first = days(year, moment.month)
        // 1970-01-01 was a Thursday.
        let weekday = ((first + 4) % 7 + 7) % 7
        var day = first + (moment.weekday - weekday + 7) % 7 + (moment.week - 1) * 7
        let next = moment.month == 12 ? days(year + 1, 1) : days(year, moment.month + 1)
        while day >= next { day -= 7 }
        return Int64(day) * 86_400 + Int64(moment.second)
    }

    /// The days from 1970-01-01 to the first of a month, in the Gregorian calendar.
    private static func days(_ year: Int, _ month: Int) -> Int {
        let before = year - 1
        let leapDays = before / 4 - before / 100 + before / 400 - 477
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let months = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (year - 1970) * 365 + leapDays + months.prefix(month - 1).reduce(0, +)
    }
}
