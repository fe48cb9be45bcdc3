/// An address of the web (RFC 3986), taken apart, and checked as far as a slip of the hand can be
/// told.
package struct WebAddress: Hashable, Sendable {
    /// Scheme and authority, such as `http://node.example:8645`.
    package let origin: String
    /// Whether the connection is encrypted.
    package let isSecure: Bool
    /// The host without the brackets of IPv6.
    package let host: String
    /// The port; 80 or 443 when left out.
    package let port: Int
    /// From the first slash to the question mark; empty when left out.
    package let path: String
    /// What follows the question mark; nil without one.
    package let query: String?

    /// Reads an address that begins with `http://` or `https://`.
    /// - Throws: the first mistake in it.
    package init(_ text: String) throws(Mistake) {
        guard let mark = text.firstRange(of: "://") else { throw .notWeb }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .notWeb }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .badCharacter }
        let rest = text[mark.upperBound...]
        guard !rest.contains("#") else { throw .fragment }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw .credentials }
        let parts = try Self.parts(of: authority)
        let tail = rest[authority.endIndex...]
        let path = tail.prefix { $0 != "?" }
        isSecure = scheme == "https"
        host = String(parts.host)
        port = parts.port ?? (isSecure ? 443 : 80)
        origin = scheme + "://" + authority
        self.path = String(path)
        query = path.endIndex == tail.endIndex ? nil : String(tail[path.endIndex...].dropFirst())
    }

    /// The host, and the port if one is given; IPv6 addresses stand in brackets.
    private static func parts(
        of authority: Substring
    ) throws(Mistake) -> (host: Substring, port: Int?) {
        let isBracketed = authority.first == "["
        let hostEnd =
            (isBracketed
                ? authority.firstIndex(of: "]").map(authority.index(after:))
                : authority.firstIndex(of: ":")) ?? authority.endIndex
        let host = authority[..<hostEnd]
        guard !host.isEmpty else { throw .noHost }
        let tail = authority[hostEnd...]
        guard isBracketed ? isIPv6(host) : isName(host), tail.isEmpty || tail.first == ":" else {
            throw .badHost
        }
        guard !tail.isEmpty else { return (isBracketed ? host.dropFirst().dropLast() : host, nil) }
        guard let port = UInt16(tail.dropFirst()), port > 0, tail.dropFirst().first != "+" else {
            throw .badPort
        }
        return (isBracketed ? host.dropFirst().dropLast() : host, Int(port))
    }

    private static func isIPv6(_ host: Substring) -> Bool {
        host.last == "]" && host.count > 3
            && host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }

    private static func isName(_ host: Substring) -> Bool {
        host.allSatisfy { $0.isLetter || $0.isNumber || "-._".contains($0) }
    }

    /// What is wrong with an address.
    package enum Mistake: Error, Hashable, CaseIterable {
        /// It does not begin with `http://` or `https://`.
        case notWeb
        /// It holds a space, or a character beyond ASCII.
        case badCharacter
        /// It has a part after `#`, which no server would see.
        case fragment
        /// It holds a user name or password, which would be shown with it.
        case credentials
        /// Nothing stands where the host should be.
        case noHost
        /// The host is neither a name nor an IP address.
        case badHost
        /// The port is not a number from 1 to 65535.
        case badPort

        /// The mistake in words, without the address: it may carry a token.
        ///
        /// The sentence begins with what should be an address.
        package var sentence: String {
            switch self {
            case .notWeb: "must be a web address that begins with http:// or https://"
            case .badCharacter:
                "is not a web address: it has a space or a character beyond ASCII in it"
            case .fragment: "must not have a part after '#'"
            case .credentials: "must not hold a user name or password; use headers for them"
            case .noHost: "has no host"
            case .badHost: "has a host that is not a name or an IP address"
            case .badPort: "has a port that is not a number from 1 to 65535"
            }
        }
    }
}

extension WebAddress {
    /// An address whose scheme is that of a WebSocket as one of the web; others as they are.
    ///
    /// A WebSocket begins as a request over HTTP (RFC 6455, 4.1), and nodes answer both on one
    /// port: people know the RPC of theirs by either.
    package static func readingWebSocket(_ text: String) -> String {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard scheme == "ws" || scheme == "wss", text.dropFirst(scheme.count).hasPrefix("://")
        else { return text }
        return (scheme == "ws" ? "http" : "https") + text.dropFirst(scheme.count)
    }

    /// Host and port as a person writes them.
    package var hostAndPort: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Whether nothing but the origin was given.
    package var hasNoPath: Bool { (path.isEmpty || path == "/") && query == nil }
}

extension WebAddress {
    /// The longest part of a path that is taken for a word and no key of a provider.
    private static let wordLimit = 16

    /// The path fit to be shown: without what may be the key of a provider.
    package var shownPath: String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let short = parts.map { $0.count > Self.wordLimit ? "…" : $0 }
        return Self.withoutKeys(short.joined(separator: "/"))
    }

    /// The address fit to be shown: without keys in its path, and without the values of its query.
    package var shown: String { origin + shownPath + (query == nil ? "" : "?…") }
}
