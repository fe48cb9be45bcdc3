/// Hides the values of keys that are secrets, so that only a change of them can be seen.
///
/// A value is hidden when a part of its key says that it is a secret (`password`, `token`,
/// `private`, `nodekey`…), when the grammar of a command line says so, when the owner's patterns
/// name the key, or where a part of it looks like one itself: see `SecretFinder`. What is hidden
/// wrongly costs little; what is shown costs a new secret.
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

    /// The entries as they may be kept; none of them is marked as a secret any more.
    package func masked(_ entries: [ConfigurationKeys.Entry]) -> [ConfigurationKeys.Entry] {
        entries.map { entry in
            var finder = SecretFinder(entry.key)
            let key = hiding(finder.rangesOfKey(), of: finder, "")
            return .init(key: key, value: masked(entry))
        }
    }

    /// A text that quotes a configuration, as it may be shown.
    package func masked(_ text: String) -> String {
        hidingParts(of: text, "")
    }

    private func masked(_ entry: ConfigurationKeys.Entry) -> String {
        let (key, value) = (entry.key, entry.value)
        if SecretWords.isNoSecret(value) { return value }
        if patterns.contains(where: { $0.matches(key) }) { return hidden(key, value) }
        if entry.isSecret { return hidden(key, value) }
        if SecretWords.names(key), !SecretWords.isPath(value) { return hidden(key, value) }
        return hidingParts(of: value, key)
    }

    private func hidden(_ key: String, _ value: String) -> String {
        "•••" + digest(key, value)
    }

    private func hidingParts(of text: String, _ key: String) -> String {
        var finder = SecretFinder(text)
        return hiding(finder.ranges(), of: finder, key)
    }

    private func hiding(_ ranges: [Range<Int>], of finder: SecretFinder, _ key: String) -> String {
        guard !ranges.isEmpty else { return finder.text }
        var result = ""
        var place = 0
        for range in ranges {
            result += finder.text(place..<range.lowerBound)
            result += hidden(key, finder.text(range))
            place = range.upperBound
        }
        return result + finder.text(place..<finder.bytes.count)
    }
}
