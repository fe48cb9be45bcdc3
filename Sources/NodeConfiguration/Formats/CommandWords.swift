/// Splits a command line into words as a shell or systemd does: quotes, backslashes, lines
/// continued by a backslash, comments.
struct CommandWords {
    private(set) var words: [String] = []
    /// A quote without another one that closes it: it stands for itself, as the rest does.
    private(set) var oddity: ConfigurationError?

    /// - Parameter hasComments: Whether `#` at the start of a word begins a comment.
    init(_ text: some StringProtocol, hasComments: Bool) {
        guard let open = split(text, hasComments: hasComments) else { return }
        oddity = ConfigurationError(
            line: open.line,
            "a text in quotes has no closing quote; the quote is taken for a letter"
        )
        words = []
        _ = split(text, hasComments: hasComments, literalFrom: open.place)
    }

    /// Splits a text, in which quotes are letters from a place on; the place and the line of a
    /// quote that is not closed, if there is one.
    private mutating func split(
        _ text: some StringProtocol,
        hasComments: Bool,
        literalFrom literalStart: Int = .max
    ) -> (place: Int, line: Int)? {
        var word: String.UnicodeScalarView?
        var quote: (mark: Unicode.Scalar, place: Int, line: Int)?
        var line = 1
        let scalars = Array(text.unicodeScalars)
        var place = 0
        var isInComment = false
        func finish() {
            if let word { words.append(String(word)) }
            word = nil
        }
        func next() -> Unicode.Scalar? {
            guard place < scalars.count else { return nil }
            defer { place += 1 }
            if scalars[place] == "\n" { line += 1 }
            return scalars[place]
        }
        while let scalar = next() {
            if isInComment {
                isInComment = scalar != "\n"
            } else if let open = quote {
                if scalar == open.mark {
                    quote = nil
                } else if scalar == "\\", open.mark == "\"", let next = next() {
                    if next == "\n" { continue }
                    // Inside double quotes a backslash only hides these.
                    if !["\"", "\\", "$", "`"].contains(next) { word?.append("\\") }
                    word?.append(next)
                } else {
                    word?.append(scalar)
                }
            } else {
                switch scalar {
                case " ", "\t", "\n", "\r", "\u{0B}", "\u{0C}": finish()
                case "'" where place <= literalStart, "\"" where place <= literalStart:
                    quote = (scalar, place - 1, line)
                    word = word ?? .init()
                case "#" where hasComments && word == nil: isInComment = true
                case "\\":
                    guard let next = next() else { break }
                    if next == "\n" {
                        finish()
                    } else {
                        word = word ?? .init()
                        word?.append(next)
                    }
                default:
                    word = word ?? .init()
                    word?.append(scalar)
                }
            }
        }
        finish()
        return quote.map { ($0.place, $0.line) }
    }

    /// The arguments of a process as the kernel shows them: each ends with a zero byte.
    init(zeroSeparated bytes: [UInt8]) {
        words = bytes.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if words.last == "" { words.removeLast() }
    }
}
