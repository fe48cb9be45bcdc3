import EventStore
import FleetModel
import IncidentLog
import Runtime
import SQLiteStore

// How the commands read the log: its state by the one kept last, its entries by pages.
extension Invocation {
    /// Opens the log for reading, without ever creating one; nil when there is none yet.
    func readLog() throws(Failure) -> SQLiteEventLog? {
        try openExisting(.readOnly)
    }

    /// Opens the log for writing and makes it when there is none yet.
    func writeLog() throws(Failure) -> SQLiteEventLog {
        do throws(StoreError) {
            return try SQLiteEventLog(path: storePath, mode: .readWrite)
        } catch {
            throw Failure(error)
        }
    }

    /// Opens the log as it is, damage or not; nil when there is none yet.
    func inspectLog() throws(Failure) -> SQLiteEventLog? {
        try openExisting(.inspect)
    }

    private func openExisting(_ mode: SQLiteEventLog.OpenMode) throws(Failure) -> SQLiteEventLog? {
        do throws(StoreError) {
            return try SQLiteEventLog(path: storePath, mode: mode)
        } catch {
            if case .notFound = error { return nil }
            throw Failure(error)
        }
    }

    /// Everything that the log tells; an empty state when there is no log yet.
    func readState() throws(Failure) -> LogState {
        guard let log = try readLog() else { return LogState() }
        defer { blocking { await log.close() } }
        return try readState(log)
    }

    /// Everything that an open log tells.
    func readState(_ log: SQLiteEventLog) throws(Failure) -> LogState {
        defer { Output.progress("") }
        return try answer { () async throws(StoreError) in
            try await log.state { Output.progress("reading entry \($0)") }.state
        }
    }

    /// What the log answers; a refusal is a failure of the command.
    func answer<Value: Sendable>(
        _ ask: @escaping @Sendable () async throws(StoreError) -> Value
    ) throws(Failure) -> Value {
        let result = blocking { () async -> Result<Value, StoreError> in
            do throws(StoreError) {
                return .success(try await ask())
            } catch {
                return .failure(error)
            }
        }
        do throws(StoreError) {
            return try result.get()
        } catch {
            throw Failure(error)
        }
    }

    private static let pageSize = 2000

    /// Goes through the entries that a query asks for, a page at a time, beside what the whole log
    /// tells; always from the oldest to the newest.
    ///
    /// - Parameters:
    ///   - limit: Only the first so many of the query; nil for all.
    ///   - isWanted: What is passed over does not count.
    ///   - query: What is asked for, in view of the state.
    func visitEntries(
        limit: Int?,
        where isWanted: (Entry, LogState) -> Bool,
        _ query: (LogState) throws(Failure) -> EntryQuery,
        _ visit: (Entry, LogState) -> Void
    ) throws(Failure) {
        guard let log = try readLog() else {
            _ = try query(LogState())
            return
        }
        defer { blocking { await log.close() } }
        let state = try readState(log)
        var query = try query(state)
        guard let limit else {
            query.order = .oldestFirst
            try visitPages(of: query, in: log) { entry in
                if isWanted(entry, state) { visit(entry, state) }
                return true
            }
            return
        }
        guard limit > 0 else { return }
        var found: [Entry] = []
        try visitPages(of: query, in: log, size: limit) { entry in
            if isWanted(entry, state) { found.append(entry) }
            return found.count < limit
        }
        let inTime = query.order == .newestFirst ? found.reversed() : found
        for entry in inTime { visit(entry, state) }
    }

    /// Goes through the entries of a query until `visit` says no.
    private func visitPages(
        of query: EntryQuery,
        in log: SQLiteEventLog,
        size: Int = pageSize,
        _ visit: (Entry) -> Bool
    ) throws(Failure) {
        var query = query
        let size = min(size, Self.pageSize)
        while true {
            let asked = query
            let page = try answer { () async throws(StoreError) in
                try await log.entries(asked, limit: size)
            }
            for entry in page where !visit(entry) { return }
            guard page.count == size, let last = page.last else { return }
            query.behind = EntryQuery.Place(last)
        }
    }

