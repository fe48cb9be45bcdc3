package import Primitives

/// The drills that there are.
package struct DrillList: ListReport {
    /// The drills, the oldest first.
    package let rows: [Row]

    /// One drill.
    package struct Row: Encodable, Sendable {
        let name: String
        let title: String
        let start: Timestamp
        let end: Timestamp
        let summary: String

        /// A drill between two moments of virtual time.
        package init(
            name: String,
            title: String,
            start: Timestamp,
            end: Timestamp,
            summary: String
        ) {
            self.name = name
            self.title = title
            self.start = start
            self.end = end
            self.summary = summary
        }
    }

    /// These drills.
    package init(_ rows: [Row]) {
        self.rows = rows
    }

    /// A line a drill, and what happens in it.
    package func text(at now: Timestamp) -> [ReportPart] {
        rows.flatMap { drill in
            [.line("\(drill.name)  \(drill.title)")]
                + drill.summary.split(separator: "\n").map { .line("    \($0)") }
        }
    }
}
