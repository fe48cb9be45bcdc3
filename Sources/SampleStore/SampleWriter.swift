package import EventStore
package import FleetModel
internal import GRDB
package import IncidentLog
package import Primitives
import SQLiteFiles
internal import Synchronization

/// The one writer of a fleet's samples: takes polls, seals them, sums them up, lets the old go.
///
/// Only one program at a time holds the right to write; the system takes it from a program that
/// ends, however it ends.
package final class SampleWriter: Sendable {
    private let path: String
    private let settings: HistorySettings
    private let queue: DatabaseQueue
    private let state: Mutex<State>
    private let lock: Mutex<Int32?>

    /// What the writer remembers between two calls.
    struct State: Sendable {
        var sources: [Source: Int64] = [:]
        var metrics: [MetricName: Int] = [:]
        var heads: [Int64: Head] = [:]
    }

    /// One probe of one node.
    struct Source: Hashable, Sendable {
        let node: NodeID
        let probe: Int
    }

    /// The polls of a source that wait to be sealed.
    struct Head: Sendable {
        /// The number of the next poll.
        var next: Int64
        /// How many polls wait.
        var count: Int
        /// How many polls make a block.
        var limit: Int
    }

    /// Opens the samples at this path for writing and makes the file when there is none.
    ///
    /// - Returns: nil when another program writes them at the moment.
    /// - Throws: `StoreError.damaged` for what is no readable file of samples, `.newer` for one of
    ///   a newer Tocsin, and what else keeps a file from being opened.
    package static func open(
        path: String,
        settings: HistorySettings
    ) throws(StoreError) -> SampleWriter? {
        try StoreFile.createFolder(of: path)
        let real = StoreFile.real(path)
        guard let descriptor = try SampleFile.lock(real) else { return nil }
        do {
            try SampleFile.touch(real)
            let queue = try DatabaseQueue(path: real, configuration: SampleFile.writing)
            try SampleSchema.create(queue, path: real)
            let state = try queue.read { try State($0) }
            return SampleWriter(real, settings, queue, state, descriptor)
        } catch {
            SampleFile.unlock(descriptor)
            throw Self.error(error, path: real)
        }
    }

    private init(
        _ path: String,
        _ settings: HistorySettings,
        _ queue: DatabaseQueue,
        _ state: State,
        _ descriptor: Int32
    ) {
        self.path = path
        self.settings = settings
        self.queue = queue
        self.state = Mutex(state)
        lock = Mutex(descriptor)
    }

    deinit { release() }

    /// Writes what polls brought, all or nothing, and seals what has become enough for a block.
    ///
    /// - Parameter gaps: Spans in which nobody watched.
    package func record(
        _ observations: [Observation],
        gaps: [WatchGap] = []
    ) async throws(StoreError) {
        try await write { state, db in
            for observation in observations { try state.record(observation, db) }
            for gap in gaps { try state.record(gap, db) }
        }
    }

    /// Lets go of what is older than the settings allow, and of the oldest when the file is too
    /// large; at most `limit` blocks a call.
    ///
    /// - Returns: Whether more is to be done.
    @discardableResult
    package func prune(
        at now: Timestamp,
        limit: Int = 400
    ) async throws(StoreError) -> Bool {
        let settings = settings
        return try await write { _, db in
            try SamplePruner(settings: settings, now: now, limit: limit).prune(db)
        }
    }

    /// Gives the file and the right to write free.
    package func close() async {
        await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { _ in continuation.resume() }
        }
        try? queue.close()
        release()
    }

    private func release() {
        lock.withLock { descriptor in
            if let held = descriptor { SampleFile.unlock(held) }
            descriptor = nil
        }
    }

    /// Runs `body` in one transaction; a throw leaves nothing behind, neither in the file nor in
    /// the state.
    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (inout State, Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { db in
                continuation.resume(
                    returning: Result {
                        var next = self.state.withLock { $0 }
                        var value: Value?
                        try db.inTransaction(.immediate) {
                            value = try body(&next, db)
                            return .commit
                        }
                        self.state.withLock { $0 = next }
                        guard let value else { throw StoreError.failed("nothing was written") }
                        return value
                    }
                )
            }
        }
        do {
            return try result.get()
        } catch {
            throw Self.error(error, path: path)
        }
    }

    /// A file of samples that SQLite cannot read is a damaged one: its name is ours.
    static func error(_ error: any Error, path: String) -> StoreError {
        let error = StoreError(error, path: path)
        if case .notAStore(_, let reason) = error { return .damaged(.file(reason)) }
        return error
    }
}