    /// So many entries that the search index lacks are read as fast as others are found.
    private static let entriesReadUnindexed = 1000

    /// Goes through the entries that contain every word, a page at a time, in the order of their
    /// numbers; what the index lacks is indexed first, when the log may be written to.
    ///
    /// - Parameter query: Which entries are looked at, in view of the state.
    func searchEntries(
        _ words: [String],
        _ query: (LogState) throws(Failure) -> EntryQuery,
        _ visit: (Entry, LogState) -> Void
    ) throws(Failure) {
        guard let log = try readLog() else {
            _ = try query(LogState())
            return
        }
        defer { blocking { await log.close() } }
        let state = try readState(log)
        let search = EntrySearch(words, among: try query(state), state, .shown)
        try extendIndex(of: log, state)
        var place: Int64? = 0
        while let after = place {
            let page = try answer { () async throws(StoreError) in
                try await search.page(of: log, after: after)
            }
            for entry in page.found { visit(entry, state) }
            place = page.searchedTo
        }
    }

    /// Indexes what the index lacks, if that is much; without it a search reads more.
    private func extendIndex(of log: SQLiteEventLog, _ state: LogState) throws(Failure) {
        let lacking = try answer { () async throws(StoreError) in
            try await log.unindexed(form: EntryWording.shown.form)
        }
        guard lacking.reduce(0, { $0 + $1.count }) > Self.entriesReadUnindexed,
            let writer = try? writeLog()
        else { return }
        defer { Output.progress("") }
        blocking {
            // Whoever waits for an index once is not to wait for the state at each search.
            try? await writer.keep(state)
            try? await writer.extendIndex(asOf: state, .shown) {
                Output.progress("indexing entry \($0)")
            }
            await writer.close()
        }
    }

    /// What the log tells, and those of its entries, in the order of their numbers, that are
    /// wanted.
    func readState(
        keeping isWanted: (Entry, LogState) -> Bool
    ) throws(Failure) -> (state: LogState, entries: [Entry]) {
        guard let log = try readLog() else { return (LogState(), []) }
        defer { blocking { await log.close() } }
        let state = try readState(log)
        var (kept, place): ([Entry], Int64) = ([], 0)
        while true {
            let after = place
            let page = try answer { () async throws(StoreError) in
                try await log.entries(after: after, limit: Self.pageSize)
            }
            kept += page.filter { isWanted($0, state) }
            guard page.count == Self.pageSize, let last = page.last else { return (state, kept) }
            place = last.sequence
        }
    }

    /// A session on the log that is there, with what it tells; nil when there is none yet, and when
    /// it cannot be read, which is said.
    ///
    /// A log that may not be written to is read, and nothing is kept in it.
    func sessionOrNone(_ fleet: Fleet) -> Session? {
        do throws(Failure) {
            guard FileText.exists(storePath) else { return nil }
            let writable = try? SQLiteEventLog(path: storePath, mode: .readWrite)
            let readable = writable == nil ? try readLog() : nil
            guard let log = writable ?? readable else { return nil }
            let session = Session(fleet: fleet, log: log, clock: RunTime.clock, device: device)
            do throws(Failure) {
                try answer { () async throws(StoreError) in try await session.refresh() }
            } catch {
                blocking { await log.close() }
                throw error
            }
            return session
        } catch {
            Output.problem("the signals of the log are left out: \(error.message)")
            return nil
        }
    }

    /// What the log tells; says so and goes on without it when it cannot be read.
    func logStateOrNone() -> LogState {
        do throws(Failure) {
            return try readState()
        } catch {
            Output.problem("the signals of the log are left out: \(error.message)")
            return LogState()
        }
    }
}
