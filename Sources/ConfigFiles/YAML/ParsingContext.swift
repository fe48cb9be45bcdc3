internal import FleetModel
internal import Primitives

/// What one reading of a file has found so far.
final class ParsingContext {
    let file: String
    private var found: [ConfigProblem] = []
    private var remainingVisits = 100_000
    private var isTolerant = false
    private var lack: String?
    /// The line in which that begins which the parser could not read to its end.
    var openedLine: Int?
    /// What is kept of pages, by the places where it is written.
    var metricPicks: [Place: [MetricPick]] = [:]
    /// The selectors that were read, for those that come again.
    var selectors = SelectorTable()

    init(file: String) {
        self.file = file
    }

    var hasErrors: Bool { found.contains(where: \.isError) }

    /// The problems in the order of the file.
    ///
    /// A node that several aliases stand for is read
    /// several times and reported once.
    var problems: [ConfigProblem] {
        var seen: Set<String> = []
        return found.enumerated()
            .sorted {
                ($0.element.line, $0.element.column, $0.offset)
                    < ($1.element.line, $1.element.column, $1.offset)
            }
            .map(\.element)
            .filter { seen.insert($0.description).inserted }
    }

    /// Reads something that the rest can do without: what the surroundings lack for it, such as a
    /// variable of the environment, is a warning then, and `lack` says it.
    func tolerating<Value>(_ read: () -> Value?) -> (value: Value?, lack: String?) {
        let (wasTolerant, lackBefore) = (isTolerant, lack)
        defer { (isTolerant, lack) = (wasTolerant, lackBefore) }
        (isTolerant, lack) = (true, nil)
        let value = read()
        return (value, lack)
    }

    /// Something that the file asks of its surroundings is not there.
    func missing(_ place: Place, _ message: String) {
        lack = lack ?? message
        add(place, message, isError: !isTolerant)
    }

    func error(_ place: Place, _ message: String) {
        add(place, message, isError: true)
    }

    func warn(_ place: Place, _ message: String) {
        add(place, message, isError: false)
    }

    private func add(_ place: Place, _ message: String, isError: Bool) {
        found.append(
            ConfigProblem(
                file: file,
                line: place.line,
                column: place.column,
                message: message.printable,
                isError: isError
            )
        )
    }

    /// Reads something of which several aliases may speak, once for all of them.
    ///
    /// What had a problem is read again, since that may say something of the one that uses it.
    func once<Value>(
        at place: Place,
        in known: ReferenceWritableKeyPath<ParsingContext, [Place: Value]>,
        _ read: () -> Value
    ) -> Value {
        if let value = self[keyPath: known][place] { return value }
        let problems = found.count
        let value = read()
        if found.count == problems { self[keyPath: known][place] = value }
        return value
    }

    /// Lets a larger file have more parts: in proportion to its length, which aliases of aliases
    /// leave behind soon.
    func expect(bytes: Int) {
        remainingVisits = max(remainingVisits, bytes / 4)
    }

    /// Counts a node that is looked at; false once there were too many, which only happens
    /// when aliases of aliases multiply.
    func visit(_ place: Place) -> Bool {
        remainingVisits -= 1
        if remainingVisits == -1 {
            error(place, "this file has too many parts; aliases (*name) may multiply here")
        }
        return remainingVisits >= 0
    }
}

extension String {
    /// The text with every character escaped that could steer a terminal, or reorder or hide
    /// letters.
    var printable: String {
        UnsafeText.replacing(in: self) { scalar in
            "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        }
    }

    /// The text in quotes for a message, shortened when it is long.
    var quoted: String {
        let limit = 60
        return count > limit ? "'\(prefix(limit))…'" : "'\(self)'"
    }

    /// Whether a value of a file may be this text: invisible characters are taken as they are and
    /// made visible wherever they are shown.
    var isOneLineOfText: Bool {
        utf8.allSatisfy { 0x20...0x7E ~= $0 } || !unicodeScalars.contains(where: \.breaksLine)
    }
}

extension Unicode.Scalar {
    /// Control characters, line separators, and marks that change the direction of text.
    fileprivate var breaksLine: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: properties.isBidiControl
        default: false
        }
    }
}
