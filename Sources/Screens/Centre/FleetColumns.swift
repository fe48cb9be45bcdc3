import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// The columns of the fleet pane at a width: what is not normal, then what differs between the
/// nodes, then what is the same everywhere, as far as there is room.
struct FleetColumns {
    let nameWidth: Int
    /// In their usual order, so that a column does not jump when another one comes.
    let shown: [Column]
    private let readings: [NodeID: NodeReadings]
    private let siblings: Int
    /// The words about the release policy, as short as the room asks for.
    private let words: PolicyWords
    /// How the version of a node stands to the release policy.
    private let standing: (NodeID, String) -> ReleaseStanding?
    /// How old a value may be, and the present moment.
    private let limit: Duration
    private let now: Timestamp

    init(_ model: AppModel, width: Int) {
        readings = model.snapshot.readings.nodes
        siblings = model.fleetColumns.siblings
        standing = { model.standing(of: $1, on: $0) }
        limit = model.fleet?.polling.staleAfter ?? .seconds(30)
        now = model.now
        nameWidth = max(4, min(model.nodeOrder.longestName, max(10, width * 2 / 5 - 4)))
        var room = width - 5 - nameWidth
        var chosen: [Int] = []
        var widths = model.fleetColumns.widths
        var words = PolicyWords.long
        for place in Self.ranked(model) {
            let column = model.fleetColumns.all[place]
            var width = widths[place] ?? column.width
            let policy = model.fleetColumns.policyWidth
            if column.source == .fact(.version), policy > 0 {
                let version = widths[place].map { $0 - policy } ?? column.width
                // The other numbers are to have half of the room.
                let isShort = widths[place] == nil || version + policy + 1 > room / 2
                words = isShort ? .short : .long
                width = version + words.width
                widths[place] = width
            }
            guard width + 1 <= room else { continue }
            chosen.append(place)
            room -= width + 1
        }
        self.words = words
        shown = chosen.sorted().map { place in
            var column = model.fleetColumns.all[place]
            column.width = widths[place] ?? column.width
            return column
        }
    }

    /// What stands around a version that is no release.
    struct PolicyWords {
        let offPolicy: String
        let excepted: String

        static let long = PolicyWords(offPolicy: "OFF-POLICY ", excepted: " excepted")
        static let short = PolicyWords(offPolicy: "OFF ", excepted: " ex")

        /// The columns that the longer one takes.
        var width: Int { max(DisplayWidth.of(offPolicy), DisplayWidth.of(excepted)) }
    }

    /// The places of the columns, what the nodes are ordered by first of all.
    private static func ranked(_ model: AppModel) -> [Int] {
        let ranked = model.fleetColumns.ranked
        guard case .column(let source) = model.fleetSort.key,
            let place = ranked.first(where: { model.fleetColumns.all[$0].source == source })
        else { return ranked }
        return [place] + ranked.filter { $0 != place }
    }

    /// One column: its heading, its width and what it shows.
    struct Column: Sendable {
        var title: String
        /// The columns of the screen that it takes at most.
        var width: Int
        var source: Source
        let form: Form
        /// Whether a value asks for attention; the second number is how many siblings a node has.
        var isBad: @Sendable (Double, Int) -> Bool = { _, _ in false }

        /// Whether the least value is the one to look at first.
        var isWorseLow = false

        /// Where its value comes from.
        enum Source: Hashable, Sendable {
            case metric(MetricName)
            case fact(FactName)

            /// Its name in fleet files.
            var name: String {
                switch self {
                case .metric(let name): name.rawValue
                case .fact(let name): name.rawValue
                }
            }
        }

        /// How a value is written.
        enum Form: Sendable {
            case number, bytes, seconds, links, version, protocolName, trend
        }

        /// Whether it draws the course of a number that has a column of its own.
        var isCourse: Bool {
            if case .trend = form { true } else { false }
        }

        /// What a press on its heading orders by; nil for a number that only its growth tells.
        var sortKey: FleetSort.Key? {
            if case .metric(let name) = source, name.isCounter { nil } else { .column(source) }
        }

        /// Words stand at the left, numbers at the right.
        var alignment: DisplayWidth.Alignment {
            switch form {
            case .version, .protocolName, .trend: .leading
            case .number, .bytes, .seconds, .links: .trailing
            }
        }
    }

