package import IncidentLog
package import Primitives

/// What an engine keeps so that a search need not read every entry.
///
/// It is derived from the log and proves nothing: it may lack entries, which are then read, and it
/// may name entries that do not contain what was asked for. Never does it leave one out.
package protocol SearchIndex: Sendable {
    /// The entries that the index lacks, in runs of bounded length, in order; none when it cannot
    /// be kept.
    ///
    /// - Parameter form: The form of the texts; what was indexed in an older one is lacking.
    func unindexed(form: Int) async throws(StoreError) -> [ClosedRange<Int64>]

    /// Takes up the texts of a run of entries that `unindexed` named, or of its beginning.
    ///
    /// - Parameters:
    ///   - texts: One for each entry, lowercase.
    ///   - first: The number of the first entry.
    ///   - sequence: The last entry that the texts know of.
    /// - Returns: False when nothing was taken, because what was appended meanwhile may have
    ///   changed or removed a text, or because another program was faster.
    func index(
        _ texts: [String],
        from first: Int64,
        asOf sequence: Int64,
        form: Int
    ) async throws(StoreError) -> Bool

    /// The entries behind a number that may contain all of these words, in order, at most `limit`
    /// of them; fewer only when there are no more.
    ///
    /// - Parameters:
    ///   - words: Lowercase texts.
    ///   - others: The numbers of entries that are given whatever was indexed of them.
    func candidates(
        _ words: [String],
        form: Int,
        and others: [Int64],
        after sequence: Int64,
        limit: Int
    ) async throws(StoreError) -> [Entry]

    /// The numbers of entries; what is not in the log has none.
    func sequences(of ids: [EntryID]) async throws(StoreError) -> [Int64]
}
