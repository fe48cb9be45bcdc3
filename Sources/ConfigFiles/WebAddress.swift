/// Checks addresses of the web (RFC 3986) as far as a mistake of the hand can be told.
enum WebAddress {
    /// What is wrong with an address, as the rest of a sentence; nil when nothing is.
    static func mistake(in text: String) -> String? {
        guard let colon = text.range(of: "://"), !text.hasPrefix("://") else {
            return "must be a web address that begins with http:// or https://"
        }
        let scheme = text[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else {
            return "must be a web address that begins with http:// or https://"
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return "is not a web address: it has a space or a character beyond ASCII in it"
        }
        let rest = text[colon.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !rest.contains("#") else { return "must not have a part after '#'" }
        guard !authority.contains("@") else {
            return "must not hold a user name or password; use headers for them"
        }
        return mistake(inAuthority: authority)
    }

    private static func mistake(inAuthority authority: Substring) -> String? {
        let (host, port) = split(authority)
        guard !host.isEmpty else { return "has no host" }
        let isHost =
            host.first == "["
            ? host.last == "]" && host.count > 3
                && host.dropFirst().dropLast().allSatisfy {
                    $0.isHexDigit || $0 == ":" || $0 == "."
                }
            : host.allSatisfy { $0.isLetter || $0.isNumber || "-._".contains($0) }
        guard isHost else { return "has a host that is not a name or an IP address" }
        guard let port else { return nil }
        guard let number = Int(port), (1...65_535).contains(number),
            port.allSatisfy(\.isNumber)
        else { return "has a port that is not a number from 1 to 65535" }
        return nil
    }

    /// The host and the text after its port's colon; IPv6 addresses stand in brackets.
    private static func split(_ authority: Substring) -> (host: Substring, port: Substring?) {
        let hostEnd: Substring.Index
        if authority.first == "[", let close = authority.firstIndex(of: "]") {
            hostEnd = authority.index(after: close)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let tail = authority[hostEnd...]
        if tail.isEmpty { return (authority[..<hostEnd], nil) }
        return tail.first == ":" ? (authority[..<hostEnd], tail.dropFirst()) : (authority, nil)
    }
}

extension String {
    /// The first place of another text in this one.
    fileprivate func range(of part: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(part) {
                return start..<index(start, offsetBy: part.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
