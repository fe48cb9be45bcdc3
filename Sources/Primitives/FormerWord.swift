/// Words that were written into logs and fleet files once, and what they are called now.
///
/// What is stored stays as it is: the words change when they are read.
enum FormerWord {
    /// The kinds of findings that were called otherwise.
    static let kinds: [String: FindingKind] = ["silent": .noData, "burn": .cpu]

    /// The rules of signals that were called otherwise.
    private static let rules = [
        "silent": "no data", "relay silent": "no relay data", "burn": "cpu",
        "needs unmet": "requirement not met",
    ]

    /// The identity of a signal with the word of today for its rule, the part before the slash.
    static func signal(_ id: String) -> String {
        let rule = id.prefix { $0 != "/" }
        guard let word = rules[String(rule)] else { return id }
        return word + id[rule.endIndex...]
    }
}
