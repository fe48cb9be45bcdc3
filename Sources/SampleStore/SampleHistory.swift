package import EventStore
package import FleetModel
internal import GRDB
package import IncidentLog
package import Primitives
import SQLiteFiles
internal import Synchronization

/// Reads the samples that were kept of a fleet, whoever writes them, without changing any file.
package final class SampleHistory: Sendable {
    private let path: String
    private let reader: StoreReader
    private let damage = Atomic(0)

    /// Opens the samples at this path.
    /// - Throws: `StoreError.notFound` when nothing was recorded yet, `.damaged` for what is no
    ///   readable file of samples, `.newer` for one of a newer Tocsin.
    package init(path: String) throws(StoreError) {
        guard StoreFile.exists(path) else { throw .notFound(path: path) }
        try StoreFile.checkUsable(path, forWriting: false)
        let real = StoreFile.real(path)
        self.path = real
        reader = StoreReader(path: real)
        do {
            let isComplete = try reader.readNow { try SampleSchema.isComplete($0, path: real) }
            guard isComplete else { throw StoreError.notFound(path: path) }
        } catch {
            throw SampleWriter.error(error, path: real)
        }
    }

    /// How many parts of the file could not be read so far, because they are damaged.
    package var damagedParts: Int { damage.load(ordering: .relaxed) }

    /// The nodes that something is kept of, in order.
    package func nodes() async throws(StoreError) -> [NodeID] {
        try await read { db in
            try String.fetchAll(db, sql: "SELECT DISTINCT node FROM source ORDER BY node")
                .map { NodeID($0) }
        }
    }

    /// The spans between two moments in which nobody watched, the oldest first.
    package func gaps(from: Timestamp, to: Timestamp) async throws(StoreError) -> [WatchGap] {
        try await read { db in
            guard try db.tableExists("gap") else { return [] }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT fleet, from_at, to_at FROM gap WHERE from_at <= ? AND to_at >= ?
                    ORDER BY from_at, to_at
                    """,
                arguments: [to.milliseconds, from.milliseconds]
            )
            return rows.compactMap { row in
                guard let from = Int64.fromDatabaseValue(row[1]),
                    let to = Int64.fromDatabaseValue(row[2])
                else { return nil }
                return WatchGap(
                    fleet: String.fromDatabaseValue(row[0]),
                    from: Timestamp(milliseconds: from),
                    to: Timestamp(milliseconds: to)
                )
            }
        }
    }

    /// What the metrics of a node did from one moment to another.
    ///
    /// - Parameters:
    ///   - metrics: Those wanted; nil for all.
    ///   - step: The spans that samples are summed up in, which begin at whole multiples of it
    ///     since 1970; zero for every sample that there still is. Where only longer spans are left,
    ///     these are given.
    /// - Returns: The bins of each metric that has any, the oldest first; a span without samples
    ///   has no bin.
    package func bins(
        of node: NodeID,
        metrics: [MetricName]? = nil,
        from: Timestamp,
        to: Timestamp,
        step: Duration
    ) async throws(StoreError) -> [MetricName: [SampleBin]] {
        try await read { db in
            var query = SampleQuery(
                from: from.milliseconds,
                to: to.milliseconds,
                step: step
            )
            let names = try MetricTable(db)
            let wanted = metrics.map { $0.compactMap { names.numbers[$0] } }
            var binners: [Int: SampleBinner] = [:]
            for source in try Self.sources(of: node, db) {
                try query.run(source: source.id, metrics: wanted, db) { metric, bin in
                    binners[metric, default: SampleBinner(step: step)].add(bin)
                }
            }
            self.damage.add(query.damaged, ordering: .relaxed)
            var result: [MetricName: [SampleBin]] = [:]
            for (metric, binner) in binners {
                if let name = names.names[metric] { result[name] = binner.result }
            }
            return result
        }
    }

    /// What the polls of a node brought since a moment, the oldest first.
    ///
    /// Every sample since `fine`, and before that the last of every five minutes.
    /// The latency of a poll is told as such. Facts and failures are not kept here, and what
    /// follows from several nodes follows anew.
    package func replay(
        of node: NodeID,
        since: Timestamp,
        fine: Timestamp
    ) async throws(StoreError) -> [Observation] {
        try await read { db in
            let names = try MetricTable(db)
            var observations: [Observation] = []
            for source in try Self.sources(of: node, db)
            where source.probe != Observation.derivedIndex {
                var samples: [Int64: [Sample]] = [:]
                let minutes = SampleLevel.minutes.span
                let edge = SampleBinner.start(of: fine, step: minutes)
                var rough = SampleQuery(
                    from: since.milliseconds,
                    to: edge.milliseconds - 1,
                    step: minutes
                )
                var binners: [Int: SampleBinner] = [:]
                try rough.run(source: source.id, metrics: nil, db) { metric, bin in
                    binners[metric, default: SampleBinner(step: minutes)].add(bin)
                }
                for (metric, binner) in binners {
                    guard let name = names.names[metric] else { continue }
                    for bin in binner.result {
                        let at = bin.start.milliseconds + minutes.milliseconds - 1
                        samples[at, default: []].append(Sample(name, bin.last))
                    }
                }
                var exact = SampleQuery(
                    from: edge.milliseconds,
                    to: .max,
                    step: .zero
                )
                try exact.run(source: source.id, metrics: nil, db) { metric, bin in
                    guard let name = names.names[metric] else { return }
                    samples[bin.start.milliseconds, default: []].append(Sample(name, bin.last))
                }
                self.damage.add(rough.damaged + exact.damaged, ordering: .relaxed)
                observations += samples.map { at, samples in
                    Observation(of: node, probe: source.probe, at: at, samples)
                }
            }
            return observations.sorted { ($0.at, $0.probeIndex) < ($1.at, $1.probeIndex) }
        }
    }

    /// How many samples are sealed, and how many bytes they and their moments take.
    package func sealedSize() async throws(StoreError) -> (samples: Int, bytes: Int) {
        try await read { db in
            let series = try Row.fetchOne(
                db,
                sql: """
                    SELECT sum(block.count), sum(length(series.data)) FROM series
                    JOIN block ON block.id = series.key >> 16 WHERE block.level = 0
                    """
            )
            let times = try Int.fetchOne(
                db,
                sql: "SELECT sum(length(times)) FROM block WHERE level = 0"
            )
            let samples = series.flatMap { Int.fromDatabaseValue($0[0]) } ?? 0
            let bytes = series.flatMap { Int.fromDatabaseValue($0[1]) } ?? 0
            return (samples, bytes + (times ?? 0))
        }
    }

    /// Ends the use of the file.
    package func close() {
        try? reader.close()
    }

    private static func sources(
        of node: NodeID,
        _ db: Database
    ) throws -> [(id: Int64, probe: Int)] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT id, probe FROM source WHERE node = ? ORDER BY probe",
            arguments: [node.rawValue]
        )
        return rows.compactMap { row in
            guard let id = Int64.fromDatabaseValue(row[0]),
                let probe = Int.fromDatabaseValue(row[1])
            else { return nil }
            return (id, probe)
        }
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await reader.read(body)
        } catch {
            throw SampleWriter.error(error, path: path)
        }
    }
}

extension Observation {
    fileprivate init(of node: NodeID, probe: Int, at: Int64, _ samples: [Sample]) {
        let latency = samples.first { $0.metric == .latency && (0...86_400).contains($0.value) }
        self.init(
            node: node,
            probeIndex: probe,
            at: Timestamp(milliseconds: at),
            latency: .milliseconds(Int64(((latency?.value ?? 0) * 1000).rounded())),
            samples: samples.filter { $0.metric != .latency }
                .sorted { $0.metric < $1.metric }
        )
    }
}

/// The names of metrics and the numbers that stand for them.
struct MetricTable {
    var numbers: [MetricName: Int] = [:]
    var names: [Int: MetricName] = [:]

    init(_ db: Database) throws {
        for row in try Row.fetchAll(db, sql: "SELECT id, name FROM metric") {
            guard let id = Int.fromDatabaseValue(row[0]),
                let name = String.fromDatabaseValue(row[1])
            else { continue }
            numbers[MetricName(name)] = id
            names[id] = MetricName(name)
        }
    }
}
