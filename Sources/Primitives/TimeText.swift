/// The written forms of moments and spans, in both directions.
extension Timestamp: CustomStringConvertible {
    /// ISO 8601 with milliseconds, such as `2021-07-09T08:00:00.000Z`.
    package var description: String {
        let millisecond = Int(((milliseconds % 1000) + 1000) % 1000)
        return date + "T" + clock + "." + millisecond.padded(3) + "Z"
    }

    /// The date, such as `2021-07-09`.
    package var date: String {
        let now = calendar
        return now.year.padded(4) + "-" + now.month.padded(2) + "-" + now.day.padded(2)
    }

    /// The time of day with seconds, such as `08:00:00`.
    package var clock: String {
        hourMinute + ":" + calendar.second.padded(2)
    }

    /// The time of day to the minute, such as `08:00`.
    package var hourMinute: String {
        let now = calendar
        return now.hour.padded(2) + ":" + now.minute.padded(2)
    }
}

extension Timestamp {
    /// Reads an ISO 8601 moment in UTC; seconds and fractions may be left out.
    package init?(_ text: String) {
        guard text.last == "Z" else { return nil }
        let halves = text.dropLast().split(
            separator: "T",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        guard date.count == 3, let year = Int(date[0], digits: 4),
            let month = Int(date[1], digits: 2), let day = Int(date[2], digits: 2),
            let time = TimeOfDay(halves[1])
        else { return nil }
        self.init(
            year: year,
            month: month,
            day: day,
            hour: time.hour,
            minute: time.minute,
            second: time.second,
            millisecond: time.millisecond
        )
    }

    /// Reads what a person types for a moment: `-15m`, `08:00` (the latest such time not after
    /// `now`), a date, or a date and a time.
    ///
    /// - Parameter zone: How far the zone of the times shown is ahead of UTC: a time without `Z`
    ///   is read in it, as it is read off the screen.
    package init?(_ text: String, before now: Timestamp, zone: Duration = .zero) {
        if text.first == "-", let span = Duration(text: String(text.dropFirst())) {
            self = now - span
        } else if text.last == "Z" {
            self.init(universal: text, before: now)
        } else {
            guard let shown = Timestamp(universal: text + "Z", before: now + zone) else {
                return nil
            }
            self = shown - zone
        }
    }

    /// Reads a time of day, a date, or both with a space or a `T` between them, in UTC.
    private init?(universal text: String, before now: Timestamp) {
        if let time = TimeOfDay(text.dropLast()) {
            let today = now.calendar
            guard
                let moment = Timestamp(
                    year: today.year,
                    month: today.month,
                    day: today.day,
                    hour: time.hour,
                    minute: time.minute,
                    second: time.second,
                    millisecond: time.millisecond
                )
            else { return nil }
            self = moment <= now ? moment : moment - .seconds(86_400)
        } else {
            // Written as it is shown: `2021-07-09 08:00:00Z`.
            let parts = text.dropLast().split(
                separator: " ",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            if parts.count == 2 {
                self.init("\(parts[0])T\(parts[1])Z")
            } else if text.contains("T") {
                self.init(text)
            } else {
                self.init("\(text.dropLast())T00:00Z")
            }
        }
    }
}

/// A time of day as written: hours and minutes, seconds and fractions when given.
private struct TimeOfDay {
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0

    init?(_ text: Substring) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hour = Int(parts[0], digits: 2),
            let minute = Int(parts[1], digits: 2), hour < 24, minute < 60
        else { return nil }
        self.hour = hour
        self.minute = minute
        guard parts.count == 3 else { return }
        let seconds = parts[2].split(
            separator: ".",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard let second = Int(seconds[0], digits: 2), second < 60 else { return nil }
        self.second = second
        guard seconds.count == 2 else { return }
        let kept = seconds[1].prefix(3)
        guard let fraction = Int(kept, digits: kept.count),
            seconds[1].allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        millisecond = fraction * (kept.count == 1 ? 100 : kept.count == 2 ? 10 : 1)
    }
}

extension Timestamp: Codable {
    /// Reads the ISO 8601 form.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let moment = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(text)' is not an ISO 8601 moment in UTC"
            )
        }
        self = moment
    }

    /// Writes the ISO 8601 form with milliseconds.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Duration {
    /// The whole span in milliseconds; the nearest number there is for a span beyond all of them.
    package var milliseconds: Int64 {
        let parts = components
        let rest = parts.attoseconds / 1_000_000_000_000_000
        return Int64(clamping: Int128(parts.seconds) * 1000 + Int128(rest))
    }

    /// The span in seconds.
    package var inSeconds: Double {
        Double(milliseconds) / 1000
    }

    /// Reads spans such as `500ms`, `10s`, `1h30m` or `3d`; at most a hundred years.
    package init?(text: String) {
        var total: Int64 = 0
        var rest = Substring(text)
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let count = Int64(digits), count < 1_000_000_000 else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isLetter }
            guard let factor = Self.unitMilliseconds[String(unit)] else { return nil }
            total += count * factor
            guard total <= Self.longestMilliseconds else { return nil }
            rest = rest.dropFirst(unit.count)
        }
        self = .milliseconds(total)
    }

    /// A hundred years: beyond that a moment has no written form that can be read back.
    private static let longestMilliseconds: Int64 = 36_525 * 86_400_000

    private static let unitMilliseconds: [String: Int64] = [
        "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]

    /// The span in its two largest units, such as `2h14m`, `9m40s`, `12s` or `450ms`.
    package var brief: String {
        let total = milliseconds.magnitude
        let sign = milliseconds < 0 ? "-" : ""
        let seconds = total / 1000
        if total < 1000 { return sign + String(total) + "ms" }
        if seconds < 60 { return sign + String(seconds) + "s" }
        if seconds < 3600 {
            let rest = seconds % 60
            return sign + "\(seconds / 60)m" + (rest == 0 ? "" : Int(rest).padded(2) + "s")
        }
        if seconds < 86_400 {
            let rest = seconds / 60 % 60
            return sign + "\(seconds / 3600)h" + (rest == 0 ? "" : Int(rest).padded(2) + "m")
        }
        let rest = seconds / 3600 % 24
        return sign + "\(seconds / 86_400)d" + (rest == 0 ? "" : Int(rest).padded(2) + "h")
    }

    /// How long ago something was, rounded to what a person reads, so that it does not change
    /// with every look: `<10s`, `40s`, `9m`, `2h14m`; from an hour on as `brief`.
    package var age: String {
        let seconds = max(0, milliseconds / 1000)
        if seconds < 10 { return "<10s" }
        if seconds < 60 { return "\(seconds / 10 * 10)s" }
        return seconds < 3600 ? "\(seconds / 60)m" : brief
    }

    /// The span as a running clock: `06:12`, or `1:06:12` from an hour on.
    package var clock: String {
        let seconds = Int(milliseconds.magnitude / 1000)
        let sign = milliseconds < 0 ? "-" : ""
        let tail = (seconds / 60 % 60).padded(2) + ":" + (seconds % 60).padded(2)
        return sign + (seconds < 3600 ? tail : "\(seconds / 3600):" + tail)
    }
}

extension Int {
    /// Reads exactly this many ASCII digits, without a sign.
    fileprivate init?(_ text: Substring, digits: Int) {
        guard text.count == digits, text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        self.init(text)
    }

    /// The number in decimal, filled with zeros on the left to `width` digits.
    func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
