internal import Primitives

/// Reads single values: texts, numbers, spans, choices.
///
/// The texts of environment variables take the places of `${NAME}`; no message repeats them.
struct ValueReader {
    let reading: ParsingContext
    let source: SourceText
    let environment: [String: String]
    let readSecretFile: (String) throws -> String

    /// A text with its placeholders filled in.
    struct Value {
        let text: String
        let scalar: YAMLScalar
        let place: Place
        /// The texts of the environment in it.
        var fillings: [String] = []

        /// Whether the text differs from what stands in the file.
        var isFilledIn: Bool { text != scalar.text }
        /// The text in quotes as it stands in the file.
        var quoted: String { scalar.text.quoted }
    }

    /// Any text, with its placeholders filled in.
    func value(_ node: YAMLNode?, _ key: String) -> Value? {
        guard let node, reading.visit(node.place) else { return nil }
        switch node.content {
        case .scalar(let scalar):
            guard !scalar.isNull else {
                reading.error(node.place, "'\(key)' has no value")
                return nil
            }
            return filledIn(scalar, at: node.place)
        case .unusable: return nil
        case .list, .map:
            reading.error(node.place, "'\(key)' must be a text, not \(node.kind)")
            return nil
        }
    }

    /// A text of one line, not empty.
    func text(_ node: YAMLNode?, _ key: String) -> String? {
        guard let value = value(node, key) else { return nil }
        let text = value.text.trimmed
        guard !text.isEmpty else {
            reading.error(value.place, "'\(key)' must not be empty")
            return nil
        }
        guard text.isOneLineOfText else {
            reading.error(
                value.place,
                "'\(key)' must be one line of text without control characters"
            )
            return nil
        }
        return text
    }

    /// A list of texts.
    func texts(_ node: YAMLNode?, _ key: String) -> [(text: String, place: Place)] {
        guard let node else { return [] }
        return (reading.items(of: node, key) ?? []).compactMap { item in
            text(item, key).map { ($0, item.place) }
        }
    }

    func span(_ node: YAMLNode?, _ key: String) -> Duration? {
        guard let value = value(node, key) else { return nil }
        // Longer texts than any span may hold numbers too large to add up.
        guard value.text.count <= 30, let span = Duration(text: value.text), span > .zero else {
            reading.error(
                value.place,
                "'\(key)' must be a span such as 10s, not \(value.quoted)"
            )
            return nil
        }
        return span
    }

    /// A number of bytes such as `32GB`, `512 MiB` or `1000000`.
    func bytes(_ node: YAMLNode?, _ key: String) -> Double? {
        guard let value = value(node, key) else { return nil }
        let number = value.text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = value.text.dropFirst(number.count).drop { $0 == " " }
        guard let count = Double(number), let factor = Self.byteUnits[String(unit)], count > 0
        else {
            reading.error(
                value.place,
                "'\(key)' must be a number of bytes such as 32GB or 512MiB, not \(value.quoted)"
            )
            return nil
        }
        return count * factor
    }

    private static let byteUnits: [String: Double] = [
        "": 1, "B": 1, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
        "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824, "TiB": 1_099_511_627_776,
    ]

    func integer(_ node: YAMLNode?, _ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(node, key) else { return nil }
        guard let number = Int(value.text), range.contains(number) else {
            reading.error(
                value.place,
                "'\(key)' must be a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound), not \(value.quoted)"
            )
            return nil
        }
        return number
    }

    /// One word out of a few.
    func choice<Choice: RawRepresentable<String>>(
        _ node: YAMLNode?,
        _ key: String,
        of choices: [Choice]
    ) -> Choice? {
        guard let value = value(node, key) else { return nil }
        if let choice = choices.first(where: { $0.rawValue == value.text }) { return choice }
        let words = choices.map(\.rawValue).joined(separator: " or ")
        reading.error(value.place, "'\(key)' must be \(words), not \(value.quoted)")
        return nil
    }

    /// An address of the web, also when it is written as that of a WebSocket.
    func address(_ node: YAMLNode?, _ key: String) -> String? {
        guard let value = value(node, key) else { return nil }
        let text = WebAddress.readingWebSocket(value.text)
        return isAddress(text, value.place, key) ? text : nil
    }

    /// Whether a text is an address of the web; reports the mistake when it is none.
    func isAddress(_ text: String, _ place: Place, _ key: String) -> Bool {
        do throws(WebAddress.Mistake) {
            _ = try WebAddress(text)
            return true
        } catch {
            reading.error(place, "'\(key)' \(error.sentence)")
            return false
        }
    }

    /// The place of a character of a value; the value's own place when placeholders moved it.
    func place(ofCharacter offset: Int, in value: Value) -> Place {
        guard !value.isFilledIn else { return value.place }
        let count = value.text.prefix(offset).unicodeScalars.count
        return source.place(ofOffset: count, in: value.scalar, at: value.place)
    }
}

// MARK: Placeholders

extension ValueReader {
    /// Puts the environment's texts in the places of `${NAME}`; `$${` stands for `${` itself.
    private func filledIn(_ scalar: YAMLScalar, at place: Place) -> Value? {
        guard scalar.text.utf8.contains(UInt8(ascii: "$")), scalar.text.contains("${") else {
            return Value(text: scalar.text, scalar: scalar, place: place)
        }
        let written = Array(scalar.text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var isComplete = true
        var fillings: [String] = []
        var index = 0
        while index < written.count {
            if written[index...].starts(with: "$${".unicodeScalars) {
                result.append(contentsOf: "${".unicodeScalars)
                index += 3
            } else if written[index...].starts(with: "${".unicodeScalars) {
                let (name, end) = Self.name(in: written, after: index + 2)
                let here = source.place(ofOffset: index, in: scalar, at: place)
                if let text = environmentText(name, at: here) {
                    result.append(contentsOf: text.unicodeScalars)
                    fillings.append(text)
                } else {
                    isComplete = false
                }
                index = end
            } else {
                result.append(written[index])
                index += 1
            }
        }
        guard isComplete else { return nil }
        return Value(text: String(result), scalar: scalar, place: place, fillings: fillings)
    }

    /// The name of a placeholder and where the placeholder ends; no name when it is malformed.
    private static func name(
        in written: [Unicode.Scalar],
        after start: Int
    ) -> (name: String?, end: Int) {
        guard let close = written[start...].firstIndex(of: "}") else {
            return (nil, written.count)
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: written[start..<close])
        let name = String(view)
        let isName =
            name.isKeyLike && !name.contains { $0 == "-" || $0 == "." }
            && name.first?.isNumber == false
        return (isName ? name : nil, close + 1)
    }

    private func environmentText(_ name: String?, at place: Place) -> String? {
        guard let name else {
            reading.error(
                place,
                "'${' must be followed by the name of an environment variable and '}'"
            )
            return nil
        }
        guard let text = environment[name] else {
            reading.missing(place, "the environment variable \(name) is not set")
            return nil
        }
        return text
    }
}
