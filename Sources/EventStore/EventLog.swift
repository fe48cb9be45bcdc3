package import IncidentLog
package import Primitives

/// The append-only log of everything that happened: the one source of truth.
///
/// Several programs may use one log at the same time. An append that has begun runs to its end
/// even when the task that asked for it is cancelled, so that the caller always learns how it went.
package protocol EventLog: Sendable {
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

    /// The newest state that was kept and still belongs to this log; nil when there is none.
    func snapshot() async throws(StoreError) -> LogState?

    /// Keeps a state that was folded from this log, so that the next start begins with it.
    func keep(_ state: LogState) async throws(StoreError)

    /// The sequence number of the last entry; 0 when the log is empty.
    func lastSequence() async throws(StoreError) -> Int64

    /// Tells when there is something new to read: once at the start, then within 150 ms after any
    /// program appended. Several appends may be told at once. Ends when the log is closed.
    func changes() -> AsyncStream<Void>

    /// Takes deliveries that are due and marks them as taken by `owner` until the lease ends or
    /// their outcome is appended. Of each channel only the oldest update that waits is given, so
    /// that the updates arrive in their order. An update whose text or incident was redacted is
    /// never given, and holds up no other.
    func claimDeliveries(
        at now: Timestamp,
        owner: String,
        lease: Duration,
        limit: Int
    ) async throws(StoreError) -> [OutboxItem]

    /// Lengthens the lease of a delivery that `owner` has taken and that is still under way.
    ///
    /// - Returns: Whether it still is the owner's; when not, another program may send it by now.
    func renewDelivery(
        _ item: OutboxItem,
        owner: String,
        until: Timestamp
    ) async throws(StoreError) -> Bool

    /// When the next delivery can be claimed, which may be in the past; nil when none waits.
    func nextDeliveryDue() async throws(StoreError) -> Timestamp?

    /// Ends every use of the log; whatever is asked of it afterwards fails.
    func close() async
}
