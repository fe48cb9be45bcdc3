/// Secrets that the grammar of a command line names.
extension SecretFinder {
    mutating func findCommands() {
        var command = CommandSecrets()
        var before: [String] = []
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if startsCommand(place) { command = CommandSecrets() }
            // A lone dash is an item of a list of YAML.
            let isDash =
                byte == UInt8(ascii: "-") && (self.byte(place + 1).map(Self.isSpace) ?? true)
            if Self.isSpace(byte) || Self.parts(byte) || isDash {
                // A line that ends as `\n` inside quotes.
                let isEscape =
                    byte == UInt8(ascii: "\\")
                    && "nrt".utf8.contains(self.byte(place + 1) ?? 0)
                place += isEscape ? 2 : 1
                continue
            }
            let end = bytes[place...].firstIndex { Self.isSpace($0) || Self.parts($0) }
            var word = place..<(end ?? bytes.count)
            if command.expectsLogin { word = whole(word) }
            if isSecret(word, behind: before) { add(whole(word)) }
            var text = self.text(word)
            before = before.suffix(2) + [text.lowercased()]
            var next = word.upperBound
            // `--user="…"`: what stands in the quotes belongs to the flag.
            var quoted: Range<Int>?
            if text.isFlag, text.hasSuffix("="), let quote = self.byte(next), Self.isQuote(quote) {
                let value = self.value(at: next, .word)
                text += self.text(value)
                quoted = value
                next = value.upperBound
            }
            if let start = command.secretStart(in: text) {
                let range = quoted ?? (start == 0 ? whole(word) : value(at: place + start, .word))
                add(range)
                next = max(next, range.upperBound)
            }
            place = next
        }
    }

    /// What parts words besides spaces: quotes, brackets, commas and the signs of a shell.
    private static func parts(_ byte: UInt8) -> Bool {
        ",;|()[]{}`\"'\\<>&".utf8.contains(byte)
    }

    /// Whether the words before one say that it is a secret: the scheme of HTTP credentials,
    /// `IDENTIFIED BY '…'` and `PASSWORD '…'` of SQL, `login … password …` of a `.netrc`.
    private func isSecret(_ word: Range<Int>, behind before: [String]) -> Bool {
        guard let last = before.last else { return false }
        switch last {
        case "bearer", "basic":
            return word.count >= 3 && !Self.schemeWords.contains(text(word).lowercased())
        case "password", "by":
            if before.count == 3, last == "password", before[0].hasSuffix("login") { return true }
            guard last == "password" || before.dropLast().last == "identified" else { return false }
            return byte(word.lowerBound - 1).map(Self.isQuote) ?? false
                && !":=".utf8.contains(bytes[word.lowerBound])
        default: return false
        }
    }

    /// `Basic auth` and the like are no credentials.
    private static let schemeWords: Set<String> = [
        "auth", "authentication", "realm", "token", "tokens", "scheme", "authorization",
    ]

    private func startsCommand(_ place: Int) -> Bool {
        let byte = bytes[place]
        guard byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "&")
        else { return false }
        return self.byte(place + 1).map(Self.isSpace) ?? false
    }

    /// A word up to the quotes around it, or up to the space behind it.
    private func whole(_ word: Range<Int>) -> Range<Int> {
        let before = word.lowerBound - 1
        guard let quote = byte(before), Self.isQuote(quote) else {
            return value(at: word.lowerBound, .word)
        }
        let slashes = self.slashes(before: before)
        return word.lowerBound..<closing(quote, slashes, from: word.lowerBound).end
    }
}
