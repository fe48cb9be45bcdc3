/// A metric of an exposition page with labels, such as `errs_total{device="eth0"}`.
struct SeriesSelector: Equatable {
    var series: String
    var labels: [String: String]

    struct Mistake: Error, Equatable {
        /// In characters from the start, from 0.
        let offset: Int
        let message: String
    }

    /// Reads a selector as Prometheus writes it (prometheus.io, data model); labels must be
    /// equal to their values.
    init(parsing text: String) throws(Mistake) {
        var parser = SelectorParser(text)
        (series, labels) = try parser.selector()
    }

    init(series: String, labels: [String: String]) {
        self.series = series
        self.labels = labels
    }

    /// The selector as it is read, with its labels in order.
    var text: String {
        guard !labels.isEmpty else { return series }
        let pairs = labels.sorted { $0.key < $1.key }.map { name, value in
            let escaped = value.reduce(into: "") { text, character in
                switch character {
                case "\\": text += "\\\\"
                case "\"": text += "\\\""
                case "\n": text += "\\n"
                default: text.append(character)
                }
            }
            return "\(name)=\"\(escaped)\""
        }
        return series + "{" + pairs.joined(separator: ",") + "}"
    }
}

private struct SelectorParser {
    private let characters: [Character]
    private var position = 0

    init(_ text: String) {
        characters = Array(text)
    }

    mutating func selector() throws(SeriesSelector.Mistake) -> (String, [String: String]) {
        skipSpaces()
        let series = try name("metric", allowsColon: true)
        var labels: [String: String] = [:]
        skipSpaces()
        if take("{") {
            skipSpaces()
            while !take("}") {
                let start = position
                let label = try name("label", allowsColon: false)
                skipSpaces()
                guard take("=") else { throw mistake("expected '=' after the label's name") }
                skipSpaces()
                let value = try quotedValue()
                guard labels.updateValue(value, forKey: label) == nil else {
                    position = start
                    throw mistake("the label '\(label)' is given twice")
                }
                skipSpaces()
                guard take(",") || peek == "}" else { throw mistake("expected ',' or '}' here") }
                skipSpaces()
            }
            skipSpaces()
        }
        guard position == characters.count else {
            throw mistake("a metric's name with labels ends here, as in name{label=\"value\"}")
        }
        return (series, labels)
    }

    private var peek: Character? {
        position < characters.count ? characters[position] : nil
    }

    private mutating func take(_ character: Character) -> Bool {
        guard peek == character else { return false }
        position += 1
        return true
    }

    private mutating func skipSpaces() {
        while let character = peek, character.isWhitespace { position += 1 }
    }

    private func mistake(_ message: String) -> SeriesSelector.Mistake {
        SeriesSelector.Mistake(offset: position, message: message)
    }

    private mutating func name(
        _ owner: String,
        allowsColon: Bool
    ) throws(SeriesSelector.Mistake) -> String {
        let start = position
        while let character = peek,
            character.isASCII,
            character.isLetter || character == "_" || allowsColon && character == ":"
                || position > start && character.isNumber
        {
            position += 1
        }
        guard position > start else { throw mistake("expected the name of a \(owner) here") }
        return String(characters[start..<position])
    }

    private mutating func quotedValue() throws(SeriesSelector.Mistake) -> String {
        let start = position
        guard take("\"") else { throw mistake("expected the label's value in double quotes") }
        var value = ""
        while let character = peek, character != "\"" {
            position += 1
            if character == "\\", let escaped = peek {
                position += 1
                value.append(escaped == "n" ? "\n" : escaped)
            } else {
                value.append(character)
            }
        }
        guard take("\"") else {
            position = start
            throw mistake("this value has no closing quote")
        }
        return value
    }
}
