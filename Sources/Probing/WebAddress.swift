/// The parts of an `http` or `https` URL that a probe needs before it asks.
struct WebAddress: Equatable {
    /// Whether the connection is encrypted.
    let isSecure: Bool
    /// The host without the brackets of IPv6.
    let host: String
    /// The port, 80 or 443 when left out.
    let port: Int
    /// Scheme and authority without user and password, such as `http://node.example:8645`.
    let origin: String
    /// From the first slash on, query included; empty when left out.
    let path: String

    /// Reads a URL; nil when it is no `http` or `https` URL with a host.
    init?(_ text: String) {
        guard let mark = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        isSecure = scheme == "https"
        let rest = text[mark.upperBound...]
        let authorityEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        path = String(rest[authorityEnd...].prefix { $0 != "#" })
        var authority = rest[..<authorityEnd]
        if let at = authority.lastIndex(of: "@") { authority = authority[at...].dropFirst() }
        guard let parts = Self.split(authority) else { return nil }
        host = parts.host
        port = parts.port ?? (isSecure ? 443 : 80)
        origin = scheme + "://" + authority
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        let hostEnd: Substring.Index
        let host: Substring
        if authority.first == "[" {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            host = authority[..<bracket].dropFirst()
            hostEnd = authority.index(after: bracket)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
            host = authority[..<hostEnd]
        }
        let isPlain = host.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        guard !host.isEmpty, isPlain else { return nil }
        let tail = authority[hostEnd...]
        guard !tail.isEmpty else { return (String(host), nil) }
        guard tail.first == ":", let port = UInt16(tail.dropFirst()) else { return nil }
        return (String(host), Int(port))
    }

    /// Host and port as a person writes them.
    var hostAndPort: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Whether nothing but the origin was given.
    var hasNoPath: Bool { path.isEmpty || path == "/" }

    /// A base URL with a path of an API appended, without a doubled slash.
    static func join(_ base: String, _ path: String) -> String {
        var base = Substring(base)
        while base.last == "/" { base = base.dropLast() }
        return base + path
    }

    /// The address of a metrics page: a URL without a path means `/metrics`.
    static func metricsPage(_ url: String) -> String {
        guard let address = WebAddress(url), address.hasNoPath else { return url }
        return join(url, "/metrics")
    }

    /// A redirect target without user, password, query and fragment, which may hold secrets.
    static func withoutSecrets(_ location: String) -> String {
        let bare = String(location.prefix { $0 != "?" && $0 != "#" }.prefix(200))
        guard let address = WebAddress(bare) else { return bare }
        return address.origin + address.path
    }
}
