/// What a `sqlite` probe looks at: a database file, never written to.
package struct SQLiteTarget: ProbeDescriptor {
    /// The path of the database.
    package var file: String
    /// The name in front of what is learned, as in `store:Message`; nil for none.
    package var name: String?
    /// What is looked at, besides the version and the sizes.
    package var checks: [Check]
    /// The tables whose rows are counted; all when empty.
    package var tables: [String]

    /// How often such a probe asks when its fleet file does not say.
    package static let usualInterval: Duration = .seconds(300)
    /// How long one look may take when the fleet file does not say: the check reads all pages.
    package static let usualTimeout: Duration = .seconds(20)

    /// A target of these parts.
    package init(
        file: String,
        name: String? = nil,
        checks: [Check] = Check.allCases,
        tables: [String] = []
    ) {
        self.file = file
        self.name = name
        self.checks = checks
        self.tables = tables
    }

    /// A part of the look at a database that costs time.
    package enum Check: String, CaseIterable, Sendable {
        /// `PRAGMA quick_check`: reads every page, without comparing indexes with their tables.
        case quick
        /// The columns of every table.
        case layout
        /// How many rows tables have: reads an index of each to its end.
        case rows
    }

    /// A database file lies beside the node.
    package static let row = ProbeRow("sqlite", reachesNode: false)

    /// Nothing that answers or runs.
    package var reach: ProbeReach { .nothing }

    /// Tables have names of their own.
    package var names: ProbeNames {
        var names = ProbeNames()
        names.prefixes = ["database", "table ", (name.map { $0 + "." } ?? "") + "wal."]
        return names
    }
}
