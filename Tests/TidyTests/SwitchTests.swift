import Testing

/// No `default:` over an enum of our own: a new case must be decided wherever it matters.
struct SwitchTests {
    /// What may have one: enums of others, and structs and numbers whose values have names.
    private static let exceptions: [(file: String, subject: String, reason: String)] = [
        ("ParsingContext", "properties.generalCategory", "Unicode's"),
        ("UnsafeText", "properties.generalCategory", "Unicode's"),
        ("HTTPAnswer", "scalar.properties.generalCategory", "Unicode's"),
        ("Terminal+Notification", "scalar.properties.generalCategory", "Unicode's"),
        ("TextSnippet", "scalar.properties.generalCategory", "Unicode's"),
        ("LeakDetector", "sample.metric", "names of metrics"),
        ("Fault", "moment.metric", "names of metrics"),
        ("FaultReplay", "name", "names of facts"),
        ("MetricShape", "metric", "names of metrics"),
        ("LogState+Redaction", "name.name", "names of events"),
        ("NoiseHandshake", "(field, value)", "numbers of fields"),
        ("PublicKey", "(field, value)", "numbers of fields"),
        ("PubsubTopics", "(field, value)", "numbers of fields"),
        ("WakuMetadata", "(field, value)", "numbers of fields"),
        ("WebSocketBytes", "frame.opcode", "SwiftNIO's"),
        ("StoreError+SQLite", "error.resultCode", "SQLite's"),
        ("FailureReason+Network", "error", "SwiftNIO's and the HTTP client's"),
        ("ResponseHead", "byte", "bytes"),
        // What a key means is decided where it is pressed; all others mean nothing there.
        ("Key+Name", "code", "keys"),
        ("AppModel+Compose", "key.code", "keys"),
        ("AppModel+Dialog", "key.code", "keys"),
        ("AppModel+Entry", "key.code", "keys"),
        ("AppModel+Help", "key.code", "keys"),
        ("AppModel+Palette", "key.code", "keys"),
        ("Confirmation+Rows", "key.code", "keys"),
        ("LineEditor", "key.code", "keys"),
    ]

    @Test func `no switch over an enum of ours has a default`() {
        var used: Set<Int> = []
        for file in SourceTree.swiftFiles where file.isSource {
            let name = file.path.split(separator: "/").last?.dropLast(".swift".count) ?? ""
            for found in Self.defaults(in: file.lines) {
                let exception = Self.exceptions.firstIndex {
                    $0.file == name && $0.subject == found.subject
                }
                if let exception {
                    used.insert(exception)
                } else {
                    Issue.record(
                        "\(file.path):\(found.line): name the cases of '\(found.subject)'"
                    )
                }
            }
        }
        for (place, exception) in Self.exceptions.enumerated() where !used.contains(place) {
            Issue.record("\(exception.file) needs no exception any more")
        }
    }

    @Test(arguments: [
        ("switch self {\ncase .a: 1\ndefault: 2\n}", "self"),
        ("switch self {\ncase let .a(x): x\ndefault: 2\n}", "self"),
        ("x = switch (c, d) {\ncase (\"a\", .b(let y)), (_, _): y\ndefault: 2\n}", "(c, d)"),
        ("switch a {\ncase 1,\n    .b:\n1\ndefault: 2\n}", "a"),
        ("switch a {\ncase .b:\n    switch c {\n    case 1: 2\n    default: 3\n    }\n}", nil),
        ("switch a {\ncase 1: .b\ncase ..<2: .c\ndefault: .d\n}", nil),
        ("switch a {\ncase \"x\": f(.b)\ndefault: 2\n}", nil),
        ("switch a {\ncase .b: 1\ncase .c: 2\n}", nil),
    ])
    func `a default over cases is found`(_ code: String, subject: String?) {
        let lines = code.split(separator: "\n").map(String.init)
        #expect(Self.defaults(in: lines).map(\.subject) == [subject].compactMap { $0 })
    }

    /// The switches that have a `default:` beside patterns that begin with a dot.
    private static func defaults(in lines: [String]) -> [(line: Int, subject: String)] {
        var found: [(line: Int, subject: String)] = []
        for (number, line) in lines.enumerated() {
            let indent = line.prefix { $0 == " " }
            guard line.dropFirst(indent.count).hasPrefix("default:") else { continue }
            var place = number - 1
            var hasCases = false
            while place >= 0 {
                let above = lines[place]
                if above.hasPrefix(indent), !above.dropFirst(indent.count).hasPrefix(" ") {
                    let code = above.dropFirst(indent.count)
                    if let subject = Self.subject(of: code) {
                        if hasCases { found.append((number + 1, subject)) }
                        break
                    }
                    if code.hasPrefix("case ") {
                        hasCases = hasCases || Self.namesCase(pattern(lines, from: place))
                    }
                }
                place -= 1
            }
        }
        return found
    }

    /// What a line switches over; nil when it does not.
    private static func subject(of code: Substring) -> String? {
        guard code.hasSuffix("{"), let word = code.firstRange(of: "switch ") else { return nil }
        return String(code[word.upperBound...].dropLast()).trimmed
    }

    /// The patterns of a `case`, up to the colon behind them.
    private static func pattern(_ lines: [String], from place: Int) -> String {
        var text = ""
        var depth = 0
        for line in lines[place...].prefix(12) {
            var isText = false
            for character in line.trimmed + " " {
                switch character {
                case "\"": isText.toggle()
                case "(", "[": depth += 1
                case ")", "]": depth -= 1
                case ":" where depth == 0 && !isText: return text
                default: break
                }
                text.append(character)
            }
        }
        return text
    }

    /// Whether a pattern begins with a dot, by itself or as a part of a tuple.
    private static func namesCase(_ pattern: String) -> Bool {
        var text = String(pattern.dropFirst("case ".count))
        if let condition = text.firstRange(of: " where ") {
            text = String(text[..<condition.lowerBound])
        }
        var previous: Character = ","
        let characters = Array(text.replacing("let ", with: "").replacing("var ", with: ""))
        for (place, character) in characters.enumerated() where character != " " {
            let next = place + 1 < characters.count ? characters[place + 1] : " "
            if character == ".", previous == "," || previous == "(", next.isLetter {
                // Labels and payloads are inside the brackets of a case, which was found before.
                return true
            }
            previous = character
        }
        return false
    }
}

extension String {
    /// The text without spaces at its ends.
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
