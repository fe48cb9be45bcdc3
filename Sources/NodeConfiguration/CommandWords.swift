/// Splits a command line into words as a shell or systemd does: quotes, backslashes, lines
/// continued by a backslash, comments.
struct CommandWords {
    private(set) var words: [String] = []

    /// - Parameter hasComments: Whether `#` at the start of a word begins a comment.
    init(_ text: some StringProtocol, hasComments: Bool) throws(ConfigurationError) {
        var word: String.UnicodeScalarView?
        var quote: Unicode.Scalar?
        var line = 1
        var scalars = text.unicodeScalars.makeIterator()
        var isInComment = false
        func finish() {
            if let word { words.append(String(word)) }
            word = nil
        }
        while let scalar = scalars.next() {
            if scalar == "\n" { line += 1 }
            if isInComment {
                isInComment = scalar != "\n"
            } else if let open = quote {
                if scalar == open {
                    quote = nil
                } else if scalar == "\\", open == "\"", let next = scalars.next() {
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
                case "'", "\"":
                    quote = scalar
                    word = word ?? .init()
                case "#" where hasComments && word == nil: isInComment = true
                case "\\":
                    guard let next = scalars.next() else { break }
                    if next == "\n" {
                        line += 1
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
        guard quote == nil else {
            throw ConfigurationError(line: line, "a text in quotes has no closing quote")
        }
        finish()
    }

    /// The arguments of a process as the kernel shows them: each ends with a zero byte.
    init(zeroSeparated bytes: [UInt8]) {
        words = bytes.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if words.last == "" { words.removeLast() }
    }
}
