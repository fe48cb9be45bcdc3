internal import GRDB
import IncidentLog
import Primitives

extension SampleWriter.State {
    /// The first block of a source holds this many polls or up to twice as many, so that not all
    /// sources are sealed at the same time.
    private static let firstLimit = 120
    /// How many polls the blocks after the first hold.
    private static let limit = 240

    /// What is known from the file.
    init(_ db: Database) throws {
        for row in try Row.fetchAll(db, sql: "SELECT id, node, probe FROM source") {
            guard let id = Int64.fromDatabaseValue(row[0]),
                let node = String.fromDatabaseValue(row[1]),
                let probe = Int.fromDatabaseValue(row[2])
            else { continue }
            sources[SampleWriter.Source(node: NodeID(node), probe: probe)] = id
        }
        for row in try Row.fetchAll(db, sql: "SELECT id, name FROM metric") {
            guard let id = Int.fromDatabaseValue(row[0]),
                let name = String.fromDatabaseValue(row[1])
            else { continue }
            metrics[MetricName(name)] = id
        }
    }

    /// Puts what one poll brought at the head of its source.
    mutating func record(_ observation: Observation, _ db: Database) throws {
        var samples: [(metric: Int, value: Double)] = []
        samples.reserveCapacity(observation.samples.count + 1)
        for sample in observation.samples {
            if let metric = try number(of: sample.metric, db) {
                samples.append((metric, sample.value))
            }
        }
        if let latency = observation.latency, let metric = try number(of: .latency, db) {
            samples.append((metric, latency.inSeconds))
        }
        guard !samples.isEmpty else { return }
        let source = try number(of: observation, db)
        var head = try heads[source] ?? self.head(of: source, db)
        let insert = try db.cachedStatement(
            sql: "INSERT INTO head (key, at, data) VALUES (?, ?, ?)"
        )
        try insert.execute(arguments: [
            source << 40 | head.next, observation.at.milliseconds,
            HeadCode.bytes(of: samples).stored,
        ])
        head.next += 1
        head.count += 1
        if head.count >= head.limit {
            try SampleSealer(source: source).seal(db)
            head.count = 0
            head.limit = Self.limit
        }
        heads[source] = head
    }

    /// Marks a span in which nobody watched.
    func record(_ gap: WatchGap, _ db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO gap (from_at, to_at, fleet) VALUES (?, ?, ?)",
            arguments: [gap.from.milliseconds, gap.to.milliseconds, gap.fleet]
        )
    }

    private func head(of source: Int64, _ db: Database) throws -> SampleWriter.Head {
        let range: StatementArguments = [source << 40, (source + 1) << 40 - 1]
        let first = try Int64.fetchOne(
            db,
            sql: "SELECT min(key) FROM head WHERE key BETWEEN ? AND ?",
            arguments: range
        )
        let last = try Int64.fetchOne(
            db,
            sql: "SELECT max(key) FROM head WHERE key BETWEEN ? AND ?",
            arguments: range
        )
        let limit = Self.firstLimit + Int(source * 37 % Int64(Self.firstLimit))
        guard let first, let last else {
            return SampleWriter.Head(next: 0, count: 0, limit: limit)
        }
        let next = (last & (1 << 40 - 1)) + 1
        return SampleWriter.Head(next: next, count: Int(last - first) + 1, limit: limit)
    }

    private mutating func number(of name: MetricName, _ db: Database) throws -> Int? {
        if let known = metrics[name] { return known }
        guard metrics.count < HeadCode.metricLimit else { return nil }
        try db.execute(sql: "INSERT INTO metric (name) VALUES (?)", arguments: [name.rawValue])
        let id = Int(db.lastInsertedRowID)
        guard id <= HeadCode.metricLimit else { return nil }
        metrics[name] = id
        return id
    }

    private mutating func number(of observation: Observation, _ db: Database) throws -> Int64 {
        let source = SampleWriter.Source(
            node: observation.node,
            probe: observation.probeIndex
        )
        if let known = sources[source] { return known }
        try db.execute(
            sql: "INSERT INTO source (node, probe) VALUES (?, ?)",
            arguments: [source.node.rawValue, source.probe]
        )
        sources[source] = db.lastInsertedRowID
        return db.lastInsertedRowID
    }
}
