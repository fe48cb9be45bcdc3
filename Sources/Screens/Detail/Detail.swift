import CellGrid
import Primitives

/// What is known of one thing, line by line; some lines are about a node and lead to it.
struct Detail: Sendable {
    /// What it is about, for the frame.
    let title: String
    /// The lines, wrapped to the width.
    private(set) var lines: [Line] = []
    /// The looks of the lines.
    let theme: Theme
    /// The columns that the lines are wrapped to.
    let width: Int

    /// One line, and the node that it is about; nil for none.
    struct Line: Sendable {
        let spans: [TextSpan]
        var node: NodeID?

        /// Its text.
        var text: String { spans.map(\.text).joined() }
    }

    /// Nothing yet, in lines of so many columns.
    init(_ title: String, _ theme: Theme, width: Int) {
        self.title = title
        self.theme = theme
        self.width = max(1, width)
    }

    // MARK: Writing it

    /// Adds a text, wrapped, a paragraph for each of its lines.
    mutating func add(_ text: String, _ role: ThemeRole = .text) {
        let paragraphs = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for paragraph in paragraphs {
            let lines = DisplayWidth.wrap(String(paragraph), width: width)
            for line in TextSpan.linked(lines, of: String(paragraph), style: theme[role]) {
                add(line)
            }
        }
    }

    /// Adds a line as it is.
    mutating func add(_ spans: [TextSpan], node: NodeID? = nil) {
        lines.append(Line(spans: spans, node: node))
    }

    /// Adds a word and what it says of the thing, wrapped under its own beginning.
    mutating func add(_ word: String, _ text: String, _ role: ThemeRole = .text) {
        let indent = min(max(Self.wordWidth, DisplayWidth.of(word) + 1), width / 3)
        let parts = DisplayWidth.wrap(text, width: max(1, width - indent))
        let linked = TextSpan.linked(parts, of: text, style: theme[role])
        for (place, part) in linked.enumerated() {
            let lead = place == 0 ? DisplayWidth.truncate(word, to: max(0, indent - 1)) : ""
            let word = DisplayWidth.pad(lead, to: indent, alignment: .leading)
            add([TextSpan(word, style: theme[.muted])] + part)
        }
    }

    /// Columns of a word with the gap after it.
    private static let wordWidth = 12

    /// Adds a heading below an empty line.
    mutating func head(_ text: String) {
        if !lines.isEmpty { add([]) }
        add([TextSpan(text, style: theme[.title])])
    }

    /// Adds a heading with texts under it, or nothing when there are none.
    mutating func section(_ title: String, _ texts: [String], _ role: ThemeRole = .text) {
        guard !texts.isEmpty else { return }
        head(title)
        for text in texts { add(text, role) }
    }

    // MARK: As a list

    /// The identities of the lines: that of its node, else its place.
    var rows: [String] {
        lines.enumerated().map { place, line in line.node?.rawValue ?? "#\(place)" }
    }

    /// The texts of the lines.
    var texts: [String] { lines.map(\.text) }

    /// The line that the cursor begins on when so many are in sight: the first that leads
    /// somewhere.
    func start(height: Int) -> Int {
        let place = lines.firstIndex { $0.node != nil } ?? 0
        return place < height ? place : 0
    }
}
