/// Hides the values of keys that are secrets, so that only a change of them can be seen.
///
/// A value is hidden when a part of its key says that it is a secret (`password`, `token`,
/// `private`, `nodekey`…), when the owner's patterns name the key, or when it looks like one
/// itself: credentials in an address, a bearer token, the text of a private key, a phrase of
/// twelve or more words.
package struct SecretMask: Sendable {
    private let patterns: [KeyPattern]
    private let digest: @Sendable (_ key: String, _ value: String) -> String

    /// A mask.
    ///
    /// - Parameters:
    ///   - patterns: The owner's own patterns of keys.
    ///   - digest: A short text that changes with the value and does not give it away.
    package init(
        patterns: [String] = [],
        digest: @escaping @Sendable (_ key: String, _ value: String) -> String
    ) {
        self.patterns = patterns.map(KeyPattern.init)
        self.digest = digest
    }

    /// The entries as they may be kept.
    package func masked(_ entries: [ConfigurationKeys.Entry]) -> [ConfigurationKeys.Entry] {
        entries.map { entry in
            .init(key: entry.key, value: masked(entry.value, of: entry.key))
        }
    }

    /// A text that quotes a configuration, as it may be shown.
    package func masked(_ text: String) -> String {
        Self.isSecret(text) ? hidden("", text) : maskedParts(of: text, "")
    }

    private func masked(_ value: String, of key: String) -> String {
        // A switch is no secret, and hiding it would only puzzle.
        if ["", "true", "false", "null", "{}", "[]"].contains(value) { return value }
        if patterns.contains(where: { $0.matches(key) }) { return hidden(key, value) }
        if SecretWords.names(key), !Self.isPath(value) { return hidden(key, value) }
        if Self.isSecret(value) { return hidden(key, value) }
        return maskedParts(of: value, key)
    }

    private func hidden(_ key: String, _ value: String) -> String {
        "•••" + digest(key, value)
    }

    /// `…-file` and the like name where a secret lies, which is worth seeing.
    private static func isPath(_ value: String) -> Bool {
        (value.hasPrefix("/") || value.hasPrefix("./") || value.hasPrefix("~/")
            || value.hasPrefix("../")) && !value.contains("://") && !value.hasSuffix("=")
            && !value.contains(" ") && !value.contains("//")
            && value.dropFirst().contains { $0 == "/" || $0 == "." }
    }

    private static func isSecret(_ value: String) -> Bool {
        if value.contains("PRIVATE KEY-----") { return true }
        let words = value.split { $0 == " " || $0 == "\n" }
        let isPhrase =
            words.count >= 12
            && words.allSatisfy {
                (3...8).contains($0.count) && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) }
            }
        return isPhrase
    }

    /// Hides secrets inside a value: credentials of addresses, values of named parts.
    private func maskedParts(of value: String, _ key: String) -> String {
        guard value.contains(where: { "=@ ".contains($0) }) || value.contains("://") else {
            return value
        }
        var result = ""
        var word = ""
        var hidesNext = false
        func finished(_ word: String) -> String {
            // `--password x` inside a command line, or in a list of its words.
            defer {
                hidesNext =
                    ["bearer", "basic"].contains(word.lowercased())
                    || word.isFlag && !word.contains("=") && SecretWords.names(word)
            }
            return hidesNext && !word.isFlag ? hidden(key, word) : maskedWord(word, key)
        }
        for character in value {
            if " \n\t,;&?\"'[]{}|".contains(character) {
                if !word.isEmpty { result += finished(word) }
                word = ""
                result.append(character)
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? result : result + finished(word)
    }

    private func maskedWord(_ word: String, _ key: String) -> String {
        if let equals = word.firstIndex(of: "="), equals > word.startIndex {
            let value = word[word.index(after: equals)...]
            let name = String(word[..<equals])
            if !value.isEmpty, SecretWords.names(name), !Self.isPath(String(value)) {
                return name + "=" + hidden(key, String(value))
            }
        }
        guard let scheme = word.firstRange(of: "://") else { return word }
        let rest = word[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "#" }
        var shown = String(word[..<scheme.upperBound])
        if let at = authority.lastIndex(of: "@") {
            shown += hidden(key, String(authority[..<at])) + authority[at...]
        } else {
            shown += authority
        }
        let parts = rest[authority.endIndex...].split(
            separator: "/",
            omittingEmptySubsequences: false
        )
        return shown
            + parts.map { Self.isKey($0) ? hidden(key, String($0)) : String($0) }
            .joined(separator: "/")
    }

    /// Whether a part of a path is nobody's word: providers of chains and of webhooks write their
    /// keys there.
    private static func isKey(_ part: Substring) -> Bool {
        part.utf8.count >= 20 && part.contains(where: \.isLetter)
            && part.count(where: \.isNumber) >= 4
            && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == ":" }
    }
}
