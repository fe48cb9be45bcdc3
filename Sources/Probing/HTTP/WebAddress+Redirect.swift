import Primitives

extension WebAddress {
    /// The place that a redirect names, when it lies on the server that sends there; else nil.
    ///
    /// That is the same scheme, host and port: nothing said to the one is told to another.
    /// `location` is an address, whole or relative to this one (RFC 9110, 10.2.2).
    func redirected(to location: String) -> String? {
        let location = location.prefix { $0 != "#" }
        let scheme = isSecure ? "https:" : "http:"
        let whole: String
        if location.firstRange(of: "://") != nil {
            whole = String(location)
        } else if location.hasPrefix("//") {
            whole = scheme + location
        } else if location.hasPrefix("/") {
            whole = origin + Self.withoutDots(location)
        } else if location.isEmpty || location.hasPrefix("?") {
            whole = origin + path + location
        } else {
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
            whole = origin + Self.withoutDots(folder + location)
        }
        guard let next = try? WebAddress(whole), next.isSecure == isSecure, next.port == port,
            next.host.lowercased() == host.lowercased()
        else { return nil }
        return whole
    }

    /// A path without `.` and `..` (RFC 3986, 5.2.4); its query stays as it is.
    private static func withoutDots(_ target: Substring) -> String {
        let path = target.prefix { $0 != "?" }
        var kept: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (place, part) in parts.enumerated() {
            let isLast = place == parts.count - 1
            switch part {
            case ".": if isLast { kept.append("") }
            case "..":
                _ = kept.popLast()
                if isLast { kept.append("") }
            default: kept.append(part)
            }
        }
        return "/" + kept.joined(separator: "/") + target[path.endIndex...]
    }
}
