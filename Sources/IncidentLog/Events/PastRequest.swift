/// What somebody wants to read of the log's past, beyond what was handed over at the start.
package enum PastRequest: Equatable, Sendable {
    /// The first entries of a query, at most `limit` of them.
    case page(EntryQuery, limit: Int)
    /// The entry of this number.
    case entry(Int64)
    /// The newest entries, of all incidents, that have all of these words, at most `limit` of them.
    case search([String], limit: Int)
}
