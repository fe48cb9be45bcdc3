/// Which name a metric that is no longer on a page may have now.
package enum SeriesLookalike {
    /// How much of the words of two names must be the same.
    private static let least = 0.6

    /// The name among these that shares most of its words with the one sought; nil when none does.
    ///
    /// Names are words joined by `_` and `:`; the ending `total` says nothing.
    package static func of(_ name: String, among names: Set<String>) -> String? {
        let sought = words(of: name)
        guard sought.count > 1 else { return nil }
        var best: (name: String, share: Double)?
        for other in names.sorted() where other != name {
            let found = words(of: other)
            let share =
                Double(sought.intersection(found).count)
                / Double(sought.union(found).count)
            if share >= least, share > best?.share ?? 0 { best = (other, share) }
        }
        return best?.name
    }

    /// The names of the samples on a page.
    ///
    /// - Parameter limit: After so many names the rest of the page is not looked at.
    package static func names(on page: Span<UInt8>, limit: Int = 20_000) -> Set<String> {
        var names: Set<String> = []
        var position = 0
        while position < page.count, names.count < limit {
            let end = MetricName.end(page, in: position..<page.count)
            if end > position {
                names.insert(
                    String(decoding: (position..<end).map { page[$0] }, as: UTF8.self)
                )
            }
            position = end
            while position < page.count, page[position] != UInt8(ascii: "\n") { position += 1 }
            position += 1
        }
        return names
    }

    private static func words(of name: String) -> Set<Substring> {
        Set(name.split { $0 == "_" || $0 == ":" }.filter { $0 != "total" })
    }
}
