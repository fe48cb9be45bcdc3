/// What a look at a SQLite database found.
package struct DatabaseReport: Equatable, Sendable {
    /// The size of the file.
    package var fileBytes = 0
    /// The size of the write-ahead log beside it; nil when it keeps none.
    package var walBytes: Int?
    /// `PRAGMA user_version`: the version of the layout, as the program counts it.
    package var userVersion: Int?
    /// `PRAGMA application_id`; 0 for none.
    package var applicationID: Int?
    /// Whether the header says that it keeps a write-ahead log.
    package var isWriteAhead = false
    /// The columns of each table, such as `id BLOB PK, timestamp INTEGER`, by its name.
    package var layout: [Table]?
    /// The rows of the tables that were counted in time.
    package var rows: [RowCount] = []
    /// What the check of all pages says: `ok`, or the first thing that is wrong.
    package var check: String?
    /// What is wrong with the database.
    package var faults: [String] = []
    /// What could not be found out, for reasons that are not the database's fault.
    package var notes: [String] = []

    /// A table and its columns.
    package struct Table: Equatable, Sendable {
        /// Its name.
        package var name: String
        /// Its columns in one line.
        package var columns: String

        /// A table of these columns.
        package init(name: String, columns: String) {
            self.name = name
            self.columns = columns
        }
    }

    /// A table and how many rows it has.
    package struct RowCount: Equatable, Sendable {
        /// Its name.
        package var table: String
        /// How many rows it has.
        package var count: Int

        /// A count of this table's rows.
        package init(table: String, count: Int) {
            self.table = table
            self.count = count
        }
    }
}
