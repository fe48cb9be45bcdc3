package import Primitives

/// Planned work that comes again every week, by the clocks of a place.
package struct RecurringMaintenance: Equatable, Sendable {
    /// When it begins and how long it lasts.
    package let every: WeeklySpan
    /// The zone whose clocks are meant.
    package let zone: ZoneRules
    /// The nodes worked on; empty means all.
    package let nodes: [NodeID]
    /// What is being done.
    package let reason: String

    /// Work of these parts.
    package init(every: WeeklySpan, zone: ZoneRules = .utc, nodes: [NodeID], reason: String) {
        self.every = every
        self.zone = zone
        self.nodes = nodes
        self.reason = reason
    }

    /// The time of the work that is under way at this moment, else of the next one.
    package func next(at now: Timestamp) -> (from: Timestamp, to: Timestamp) {
        let seconds = now.milliseconds.dividedDown(by: 1000)
        let today = (seconds + Int64(zone.offset(at: seconds))).dividedDown(by: 86_400)
        // One that began yesterday may last until now; the next one begins within eight days.
        for day in (today - 2)...(today + 8)
        where every.weekdays.contains(Weekday(daysSince1970: day)) {
            let local = day * 86_400 + Int64(every.minute) * 60
            let from = Timestamp(seconds: zone.moment(of: local))
            let to = from + every.span
            if to > now { return (from, to) }
        }
        preconditionFailure("A week has no day of this work.")
    }
}

/// A day of the week.
package enum Weekday: Int, CaseIterable, Sendable {
    case monday
    case tuesday
    case wednesday
    case thursday
    case friday
    case saturday
    case sunday

    /// The day with this number; 1970-01-01, a Thursday, has 0.
    init(daysSince1970 days: Int64) {
        let place = ((days + 3) % 7 + 7) % 7
        self = Self.allCases[Int(place)]
    }

    /// The day's name, such as `sunday`.
    package var word: String { String(describing: self) }
}

/// A span on some days of each week, such as `sunday 02:00 for 2h`; `day` means every day.
package struct WeeklySpan: Equatable, Sendable {
    /// The days on which it begins; not empty.
    package let weekdays: Set<Weekday>
    /// The minute of the day at which it begins, 0 to 1439.
    package let minute: Int
    /// How long it lasts, up to a day.
    package let span: Duration

    /// The longest span.
    package static let longest: Duration = .seconds(86_400)

    /// The days and the time, such as `monday, friday 22:30`.
    package var days: String {
        let words =
            weekdays.count == Weekday.allCases.count
            ? ["day"] : Weekday.allCases.filter(weekdays.contains).map(\.word)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return words.joined(separator: ", ") + " \(two(minute / 60)):\(two(minute % 60))"
    }

    /// Reads a text such as `sunday 02:00 for 2h`, `monday, friday 22:30 for 45m` or
    /// `day 04:00 for 30m`; nil when it is none.
    package init?(text: String) {
        let words = text.lowercased().split { $0 == " " || $0 == "," }
        guard words.count >= 4, words[words.count - 2] == "for",
            let span = Duration(text: String(words[words.count - 1])), span > .zero,
            span <= Self.longest
        else { return nil }
        let clock = words[words.count - 3].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 2, clock.allSatisfy({ $0.count == 2 }), let hour = Int(clock[0]),
            let minute = Int(clock[1]), 0..<24 ~= hour, 0..<60 ~= minute
        else { return nil }
        var days: Set<Weekday> = []
        for word in words.dropLast(3) {
            if word == "day" {
                days.formUnion(Weekday.allCases)
            } else if let day = Weekday.allCases.first(where: { $0.word == word }) {
                days.insert(day)
            } else {
                return nil
            }
        }
        weekdays = days
        self.minute = hour * 60 + minute
        self.span = span
    }
}
