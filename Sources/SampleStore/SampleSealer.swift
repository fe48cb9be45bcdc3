internal import GRDB
import FleetModel
import Primitives

/// Turns the polls that wait at the head of a source into a block, and sums them up into bins.
struct SampleSealer {
    let source: Int64

    /// Polls read back from the head of a source, the oldest first.
    static func polls(
        of source: Int64,
        after moment: Int64,
        _ db: Database
    ) throws -> [(at: Int64, samples: [(metric: Int, value: Double)])] {
        let statement = try db.cachedStatement(
            sql: "SELECT at, data FROM head WHERE key BETWEEN ? AND ? AND at > ? ORDER BY key"
        )
        let cursor = try Row.fetchCursor(
            statement,
            arguments: [source << 40, (source + 1) << 40 - 1, moment]
        )
        var polls: [(at: Int64, samples: [(metric: Int, value: Double)])] = []
        var isInOrder = true
        while let row = try cursor.next() {
            // A poll that cannot be read is lost; the others are not.
            guard let at = Int64.fromDatabaseValue(row[0]), let bytes = row.bytes(1),
                let samples = try? HeadCode.samples(from: bytes)
            else { continue }
            if let last = polls.last, last.at > at { isInOrder = false }
            polls.append((at, samples))
        }
        if isInOrder { return polls }
        // The clock went back. Polls of the same moment keep their order.
        return polls.indices.sorted { (polls[$0].at, $0) < (polls[$1].at, $1) }.map { polls[$0] }
    }

    /// Seals everything that waits.
    func seal(_ db: Database) throws {
        let polls = try Self.polls(of: source, after: .min, db)
        try db.cachedStatement(sql: "DELETE FROM head WHERE key BETWEEN ? AND ?")
            .execute(arguments: [source << 40, (source + 1) << 40 - 1])
        for start in stride(from: 0, to: polls.count, by: BlockCode.countLimit) {
            let part = polls[start..<min(start + BlockCode.countLimit, polls.count)]
            try seal(Array(part), db)
        }
    }

    private func seal(
        _ polls: [(at: Int64, samples: [(metric: Int, value: Double)])],
        _ db: Database
    ) throws {
        guard let last = polls.last?.at else { return }
        var columns: [Int: [Double?]] = [:]
        var binners: [Int: SampleBinner] = [:]
        for (place, poll) in polls.enumerated() {
            let moment = Timestamp(milliseconds: poll.at)
            for (metric, value) in poll.samples {
                columns[metric, default: Array(repeating: nil, count: polls.count)][place] = value
                binners[metric, default: SampleBinner(step: SampleLevel.minutes.span)]
                    .add(value, at: moment)
            }
        }
        try SampleBlock.insert(
            source: source,
            level: .samples,
            times: polls.map(\.at),
            lastAt: last,
            columns: columns.sorted { $0.key < $1.key }.map { metric, samples in
                (metric, BlockCode.bytes(ofSamples: samples))
            },
            db
        )
        try add(binners.mapValues(\.result), level: .minutes, lastAt: last, db)
    }

    /// Adds bins to the newest block of a level; a block that becomes full is summed up into the
    /// next level.
    private func add(
        _ bins: [Int: [SampleBin]],
        level: SampleLevel,
        lastAt: Int64,
        _ db: Database
    ) throws {
        var damaged = 0
        let newest = try SampleBlock.rows(
            db,
            where: "source = ? AND level = ? ORDER BY id DESC LIMIT 1",
            [source, level.rawValue],
            damaged: &damaged
        ).first
        var all = bins
        var lastAt = lastAt
        if let newest, newest.times.count < level.binLimit {
            for (metric, bytes) in try newest.columns(nil, db) {
                guard let old = try? BlockCode.bins(at: newest.times, from: bytes) else { continue }
                var binner = SampleBinner(step: level.span)
                for case let bin? in old { binner.add(bin) }
                for bin in bins[metric] ?? [] { binner.add(bin) }
                all[metric] = binner.result
            }
            lastAt = max(lastAt, newest.lastAt)
            try SampleBlock.delete(newest.id, db)
        }
        let starts = Set(all.values.joined().map(\.start.milliseconds)).sorted()
        for first in stride(from: 0, to: starts.count, by: level.binLimit) {
            let times = Array(starts[first..<min(first + level.binLimit, starts.count)])
            let isFull = times.count == level.binLimit
            let end = isFull ? (times.last ?? 0) + level.span.milliseconds - 1 : lastAt
            try insert(all, times: times, level: level, lastAt: min(end, lastAt), db)
            if isFull, let next = SampleLevel(rawValue: level.rawValue + 1) {
                try sumUp(all, times: times, into: next, lastAt: min(end, lastAt), db)
            }
        }
    }

    private func insert(
        _ bins: [Int: [SampleBin]],
        times: [Int64],
        level: SampleLevel,
        lastAt: Int64,
        _ db: Database
    ) throws {
        let places = Dictionary(uniqueKeysWithValues: zip(times, times.indices))
        var columns: [(metric: Int, bytes: [UInt8])] = []
        for (metric, series) in bins.sorted(by: { $0.key < $1.key }) {
            var column = [SampleBin?](repeating: nil, count: times.count)
            for bin in series {
                if let place = places[bin.start.milliseconds] { column[place] = bin }
            }
            if column.contains(where: { $0 != nil }) {
                columns.append((metric, BlockCode.bytes(ofBins: column)))
            }
        }
        try SampleBlock.insert(
            source: source,
            level: level,
            times: times,
            lastAt: lastAt,
            columns: columns,
            db
        )
    }

    private func sumUp(
        _ bins: [Int: [SampleBin]],
        times: [Int64],
        into level: SampleLevel,
        lastAt: Int64,
        _ db: Database
    ) throws {
        guard let first = times.first, let last = times.last else { return }
        let sums = bins.mapValues { series in
            var binner = SampleBinner(step: level.span)
            for bin in series where (first...last).contains(bin.start.milliseconds) {
                binner.add(bin)
            }
            return binner.result
        }
        try add(sums, level: level, lastAt: lastAt, db)
    }
}
