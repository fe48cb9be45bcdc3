/// What a look at the characters of a pattern tells that RE2 keeps to itself.
struct PatternOutline {
    /// Whether something in it asks for a place in the line: an anchor or the edge of a word.
    private(set) var isAnchored = false
    /// Where the innermost group begins that is not closed, in characters from 0.
    private(set) var openGroup: Int?
    /// Where a group ends that was never begun.
    private(set) var looseEnd: Int?

    init(_ pattern: String) {
        var isEscaped = false
        // Where the class of characters begins that is being read.
        var bracket: Int?
        var groups: [Int] = []
        for (place, character) in pattern.enumerated() {
            if isEscaped {
                isEscaped = false
                if bracket == nil, "bBAz".contains(character) { isAnchored = true }
            } else if character == "\\" {
                isEscaped = true
            } else if let start = bracket {
                let isFirst = place == start + 1 || place == start + 2 && pattern.hasNegation(start)
                if character == "]", !isFirst { bracket = nil }
            } else {
                switch character {
                case "[": bracket = place
                case "^", "$": isAnchored = true
                case "(": groups.append(place)
                case ")": if groups.popLast() == nil, looseEnd == nil { looseEnd = place }
                default: break
                }
            }
        }
        openGroup = groups.last
    }
}

extension String {
    /// Whether the class of characters that begins there names what it does not have.
    fileprivate func hasNegation(_ start: Int) -> Bool { dropFirst(start + 1).first == "^" }
}
