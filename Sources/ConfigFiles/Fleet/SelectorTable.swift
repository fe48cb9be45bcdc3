/// The selectors of one file, each distinct text read once.
struct SelectorTable {
    private var known: [String: SeriesSelector] = [:]

    /// The selector of a text.
    ///
    /// - Throws: what is wrong with it; a mistake is found anew each time.
    mutating func selector(_ text: String) throws(SeriesSelector.Mistake) -> SeriesSelector {
        if let selector = known[text] { return selector }
        let selector = try SeriesSelector(parsing: text)
        known[text] = selector
        return selector
    }
}
