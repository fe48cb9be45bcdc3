/// A word of the line for the log that is being completed: Tab goes through what it can become.
struct Completion: Equatable, Sendable {
    /// What it can become, the best first.
    let words: [String]
    /// Which of them stands in the line.
    var place = 0
    /// How many characters before the cursor it takes.
    var length: Int

    /// The word that stands in the line.
    var word: String { words[place] }
}
