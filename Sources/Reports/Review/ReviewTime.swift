import Primitives

/// Moments as reviews have them, always in UTC.
enum ReviewTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = [
        "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday",
    ]

    /// The day and the time to the minute, such as `9 Jul, 07:30 UTC`.
    static func of(_ moment: Timestamp) -> String { "\(day(moment)), \(moment.hourMinute) UTC" }

    /// The day without the year, such as `9 Jul`.
    static func day(_ moment: Timestamp) -> String {
        let date = moment.calendar
        return "\(date.day) \(months[date.month - 1])"
    }

    /// The day with its name and year, such as `Friday, 9 Jul 2021`.
    static func longDay(_ moment: Timestamp) -> String {
        let days = moment.milliseconds.dividedDown(by: 86_400_000)
        let weekday = Int((days % 7 + 7) % 7)
        return "\(weekdays[weekday]), \(day(moment)) \(moment.calendar.year)"
    }

    /// From one moment to another, the day said once where it is the same.
    static func span(_ from: Timestamp, _ to: Timestamp?) -> String {
        guard let to else { return "since \(of(from))" }
        if from.toMinute == to.toMinute { return of(from) }
        let end = from.date == to.date ? "\(to.hourMinute) UTC" : of(to)
        return from.date == to.date
            ? "\(day(from)), \(from.hourMinute) to \(end)" : "\(of(from)) to \(end)"
    }
}
