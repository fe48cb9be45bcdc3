internal import Yams

/// What the YAML parser says, in the words of somebody who wants to put it right.
extension ParsingContext {
    func report(_ error: YamlError, in source: SourceText) {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = source.clamped(Place(mark))
            openedLine = context.map { Place($0.mark).line }
            self.error(
                place,
                sentence(problem, since: context.map { Place($0.mark) }, at: place, in: source)
            )
        case .duplicatedKeysInMapping(_, let context):
            self.error(Place(context.mark), "this key is given twice in the same mapping")
        case .no, .memory, .reader, .writer, .emitter, .representer,
            .dataCouldNotBeDecoded:
            self.error(Place(line: 1, column: 1), "this file cannot be read as YAML")
        }
    }

    private func sentence(
        _ problem: String,
        since start: Place?,
        at place: Place,
        in source: SourceText
    ) -> String {
        let index = source.index(of: place)
        let character = index.map { source.scalars[$0] }
        switch character {
        case "\t" where problem.contains("character that cannot start any token"),
            "\t" where problem.contains("tab"):
            return "a tab cannot indent YAML; use spaces"
        case "@", "`":
            return "a value that begins with @ or ` must be in quotes: '@/path/of/a/file'"
        case "%" where problem.contains("cannot start"):
            return "a value that begins with % must be in quotes"
        default: break
        }
        if source.line(place.line).hasUnquotedPlaceholder {
            return "inside { } and [ ] a placeholder must be in quotes: \"${NAME}\""
        }
        guard let sentence = Self.sentences.first(where: { problem.contains($0.key) })?.value
        else { return "this is not YAML: \(problem)" }
        guard let start, start.line < place.line, problem.contains("expected") else {
            return sentence
        }
        return "\(sentence) (begun in line \(start.line))"
    }

    /// Sentences by a part of what libyaml 0.2.5 says.
    private static let sentences: KeyValuePairs = [
        "mapping values are not allowed":
            "a key cannot begin here; check the indentation, or quote a text that has ': ' in it",
        "could not find expected ':'": "a key must be followed by ': '",
        "did not find expected key": "a key is expected here; check the indentation",
        "did not find expected '-' indicator":
            "an item that begins with '- ' is expected here; check the indentation",
        "did not find expected ',' or ']'": "',' or ']' is expected here",
        "did not find expected ',' or '}'": "',' or '}' is expected here",
        "found unexpected end of stream": "the text in quotes has no closing quote",
        "block sequence entries are not allowed":
            "a list cannot begin here; write it in a line of its own",
        "another document": "a second document begins here; one file holds one document",
        "Maximum nesting level": "this is nested too deeply",
        "unknown escape character":
            "this backslash has no meaning; use single quotes for a text with backslashes",
    ]
}

extension String {
    /// Whether a placeholder stands without quotes among braces or brackets.
    fileprivate var hasUnquotedPlaceholder: Bool {
        var depth = 0
        var quote: Character?
        var previous: Character = " "
        for character in self {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "#", previous == " " {
                return false
            } else if character == "{", previous == "$" {
                if depth > 0 { return true }
                depth += 1
            } else if "{[".contains(character) {
                depth += 1
            } else if "}]".contains(character) {
                depth -= 1
            }
            previous = character
        }
        return false
    }
}
