/// Finds the secrets inside a text: what pairs, headers, command lines and addresses name, and
/// what has the form of a known token, key or phrase.
///
/// The text may be anything that a configuration quotes: a command line, a connection string,
/// JSON or YAML inside a string (also escaped several times over), a list in brackets, the words
/// of an error. It is read as bytes and tolerantly, because it may be cut or broken.
struct SecretFinder {
    let text: String
    let bytes: [UInt8]
    private var found: [Range<Int>] = []

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// Where secrets stand, in order and apart from one another.
    mutating func ranges() -> [Range<Int>] {
        findForms()
        findPhrases()
        if bytes.contains(where: { ":=>@ ".utf8.contains($0) }) {
            findPairs()
            findAddresses()
            findLogins()
        }
        if bytes.contains(UInt8(ascii: "-")) || bytes.contains(UInt8(ascii: " ")) { findCommands() }
        return merged()
    }

    /// Where secrets stand in a key, which is a name and no text.
    mutating func rangesOfKey() -> [Range<Int>] {
        findForms()
        findRandomRuns()
        // `-HX-Api-Key: …` and the like, which an unknown grammar took for a name.
        if bytes.contains(where: { ":=".utf8.contains($0) }) { findPairs() }
        if bytes.contains(UInt8(ascii: "@")) || text.contains("://") {
            findAddresses()
            findLogins()
        }
        return merged()
    }

    /// Keeps a place; an empty one, a switch and the path of a file are no secrets.
    mutating func add(_ range: Range<Int>, isNamed: Bool = false) {
        guard !range.isEmpty else { return }
        if isNamed {
            let value = self.text(range)
            if SecretWords.isNoSecret(value) || SecretWords.isPath(value) { return }
        }
        found.append(range)
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The byte at a place; nil outside of the text.
    func byte(_ place: Int) -> UInt8? {
        bytes.indices.contains(place) ? bytes[place] : nil
    }

    private func merged() -> [Range<Int>] {
        var result: [Range<Int>] = []
        for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound < last.upperBound {
                let end = max(last.upperBound, range.upperBound)
                result[result.count - 1] = last.lowerBound..<end
            } else {
                result.append(range)
            }
        }
        return result
    }
}

extension SecretFinder {
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte)
    }

    /// Letters, digits and what joins the words of a name.
    static func isName(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "_-.%$".utf8.contains(byte)
    }
}
