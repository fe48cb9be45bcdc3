import Primitives

extension WebAddress {
    /// A base URL with a path of an API appended, without a doubled slash.
    static func join(_ base: String, _ path: String) -> String {
        var base = Substring(base)
        while base.last == "/" { base = base.dropLast() }
        return base + path
    }

    /// The address of a metrics page: a URL without a path means `/metrics`.
    static func metricsPage(_ url: String) -> String {
        // Nearly every address names its page: the fourth slash or a letter behind the third.
        if url.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 3).count > 2 { return url }
        guard let address = try? WebAddress(url), address.hasNoPath else { return url }
        return join(url, "/metrics")
    }

    /// What stands in the first line of a request for a URL: its path and query, as written.
    static func requestTarget(of url: String) -> String {
        let whole = url.prefix { $0 != "#" }
        guard let mark = whole.firstRange(of: "://") else { return "/" }
        let target = whole[mark.upperBound...].drop { $0 != "/" && $0 != "?" }
        return (target.first == "/" ? "" : "/") + target
    }
}
