/// A table for people.
package struct ReportTable: Equatable, Sendable {
    /// What stands over the columns.
    package let headings: [String]
    /// The columns that a narrow terminal does without, by their headings, the first to go first.
    package let spare: [String]
    /// The rows, each with a cell for every heading.
    package private(set) var rows: [[Cell]] = []
    /// What is said when there are no rows; nil to say nothing.
    package var empty: String?

    /// What a cell shows.
    package enum Cell: Equatable, Sendable {
        /// A text; `-` and the empty one stand for nothing.
        case text(String)
        /// A series as a small plot.
        case course([Double?])
    }

    init(_ headings: [String]) {
        self.headings = headings
        spare = []
        empty = nil
    }

    init(_ headings: String..., spare: [String] = [], empty: String? = nil) {
        self.headings = headings
        self.spare = spare
        self.empty = empty
    }

    mutating func add(_ cells: String...) {
        rows.append(cells.map { .text($0) })
    }

    mutating func add(cells: [Cell]) {
        rows.append(cells)
    }
}
