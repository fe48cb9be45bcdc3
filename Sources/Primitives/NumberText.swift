/// Numbers as people read them.
package enum NumberText {
    /// A number in few characters: whole numbers whole, others with two significant decimals.
    package static func brief(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "?" : value > 0 ? "inf" : "-inf" }
        if value.rounded() == value, abs(value) < 1e15 { return String(Int64(value)) }
        let decimals = abs(value) >= 100 ? 1 : abs(value) >= 1 ? 2 : 4
        return fixed(value, decimals: decimals)
    }

    /// A number with this many decimals, rounded half away from zero.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e18 else { return String(value) }
        let digits = Int64(scaled)
        let whole = digits / Int64(scale)
        let sign = value < 0 && digits != 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(whole) }
        return sign + String(whole) + "." + Int(digits % Int64(scale)).padded(decimals)
    }

    /// A span given in seconds, such as `12ms` or `1m05s`; a value that is no span in plain digits.
    package static func seconds(_ value: Double) -> String {
        guard abs(value) < 1e9 else { return brief(value) }
        return Duration.milliseconds(Int64((value * 1000).rounded())).brief
    }

    /// A size in bytes with a binary unit, such as `612M` or `4.1G`.
    package static func bytes(_ value: Double) -> String {
        let units = ["B", "K", "M", "G", "T", "P"]
        var rest = abs(value)
        var unit = 0
        while rest >= 1000, unit < units.count - 1 {
            rest /= 1024
            unit += 1
        }
        let text = fixed(rest, decimals: rest < 10 && unit > 0 ? 1 : 0)
        return (value < 0 ? "-" : "") + text + units[unit]
    }
}
