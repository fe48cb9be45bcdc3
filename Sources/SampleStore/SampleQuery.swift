internal import GRDB
import FleetModel
import Primitives

/// Finds what is known of a source in a span of time, each part from the level that tells it best:
/// the coarsest that is fine enough, what is newer from finer levels, what is older from coarser
/// ones.
struct SampleQuery {
    let from: Int64
    let to: Int64
    let step: Duration
    /// How many parts could not be read.
    private(set) var damaged = 0

    init(from: Int64, to: Int64, step: Duration) {
        self.from = from
        self.to = to
        self.step = step
    }

    /// Hands over every bin of the metrics wanted, about in the order of time.
    mutating func run(
        source: Int64,
        metrics: [Int]?,
        _ db: Database,
        _ take: (Int, SampleBin) -> Void
    ) throws {
        guard from <= to else { return }
        let best = SampleLevel.allCases.last { $0.span <= step } ?? .samples
        // What the level chosen and the finer ones tell; `known` ends at what was told last.
        var pieces: [(level: SampleLevel, after: Int64)] = []
        var known = from &- 1
        var begin: Int64?
        for level in SampleLevel.allCases.reversed() where level.span <= best.span {
            guard let span = try span(of: level, source: source, after: known, db) else { continue }
            pieces.append((level, known))
            begin = begin ?? span.first
            known = max(known, span.last)
        }
        let head = try SampleSealer.polls(of: source, after: known, db)
        let edge = begin ?? head.first?.at ?? to &+ 1
        try tellOlder(source: source, before: edge, above: best, metrics: metrics, db, take)
        for piece in pieces {
            try tell(
                piece.level,
                source: source,
                after: piece.after,
                before: to,
                metrics: metrics,
                db,
                take
            )
        }
        let wanted = metrics.map { Set($0) }
        for poll in head where poll.at <= to {
            let moment = Timestamp(milliseconds: poll.at)
            for (metric, value) in poll.samples where wanted?.contains(metric) != false {
                if value.isFinite { take(metric, SampleBin(at: moment, value: value)) }
            }
        }
    }

    private mutating func tellOlder(
        source: Int64,
        before edge: Int64,
        above best: SampleLevel,
        metrics: [Int]?,
        _ db: Database,
        _ take: (Int, SampleBin) -> Void
    ) throws {
        var edge = edge
        var pieces: [(level: SampleLevel, before: Int64)] = []
        for level in SampleLevel.allCases where level.span > best.span {
            guard let span = try span(of: level, source: source, after: from &- 1, db),
                span.first < edge
            else { continue }
            pieces.append((level, edge &- level.span.milliseconds))
            edge = span.first
        }
        for piece in pieces.reversed() {
            try tell(
                piece.level,
                source: source,
                after: from &- piece.level.span.milliseconds,
                before: min(piece.before, to),
                metrics: metrics,
                db,
                take
            )
        }
    }

    /// When the first and last of what a level knows after a moment were.
    private func span(
        of level: SampleLevel,
        source: Int64,
        after moment: Int64,
        _ db: Database
    ) throws -> (first: Int64, last: Int64)? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT min(first_at), max(last_at) FROM block
                WHERE source = ? AND level = ? AND last_at > ?
                """
        )
        guard
            let row = try Row.fetchOne(statement, arguments: [source, level.rawValue, moment]),
            let first = Int64.fromDatabaseValue(row[0]),
            let last = Int64.fromDatabaseValue(row[1])
        else { return nil }
        return (first, last)
    }

    /// Hands over what begins after one moment and not after another.
    private mutating func tell(
        _ level: SampleLevel,
        source: Int64,
        after: Int64,
        before: Int64,
        metrics: [Int]?,
        _ db: Database,
        _ take: (Int, SampleBin) -> Void
    ) throws {
        let blocks = try SampleBlock.rows(
            db,
            where: """
                source = ? AND level = ? AND last_at > ? AND first_at <= ? ORDER BY first_at, id
                """,
            [source, level.rawValue, after, before],
            damaged: &damaged
        )
        for block in blocks {
            let columns = try block.columns(metrics, db)
            for (metric, bytes) in columns {
                do throws(SampleCodeError) {
                    try tell(metric, bytes, of: block, after: after, before: before, take)
                } catch {
                    damaged += 1
                }
            }
        }
    }

    private func tell(
        _ metric: Int,
        _ bytes: [UInt8],
        of block: SampleBlock,
        after: Int64,
        before: Int64,
        _ take: (Int, SampleBin) -> Void
    ) throws(SampleCodeError) {
        guard block.level == .samples else {
            for case let bin? in try BlockCode.bins(at: block.times, from: bytes) {
                let start = bin.start.milliseconds
                if start > after, start <= before { take(metric, bin) }
            }
            return
        }
        let samples = try BlockCode.samples(block.times.count, from: bytes)
        for (at, value) in zip(block.times, samples) where at > after && at <= before {
            if let value, value.isFinite {
                take(metric, SampleBin(at: Timestamp(milliseconds: at), value: value))
            }
        }
    }
}
