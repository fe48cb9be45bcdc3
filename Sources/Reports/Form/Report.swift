package import Primitives

/// What is told of one thing: a value for machines, lines and tables for people.
///
/// Nothing else knows its form: the command line writes it, and so does whoever else tells it.
package protocol Report: Encodable, Sendable {
    /// The value as one line of JSON.
    ///
    /// - Throws: What the JSON encoder throws, for instance for a number that is not finite.
    func json() throws -> String

    /// What people read at this moment, from top to bottom.
    func text(at now: Timestamp) -> [ReportPart]
}

extension Report {
    /// The value as one line of JSON, with nothing unsafe in it as such.
    package func json() throws -> String {
        try ReportJSON.text(of: self)
    }
}
