/// The best way to find the letters of one word in a text, by the scores of all of them.
struct FuzzyGrid {
    private let word: [UInt32]
    private let letters: [UInt32]
    /// For each letter of the word and each of the text: the best score when the one is found at
    /// the other, and when it is found there or before.
    private var found: [Int] = []
    private var reached: [Int] = []

    /// What a letter counts, at a word's beginning, behind the letter found before, and at the
    /// beginning of the text.
    private static let (letter, boundary, run, start) = (16, 8, 5, 4)
    /// What a gap costs, and each letter more of it.
    private static let (gap, longerGap) = (3, 1)
    private static let none = Int.min / 2

    init(_ word: [UInt32], in letters: [UInt32]) {
        self.word = word
        self.letters = letters
        fill()
    }

    /// The word where its letters stand side by side, the earliest beginning of a word first; nil
    /// when they nowhere do.
    ///
    /// A fleet has thousands of names, and each key looks through all of them.
    static func run(of word: [UInt32], in letters: [UInt32]) -> FuzzyQuery.Match? {
        var first: Int?
        var start = 0
        while start + word.count <= letters.count {
            defer { start += 1 }
            guard letters[start] == word[0],
                word.indices.allSatisfy({ letters[start + $0] == word[$0] })
            else { continue }
            if start == 0 || isSeparator(letters[start - 1]) {
                first = start
                break
            }
            first = first ?? start
        }
        guard let first else { return nil }
        let isStart = first == 0 || isSeparator(letters[first - 1])
        let bonus = isStart ? boundary + (first == 0 ? Self.start : 0) : 0
        return FuzzyQuery.Match(
            score: letter * word.count + 2 * bonus + Self.run * (word.count - 1),
            places: Array(first..<first + word.count)
        )
    }

    private mutating func fill() {
        let width = letters.count
        found = Array(repeating: Self.none, count: word.count * width)
        reached = found
        var runs = Array(repeating: 0, count: width)
        for row in word.indices {
            var before = row > 0 ? runs[row - 1] : 0
            var isInGap = false
            for column in row..<max(row, width) {
                let cell = row * width + column
                let left = column > row ? reached[cell - 1] : Self.none
                let carried = left - (isInGap ? Self.longerGap : Self.gap)
                let run = before
                before = runs[column]
                runs[column] = 0
                if letters[column] == word[row] {
                    let earlier = row == 0 ? 0 : reached[cell - width - 1]
                    if earlier > Self.none / 2 {
                        found[cell] = earlier + worth(column, afterRun: run, isFirst: row == 0)
                        runs[column] = run + 1
                    }
                }
                reached[cell] = max(found[cell], carried)
                isInGap = reached[cell] > found[cell]
            }
        }
    }

    private func worth(_ column: Int, afterRun run: Int, isFirst: Bool) -> Int {
        let bonus =
            column == 0 ? Self.boundary + Self.start : isBoundary(column) ? Self.boundary : 0
        if isFirst { return Self.letter + 2 * bonus }
        return Self.letter + (run > 0 ? max(bonus, Self.run) : bonus)
    }

    /// Whether a word begins at a letter.
    private func isBoundary(_ column: Int) -> Bool {
        Self.isSeparator(letters[column - 1]) && !Self.isSeparator(letters[column])
    }

    private static func isSeparator(_ letter: UInt32) -> Bool {
        letter < 0x80
            && !((0x61...0x7A).contains(letter) || (0x30...0x39).contains(letter))
    }

    /// The best of all ways; nil when the letters are not in the text.
    var best: FuzzyQuery.Match? {
        let width = letters.count
        let last = (word.count - 1) * width
        guard width > 0, let end = (0..<width).max(by: { found[last + $0] < found[last + $1] }),
            found[last + end] > Self.none / 2
        else { return nil }
        var places: [Int] = []
        var column = end
        for row in word.indices.reversed() {
            while column > row, found[row * width + column] < reached[row * width + column] {
                column -= 1
            }
            places.append(column)
            column -= 1
        }
        return FuzzyQuery.Match(score: found[last + end], places: places.reversed())
    }
}
