package import IncidentLog

/// The append-only log of everything that happened: the one source of truth.
///
/// Several programs may use one log at the same time. An append that has begun runs to its end
/// even when the task that asked for it is cancelled, so that the caller always learns how it went.
package protocol EventLog: LeaseBook {
    /// Appends all drafts or none; they are on the disk when it returns. An entry that tells of a
    /// redaction removes the text of the entry it names, in the same step.
    ///
    /// - Parameters:
    ///   - drafts: what happened, in order; no text outside the payload may contain a zero byte.
    ///   - expecting: the last sequence number that the caller has read; 0 for an empty log.
    /// - Returns: the entries as everybody will read them.
    /// - Throws: `StoreError.conflict` when the log has moved on; nothing is written then.
    func append(_ drafts: [EntryDraft], expecting: Int64) async throws(StoreError) -> [Entry]

    /// The entries that follow a sequence number, in order, at most `limit` of them.
    ///
    /// The `payload` of a redacted entry is nil; its event is what the redaction kept of it, else
    /// `Event.unknown` with the entry's name and an empty payload. What this Tocsin cannot read is
    /// `Event.unknown` as well.
    func entries(after sequence: Int64, limit: Int) async throws(StoreError) -> [Entry]

    /// The first entries that a query asks for, in its order, at most `limit` of them.
    func entries(_ query: EntryQuery, limit: Int) async throws(StoreError) -> [Entry]

    /// What spares a search the reading of every entry; nil when the engine has no such thing.
    var searchIndex: (any SearchIndex)? { get }

    /// The newest state that was kept and still belongs to this log; nil when there is none.
    func snapshot() async throws(StoreError) -> LogState?
    /// Keeps a state that was folded from this log, so that the next start begins with it.
    func keep(_ state: LogState) async throws(StoreError)

    /// The sequence number of the last entry; 0 when the log is empty.
    func lastSequence() async throws(StoreError) -> Int64

    /// Tells when there is something new to read: once at the start, then within 150 ms after any
    /// program appended. Several appends may be told at once. Ends when the log is closed.
    func changes() -> AsyncStream<Void>

    /// What is wrong with the file of the log, apart from the chain of its entries.
    func fileDamage() async throws(StoreError) -> [StoreError.Damage]

    /// Ends every use of the log; whatever is asked of it afterwards fails.
    func close() async
}

extension EventLog {
    /// None: every entry is read.
    package var searchIndex: (any SearchIndex)? { nil }

    /// Nothing: there is no file.
    package func fileDamage() async throws(StoreError) -> [StoreError.Damage] { [] }
}
