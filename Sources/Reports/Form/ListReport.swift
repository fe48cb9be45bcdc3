/// A report of several things of one kind; for machines it is an array of them.
package protocol ListReport: Report {
    /// One of the things, as machines read it.
    associatedtype Row: Encodable & Sendable
    /// The things in the order in which they are told.
    var rows: [Row] { get }
}

extension ListReport {
    /// Writes the rows, and nothing around them.
    package func encode(to encoder: any Encoder) throws {
        try rows.encode(to: encoder)
    }
}
