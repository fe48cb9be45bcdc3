package import EventStore
import Glibc
internal import GRDB
package import IncidentLog
package import Primitives
import SQLiteFiles

/// Makes a new log of everything that verifies in a damaged one, and keeps the damaged file.
///
/// Entries before the first loss keep their numbers and hashes; those behind it move up and are
/// chained anew, each still with its text, author, times and id. Nothing is guessed: what is
/// missing is named by an entry of the new log.
package struct LogRecovery: Sendable {
    /// How many entries the new log took over.
    package let kept: Int64
    /// What is missing, by the numbers of the damaged log.
    package let lost: [LostEntries]
    /// Where the damaged file is now; nil when there was none left.
    package let aside: String?
    /// How many deliveries were given up because nobody knows whether they were made.
    package let undecided: Int

    private typealias Kept = (entry: Entry, before: Int64)

    /// Replaces the log at a path.
    ///
    /// - Parameters:
    ///   - path: The damaged log; also one that is gone, of which only the note beside it remains.
    ///   - problem: The damage in words.
    ///   - stamp: What tells the damaged file from those set aside before, such as a time.
    ///   - draft: Gives an event its author, time and id.
    /// - Throws: `StoreError`; the damaged log is in its place then.
    package static func recover(
        _ path: String,
        problem: String,
        stamp: String,
        draft: (IncidentID?, Event) -> EntryDraft
    ) throws(StoreError) -> LogRecovery {
        do {
            return try recoverUnwrapped(StoreFile.real(path), problem, stamp, draft)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private static func recoverUnwrapped(
        _ path: String,
        _ problem: String,
        _ stamp: String,
        _ draft: (IncidentID?, Event) -> EntryDraft
    ) throws -> LogRecovery {
        let tip = TipFile.read(besideLog: path)
        var lastKnown: Int64 = 0
        if case .tip(let sequence, _) = tip { lastKnown = sequence }
        let salvaged = try SalvagedLog(path: path, lastKnown: lastKnown)
        let lost = losses(salvaged, tip)
        let aside = StoreFile.exists(path) ? asideName(path, stamp) : nil
        let event = LogEvent.recovered(
            kept: Int64(salvaged.entries.count),
            lost: lost,
            problem: problem,
            file: aside.map { String($0.split(separator: "/").last ?? "") }
        )
        var (undecided, end) = (0, ChainTip())
        let new = try StoreDraft(beside: path) { db in
            let kept = try insert(salvaged, &end, db)
            var state = LogState()
            for entry in kept { state.apply(entry.entry) }
            state.apply(try append(draft(nil, .log(event)), &end, db))
            for row in unsettled(state, kept, lost) {
                undecided += 1
                try append(draft(row.incident, row.event), &end, db)
            }
        }
        defer { new.remove() }
        try replace(path, by: new, keepingAs: aside, stamp: stamp)
        let note = TipFile(besideLog: path)
        note.advance(to: end)
        note.close()
        return LogRecovery(
            kept: Int64(salvaged.entries.count),
            lost: lost,
            aside: aside,
            undecided: undecided
        )
    }

    /// The numbers that are missing, each run with the hash of its last entry where it is known.
    private static func losses(_ log: SalvagedLog, _ tip: TipFile.Content) -> [LostEntries] {
        var (lost, next): ([LostEntries], Int64) = ([], 1)
        for sequence in log.entries.keys.sorted() {
            if sequence > next {
                let hash = log.entries[sequence]?.previousHash
                lost.append(LostEntries(first: next, last: sequence - 1, hash: hash))
            }
            next = sequence + 1
        }
        if case .tip(let sequence, let hash) = tip, sequence >= next {
            lost.append(LostEntries(first: next, last: sequence, hash: hash))
        }
        return lost
    }

    // MARK: The new log

    private static func insert(
        _ log: SalvagedLog,
        _ end: inout ChainTip,
        _ db: Database
    ) throws -> [Kept] {
        var (kept, ids): ([Kept], Set<EntryID>) = ([], [])
        for before in log.entries.keys.sorted() {
            guard let old = log.entries[before], ids.insert(old.id).inserted else { continue }
            let entry = end.reseal(old)
            try EntryRow.insert(entry, db)
            kept.append((entry, before))
        }
        return kept
    }

    @discardableResult
    private static func append(
        _ draft: EntryDraft,
        _ end: inout ChainTip,
        _ db: Database
    ) throws -> Entry {
        let entry = try end.seal(draft)
        try EntryRow.insert(entry, db)
        return entry
    }

    /// The deliveries of which nobody knows whether they were made.
    ///
    /// Entries behind their release were lost: they are given up instead of being made twice, and
    /// a person may ask for another try.
    private static func unsettled(
        _ state: LogState,
        _ kept: [Kept],
        _ lost: [LostEntries]
    ) -> [(incident: IncidentID, event: Event)] {
        let lastLost = lost.last?.last ?? 0
        return state.waitingUpdates.compactMap { update in
            let place = Int(update.sequence) - 1
            let released = kept.indices.contains(place) ? kept[place].before : 0
            guard released < lastLost else { return nil }
            let event = UpdateEvent.gaveUp(
                number: update.number,
                channel: update.channel,
                reason: "whether it was delivered was lost with the damaged log",
                attempt: update.attempt
            )
            return (update.incident, .update(event))
        }
    }

    // MARK: Files

    private static func asideName(_ path: String, _ stamp: String) -> String {
        let name = path + ".damaged-" + stamp
        guard StoreFile.exists(name) else { return name }
        let number = (2...).first { !StoreFile.exists("\(name)-\($0)") } ?? 2
        return "\(name)-\(number)"
    }

    /// Puts the new log in the place of the old one; the old one's name ends first.
    private static func replace(
        _ path: String,
        by new: StoreDraft,
        keepingAs aside: String?,
        stamp: String
    ) throws {
        let kept = aside ?? path + ".damaged-" + stamp
        var moved: [String] = []
        func moveBack() {
            for suffix in moved.reversed() { rename(kept + suffix, path + suffix) }
        }
        // The side files first: SQLite would take them for those of the new log.
        for suffix in ["-wal", "-shm", "-tip", ""] where StoreFile.exists(path + suffix) {
            guard rename(path + suffix, kept + suffix) == 0 else {
                let reason = StoreFile.reason()
                moveBack()
                throw StoreError.failed("\(path)\(suffix): \(reason)")
            }
            moved.append(suffix)
        }
        guard link(new.path, path) == 0 else {
            let reason = StoreFile.reason()
            moveBack()
            throw StoreError.failed("\(path): \(reason)")
        }
        StoreFile.syncFolder(StoreFile.folder(of: path))
    }
}