    /// All columns in their usual order.
    static let all: [Column] = [
        Column(
            title: "ver",
            width: 8,
            source: .fact(.version),
            form: .version,
            isWorseLow: true
        ),
        Column(
            title: "peers",
            width: 5,
            source: .metric(.peers),
            form: .number,
            isBad: { value, _ in value == 0 },
            isWorseLow: true
        ),
        Column(
            title: "links",
            width: 5,
            source: .metric(.siblingLinks),
            form: .links,
            isBad: { value, siblings in value < Double(siblings) },
            isWorseLow: true
        ),
        Column(
            title: "lag",
            width: 5,
            source: .metric(.lag),
            form: .number,
            isBad: { value, _ in value >= Fleet.lagLimitBlocks }
        ),
        Column(
            title: "backlog",
            width: 7,
            source: .metric(.backlog),
            form: .number,
            isBad: { value, _ in value >= 200 }
        ),
        Column(
            title: "relay",
            width: 12,
            source: .fact(.relay),
            form: .protocolName,
            isWorseLow: true
        ),
        Column(title: "mem", width: 6, source: .metric(.memory), form: .bytes),
        Column(
            title: "drift",
            width: 5,
            source: .metric(.baselineDrift),
            form: .number,
            isBad: { value, _ in value > 0 }
        ),
        // Of which number is chosen by what is wrong.
        Column(title: "mem", width: 8, source: .metric(.memory), form: .trend),
        Column(title: "answer", width: 7, source: .metric(.latency), form: .seconds),
        Column(
            title: "best",
            width: 9,
            source: .metric(.heightBest),
            form: .number,
            isWorseLow: true
        ),
        Column(
            title: "mesh",
            width: 4,
            source: .metric(.mesh),
            form: .number,
            isBad: { value, _ in value == 0 },
            isWorseLow: true
        ),
    ]

    /// What a place of the heading orders by, in columns from the left edge of the rows; nil where
    /// nothing stands.
    func sortKey(at x: Int) -> FleetSort.Key? {
        let names = 4 + nameWidth + 1
        if x < names { return x < 4 ? .verdict : .name }
        var end = names
        for column in shown {
            end += column.width + 1
            if x < end { return column.sortKey }
        }
        return nil
    }

    // MARK: Cells

    /// What a column says of a node.
    typealias Cell = (text: String, role: ThemeRole)

    /// A course that moves by less than a tenth of its number looks flat.
    private static let notablePart = 0.1

    private static let nothing: Cell = ("·", .muted)

    /// What the columns say of a node, in their order.
    func cells(of node: NodeID) -> [Cell] {
        let own = readings[node]
        return shown.map { column in own.map { cell(column, node, $0) } ?? Self.nothing }
    }

    private func cell(_ column: Column, _ node: NodeID, _ readings: NodeReadings) -> Cell {
        switch column.source {
        case .fact(let name):
            guard let fact = readings.facts[name], let text = fact.values.first else {
                return Self.nothing
            }
            let shown = Self.text(text, column.form)
            guard fact.isFresh(at: now, within: limit) else { return ("?" + shown, .stale) }
            guard name == .version else { return (shown, .text) }
            return switch standing(node, text) {
            case .offPolicy: (words.offPolicy + shown, .critical)
            case .excepted: (shown + words.excepted, .warning)
            case .onPolicy, nil: (shown, .text)
            }
        case .metric(let name):
            guard let reading = readings.metrics[name] else { return Self.nothing }
            if case .trend = column.form {
                let values = reading.history.map(\.value)
                let course = Sparkline.blocks(
                    (name.isCounter ? Self.growth(values) : values).map(Optional.init),
                    width: column.width,
                    notable: Self.notablePart
                )
                return (course, .plot)
            }
            let shown = Self.text(reading.value, column.form, siblings)
            guard reading.isFresh(at: now, within: limit) else {
                return ("?" + shown, .stale)
            }
            return (shown, column.isBad(reading.value, siblings) ? .warning : .text)
        }
    }

    /// By how much a counter grew from value to value; one that went down began anew at zero.
    private static func growth(_ values: [Double]) -> [Double] {
        zip(values, values.dropFirst()).map { $1 >= $0 ? $1 - $0 : $1 }
    }

    static func text(_ value: Double, _ form: Column.Form, _ siblings: Int) -> String {
        switch form {
        case .bytes: NumberText.bytes(value)
        case .seconds: NumberText.seconds(value)
        case .links: "\(NumberText.brief(value))/\(siblings)"
        case .number, .version, .protocolName, .trend: NumberText.brief(value)
        }
    }

    static func text(_ value: String, _ form: Column.Form) -> String {
        switch form {
        case .version: shortVersion(value)
        case .protocolName: value.split(separator: "/").last.map(String.init) ?? value
        case .number, .bytes, .seconds, .links, .trend: value
        }
    }

    /// The version without the hash of its build: `3.2.1` for `3.2.1-ff69d35`, but
    /// `v0.35.1-64` for what lies 64 commits after v0.35.1.
    static func shortVersion(_ version: String) -> String {
        // Most are short already, and every row of every frame shows one.
        let mayBeCut = version.utf8.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: " ") }
        guard mayBeCut else { return version }
        // What the metrics of a node without a version give away is a bound.
        if version.hasPrefix("newer than ") { return ">" + version.dropFirst(11) }
        if version.hasSuffix(" or older") { return "≤" + version.dropLast(9) }
        let word: Substring.UTF8View = version.utf8.prefix { $0 != UInt8(ascii: " ") }
        let parts: [Substring.UTF8View] = word.split(separator: UInt8(ascii: "-"))
        let kept = parts.prefix { part in
            let digits = part.first == UInt8(ascii: "g") ? part.dropFirst() : part
            return digits.count < 7 || !digits.allSatisfy(\.isHexadecimalDigit)
        }
        guard let first = kept.first, let last = kept.last else { return String(Substring(word)) }
        return String(version[first.startIndex..<last.endIndex])
    }
}

extension UInt8 {
    /// Whether the byte is `0` to `9`, `a` to `f` or `A` to `F`.
    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
