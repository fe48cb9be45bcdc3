/// What a `sqlite` probe looks at: a database file, never written to.
package struct SQLiteTarget: Equatable, Sendable {
    /// The path of the database.
    package var file: String

    /// A target of these parts.
    package init(file: String) {
        self.file = file
    }
}
