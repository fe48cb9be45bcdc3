/// What is typed to find something: words whose letters stand in a text in this order, not
/// necessarily side by side.
///
/// A match is better the more of its letters begin words or follow one another; the weights are
/// our own, after the habits of fzf.
struct FuzzyQuery {
    private let words: [[UInt32]]

    /// How well a text fits, and which of its letters were meant.
    struct Match: Equatable {
        /// Higher is better; 0 when nothing is looked for.
        let score: Int
        /// The places of the letters, counted in characters, in order.
        let places: [Int]
    }

    /// The longest word looked for.
    private static let wordLimit = 32

    init(_ text: String) {
        words = text.split(separator: " ").map {
            Array(FuzzyText(String($0)).letters.prefix(Self.wordLimit))
        }
    }

    /// Whether nothing is looked for.
    var isEmpty: Bool { words.isEmpty }

    /// How well a text fits; nil when a word is not in it.
    func match(_ text: FuzzyText) -> Match? {
        guard !isEmpty else { return Match(score: 0, places: []) }
        guard words.allSatisfy({ Self.has($0, in: text.letters) }) else { return nil }
        var score = 0
        var places: Set<Int> = []
        for word in words {
            // Side by side is what was meant; only without that all ways are compared.
            let found =
                FuzzyGrid.run(of: word, in: text.letters)
                ?? FuzzyGrid(word, in: text.letters).best
            guard let match = found else { return nil }
            score += match.score
            places.formUnion(match.places)
        }
        return Match(score: score, places: places.sorted())
    }

    private static func has(_ word: [UInt32], in letters: [UInt32]) -> Bool {
        var next = 0
        for letter in letters where letter == word[next] {
            next += 1
            if next == word.count { return true }
        }
        return false
    }
}
