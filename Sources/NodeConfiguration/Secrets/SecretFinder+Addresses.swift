/// Credentials and keys inside addresses and connection strings.
extension SecretFinder {
    /// Finds `scheme://user:password@host`, and keys in the path behind it.
    mutating func findAddresses() {
        var place = 0
        while place + 2 < bytes.count {
            guard bytes[place] == UInt8(ascii: ":"), bytes[place + 1] == UInt8(ascii: "/"),
                bytes[place + 2] == UInt8(ascii: "/")
            else {
                place += 1
                continue
            }
            let scheme = bytes[..<place].suffix { Self.isLetter($0) || Self.isDigit($0) }
            let end = addressEnd(from: place + 3)
            take(place + 3..<end, scheme: text(scheme.startIndex..<place).lowercased())
            place = max(end, place + 3)
        }
    }

    private func addressEnd(from start: Int) -> Int {
        var place = start
        while place < bytes.count {
            let byte = bytes[place]
            if Self.isSpace(byte) || "\"<>`".utf8.contains(byte) { break }
            if byte == UInt8(ascii: "'"), isEnd(place + 1) { break }
            if byte == UInt8(ascii: ","), startsNext(place + 1) { break }
            place += 1
        }
        return place
    }

    /// Whether a comma parts two addresses.
    private func startsNext(_ place: Int) -> Bool {
        let scheme = bytes[place...].prefix(16).prefix { Self.isLetter($0) }
        return isEnd(place)
            || !scheme.isEmpty && bytes[scheme.endIndex...].prefix(3).elementsEqual("://".utf8)
    }

    private mutating func take(_ address: Range<Int>, scheme: String) {
        let authority = bytes[address].prefix { !"/?#".utf8.contains($0) }
        var rest = authority.endIndex..<address.upperBound
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            add(address.lowerBound..<at)
        } else if let at = bytes[address].lastIndex(of: UInt8(ascii: "@")),
            isPassword(authority, scheme)
        {
            // A slash, `?` or `#` that should have been escaped stands in the password.
            add(address.lowerBound..<at)
            rest = at..<address.upperBound
        }
        let host = text(authority.startIndex..<authority.endIndex).lowercased()
        takePath(rest, isHook: host.hasPrefix("hooks.") || host.contains("webhook"))
    }

    private func isPassword(_ authority: ArraySlice<UInt8>, _ scheme: String) -> Bool {
        guard authority.first != UInt8(ascii: "["),
            let colon = authority.firstIndex(of: UInt8(ascii: ":"))
        else { return false }
        let isWeb = ["http", "https", "ws", "wss"].contains(scheme)
        return !isWeb || !authority[(colon + 1)...].allSatisfy(Self.isDigit)
    }

    /// Hides the parts of a path that are nobody's words: providers of chains and of webhooks
    /// write their keys there.
    private mutating func takePath(_ path: Range<Int>, isHook: Bool) {
        var isHook = isHook
        for part in bytes[path].split(whereSeparator: { "/,;&?=[]{}|()#\\'".utf8.contains($0) }) {
            if isHook ? part.count >= 6 : Self.isKey(part) {
                add(part.startIndex..<part.endIndex)
            }
            let word = text(part.startIndex..<part.endIndex).lowercased()
            if ["webhook", "webhooks", "hook", "hooks"].contains(word) { isHook = true }
        }
    }

    private static func isKey(_ part: ArraySlice<UInt8>) -> Bool {
        part.count >= 20 && part.contains(where: isLetter) && part.count(where: isDigit) >= 4
            && part.allSatisfy { isLetter($0) || isDigit($0) || "_-:".utf8.contains($0) }
    }
}

/// Logins without a scheme: `user:password@tcp(host)`.
extension SecretFinder {
    /// What stands before a colon and an `@` and is no user, or the address of a person.
    private static let otherNames: Set<String> = [
        "mailto", "sip", "sips", "xmpp", "acct", "npm", "pkg", "workspace", "patch", "docker",
        "oci", "mail", "email", "from", "to", "cc", "contact", "maintainer",
    ]

    mutating func findLogins() {
        for at in bytes.indices where bytes[at] == UInt8(ascii: "@") {
            guard let next = byte(at + 1), !Self.isSpace(next), !Self.isQuote(next),
                byte(at - 1) != UInt8(ascii: "@")
            else { continue }
            let digest = bytes[(at + 1)...].prefix(4)
            if digest.elementsEqual("sha2".utf8) || digest.elementsEqual("sha5".utf8) { continue }
            var start = at
            while start > 0, at - start < 200, !Self.isSpace(bytes[start - 1]),
                !"\"'`<>".utf8.contains(bytes[start - 1])
            { start -= 1 }
            if let login = self.login(in: start..<at) { add(login) }
        }
    }

    private func isAddress(_ word: Range<Int>) -> Bool {
        word.contains { place in
            bytes[place] == UInt8(ascii: ":") && byte(place + 1) == UInt8(ascii: "/")
                && byte(place + 2) == UInt8(ascii: "/")
        }
    }

    private func login(in word: Range<Int>) -> Range<Int>? {
        guard bytes[word].contains(UInt8(ascii: ":")), !isAddress(word) else { return nil }
        var start = word.lowerBound
        while let colon = bytes[start..<word.upperBound].firstIndex(of: UInt8(ascii: ":")) {
            let name = bytes[start..<colon].suffix { Self.isName($0) || $0 == UInt8(ascii: "+") }
            let rest = bytes[(colon + 1)..<word.upperBound]
            // `host:9092,` is no login.
            if let comma = rest.firstIndex(of: UInt8(ascii: ",")),
                rest[..<comma].allSatisfy(Self.isDigit)
            {
                start = comma + 1
                continue
            }
            let isOther = Self.otherNames.contains(
                text(name.startIndex..<name.endIndex).lowercased()
            )
            guard !isOther else {
                start = colon + 1
                continue
            }
            return rest.isEmpty ? nil : name.startIndex..<word.upperBound
        }
        return nil
    }
}

extension BidirectionalCollection {
    /// The longest end of which all elements are such.
    func suffix(_ isSuch: (Element) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex {
            let before = index(before: start)
            guard isSuch(self[before]) else { break }
            start = before
        }
        return self[start..<endIndex]
    }
}
