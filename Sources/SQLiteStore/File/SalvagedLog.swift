import EventStore
import Glibc
internal import GRDB
import IncidentLog
import Primitives
import SQLiteFiles

/// What can still be read of a damaged log: every entry that is what was written, judged by its own
/// hash.
///
/// All of it is done on a copy, so that the damaged file stays as it was found.
struct SalvagedLog {
    /// The entries that verify, by their numbers.
    private(set) var entries: [Int64: Entry] = [:]

    /// Reads the file at this path, if there is one.
    ///
    /// - Parameter lastKnown: The number of the last entry that there should be.
    init(path: String, lastKnown: Int64) throws {
        guard StoreFile.exists(path) else { return }
        let copy = path + ".new-" + String(UInt64.random(in: .min ... .max), radix: 36)
        defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(copy + suffix) } }
        try StoreFile.copy(path, to: copy)
        if StoreFile.exists(path + "-wal") { try StoreFile.copy(path + "-wal", to: copy + "-wal") }
        guard let queue = try Self.openCopy(copy) else { return }
        var (isWhole, root, columns): (Bool, Int?, Int?) = (false, nil, nil)
        queue.inDatabase { db in
            isWhole = readEntries(db, lastKnown) && !entries.isEmpty
            root = try? Int.fetchOne(
                db,
                sql: "SELECT rootpage FROM sqlite_master WHERE name = 'entry'"
            )
            columns = try? Int.fetchOne(db, sql: "SELECT count(*) FROM pragma_table_info('entry')")
        }
        try? queue.close()
        if !isWhole, let root, let columns { try readLeaves(of: copy, root, columns) }
    }

    /// Reads the pages of entries to which no tree leads any more.
    private mutating func readLeaves(of copy: String, _ root: Int, _ columns: Int) throws {
        try LeafPages(path: copy, columns: columns).underRoot(root) {
            guard let queue = Self.open(copy) else { return }
            _ = queue.inDatabase { readEntries($0, 0) }
            try? queue.close()
        }
    }

    /// Opens the copy; nil when it cannot be read at all.
    ///
    /// When its tables cannot be found, it is opened under the first pages of a log just made,
    /// which are the same in every log.
    private static func openCopy(_ copy: String) throws -> DatabaseQueue? {
        try StoreFile.mendHeader(of: copy)
        if let queue = open(copy) { return queue }
        try transplantTables(into: copy)
        return open(copy)
    }

    private static func open(_ copy: String) -> DatabaseQueue? {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            // A broken rule must not keep the entries from being read.
            try db.execute(sql: "PRAGMA writable_schema = ON")
        }
        guard let queue = try? DatabaseQueue(path: copy, configuration: configuration) else {
            return nil
        }
        let isUsable = (try? queue.inDatabase { try EntryRow.checkIsTable($0) }) != nil
        return isUsable ? queue : nil
    }

    /// Writes those pages of a new log that hold no rows, the list of its tables, over the copy's.
    private static func transplantTables(into copy: String) throws {
        let draft = try StoreDraft(beside: copy)
        defer { draft.remove() }
        let queue = try DatabaseQueue(path: draft.path, configuration: StoreFile.reading)
        let (count, roots) = try queue.inDatabase { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0,
                try Set(Int.fetchAll(db, sql: "SELECT rootpage FROM sqlite_master"))
            )
        }
        try queue.close()
        let pages = (0..<count).filter { !roots.contains($0 + 1) }
        try StoreFile.copyPages(pages, of: draft.path, to: copy)
        try StoreFile.mendHeader(of: copy)
    }

    private static let pageSize = 1000
    /// How far behind the last entry read is looked for more, when nothing tells how many there
    /// were.
    private static let searchLimit: Int64 = 10_000

    /// Reads what the tree leads to; whether none of its pages is broken.
    private mutating func readEntries(_ db: Database, _ lastKnown: Int64) -> Bool {
        var (last, end): (Int64, Int64) = (0, lastKnown)
        if let tip = try? EntryRow.tip(db).sequence { end = max(end, tip) }
        var isWhole = true
        while true {
            let page = EntryRow.readable(after: last, limit: Self.pageSize, db)
            for row in page.rows { keep(row) }
            if !page.isBroken {
                // Without a broken page the end is the end.
                guard let furthest = page.last, furthest > last else { return isWhole }
                last = furthest
                continue
            }
            isWhole = false
            // Beyond a broken page each entry is asked for by its number.
            last = max(last, page.last ?? last)
            let limit = min(max(end, last + Self.searchLimit), last + 100 * Self.searchLimit)
            var next = last + 1
            while next <= limit {
                let row = EntryRow.readable(at: next, db)
                if let row {
                    keep(row)
                    break
                }
                next += 1
            }
            guard next <= limit else { return false }
            last = next
        }
    }

    private mutating func keep(_ row: EntryRow) {
        let sealed = row.sealed
        if let payload = sealed.payload, sha256Hex(Array(payload.utf8)) != sealed.payloadDigest {
            return
        }
        guard sealed.sequence > 0, sha256Hex(sealed.canonicalBytes) == sealed.hash else { return }
        entries[sealed.sequence] = row.entry
    }
}
