/// Finds the known word that somebody most likely meant.
package enum Suggestion {
    /// The known word nearest to a wrong one, whatever the case of letters; nil when none is near.
    package static func nearest(to word: String, among known: [String]) -> String? {
        guard word.count <= 40 else { return nil }
        let limit = max(1, word.count / 3)
        return
            known.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
            .filter { $0.distance <= limit }
            .min { $0.distance < $1.distance }?.word
    }

    /// How many known words a sentence tells; a fleet has thousands of nodes.
    private static let namesTold = 30

    /// The sentence's end that helps: the nearest known word, or the first of all of them.
    package static func hint(for word: String, among known: [String], called words: String)
        -> String
    {
        if let nearest = nearest(to: word, among: known) { return "; did you mean '\(nearest)'?" }
        let more = known.count - namesTold
        let list = known.prefix(more > 0 ? namesTold : known.count).joined(separator: ", ")
        return known.isEmpty
            ? "" : "; known \(words): \(list)" + (more > 0 ? " and \(more) more" : "")
    }

    /// How many letters must be added, left out, replaced or swapped with their neighbour.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left)
        let right = Array(right)
        var older: [Int] = []
        var previous = Array(0...right.count)
        for (row, character) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(
                    previous[column] + (character == other ? 0 : 1),
                    previous[column + 1] + 1,
                    current[column] + 1
                )
                if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
                    best = min(best, older[column - 1] + 1)
                }
                current.append(best)
            }
            older = previous
            previous = current
        }
        return previous[right.count]
    }
}
