import Primitives

/// How long a service asks to wait, in the forms in which services say it.
enum RetryAfter {
    /// A number of seconds, possibly with a fraction; nil for what is not a span of time.
    ///
    /// More than a day is cut to a day, so that no number overflows a `Duration`.
    static func span(seconds: Double) -> Duration? {
        guard seconds.isFinite, seconds >= 0 else { return nil }
        return .milliseconds(Int64((min(seconds, 86_400) * 1000).rounded(.up)))
    }

    /// The value of a `Retry-After` header: seconds or an HTTP date (RFC 9110 section 10.2.3).
    static func span(header: String, now: Timestamp) -> Duration? {
        guard header.utf8.count <= longestHeaderBytes else { return nil }
        if let seconds = Double(header.trimmed) { return span(seconds: seconds) }
        guard let date = date(header) else { return nil }
        return max(date - now, .zero)
    }

    /// Longer than any date; what is longer still is not looked at.
    private static let longestHeaderBytes = 64

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// A date in the preferred form of RFC 9110, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func date(_ text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3])
        else { return nil }
        let time = words[4].split(separator: ":").map { Int($0) }
        guard time.count == 3, let hour = time[0], let minute = time[1], let second = time[2]
        else { return nil }
        return Timestamp(
            year: year,
            month: month + 1,
            day: day,
            hour: hour,
            minute: minute,
            second: second
        )
    }
}
