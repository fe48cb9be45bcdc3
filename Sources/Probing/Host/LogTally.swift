import HostAccess
import FleetModel
import Primitives

/// What the lines of one log have told so far.
struct LogTally: Sendable {
    private var signatures: [SignatureTally]
    private var lines = LineRate()
    private var alarms = LineRate()
    private let startedAt: Timestamp
    private var lastLineAt: Timestamp?
    private var writtenAt: Timestamp?
    private var skippedBytes = 0
    private var restarts = 0
    private var informant = InformantTally()
    private var evidence = ReleaseEvidence()
    private var joiner = LogLineJoiner()
    private let followsFile: Bool
    /// Whether a signature says where in a line it stands.
    private let isAnchored: Bool

    init(_ target: LogTarget, at now: Timestamp) {
        signatures = target.allSignatures.map(SignatureTally.init)
        isAnchored = signatures.contains { $0.signature.pattern.isAnchored }
        startedAt = now
        if case .file = target.source { followsFile = true } else { followsFile = false }
    }

    /// Takes the news of a log into account.
    mutating func take(_ news: FollowedLines, at now: Timestamp) {
        var counts = [Int](repeating: 0, count: signatures.count)
        informant.beginPoll()
        var partCount = 0
        news.lines.forEach { line in
            switch joiner.content(of: line) {
            case .bare: examine(line, inside: nil, &counts)
            case .part: partCount += 1
            case .line(let content): examine(content.span, inside: line, &counts)
            }
        }
        for line in joiner.endPoll() {
            partCount -= 1
            examine(line.span, inside: nil, &counts)
        }
        informant.endPoll(at: now)
        for index in signatures.indices { signatures[index].add(counts[index], at: now) }
        let alarmCount = zip(signatures, counts).reduce(0) {
            $0 + ($1.0.signature.isAlarm ? $1.1 : 0)
        }
        lines.add(news.lines.count - partCount, at: now)
        alarms.add(alarmCount, at: now)
        skippedBytes += news.skippedBytes
        restarts += news.restarts
        if news.lines.count > 0 { lastLineAt = now }
        writtenAt = news.writtenAt
    }

    /// Looks through what a program wrote; own signatures may also mean what lies around it.
    private mutating func examine(
        _ line: Span<UInt8>,
        inside envelope: Span<UInt8>?,
        _ counts: inout [Int]
    ) {
        guard let bare = line.withoutEscapes else {
            return examine(line, of: line, inside: envelope, &counts)
        }
        examine(bare.span, of: line, inside: envelope, &counts)
    }

    /// Looks through a line without its colours.
    private mutating func examine(
        _ bare: Span<UInt8>,
        of line: Span<UInt8>,
        inside envelope: Span<UInt8>?,
        _ counts: inout [Int]
    ) {
        let message = signatures.isEmpty ? nil : LogMessage(bare, of: line, isAnchored)
        for index in signatures.indices {
            let pattern = signatures[index].signature.pattern
            var isFound = pattern.matches(bare) || message?.matches(pattern, in: bare) == true
            if !isFound, let envelope { isFound = pattern.matches(envelope) }
            guard isFound else { continue }
            counts[index] += 1
            signatures[index].lastLine = bare.text
        }
        informant.examine(bare)
        evidence.examine(bare)
    }

    /// Everything that is known at this moment.
    func reading(at now: Timestamp) -> PollResult {
        var reading = PollResult()
        reading.record(.logLineRate, lines.perMinute(at: now))
        reading.record(.logAlarmRate, alarms.perMinute(at: now))
        if let age = age(at: now) { reading.record(.logAge, max(0, age.inSeconds)) }
        reading.record(.logSkipped, Double(skippedBytes))
        reading.record(.logRestarts, Double(restarts))
        for tally in signatures { tally.record(into: &reading, at: now) }
        informant.record(into: &reading, at: now)
        reading.record(.logVersion, evidence.version)
        reading.record(.logRelease, evidence.release)
        return reading
    }

    /// How long the log has been silent; of a file, its own time of change tells.
    private func age(at now: Timestamp) -> Duration? {
        if followsFile { return writtenAt.map { now - $0 } }
        return now - (lastLineAt ?? startedAt)
    }
}

/// How often one signature was seen.
struct SignatureTally: Sendable {
    let signature: LogSignature
    var lastLine: String?
    private var rate = LineRate()
    private var total = 0

    init(_ signature: LogSignature) {
        self.signature = signature
    }

    mutating func add(_ count: Int, at now: Timestamp) {
        rate.add(count, at: now)
        total += count
    }

    func record(into reading: inout PollResult, at now: Timestamp) {
        reading.record(signature.rate, rate.perMinute(at: now))
        reading.record(signature.total, Double(total))
        reading.record(signature.lastLine, lastLine)
        let recent = rate.recentCount(at: now)
        guard signature.isAlarm, recent > 0 else { return }
        let meaning = signature.meaning.map { ": \($0)" } ?? ""
        let times = recent == 1 ? "once" : "\(recent) times"
        reading.fail(
            "log",
            .answered(.other("\(signature.name), \(times) in 2 minutes\(meaning)"))
        )
    }
}

/// How many lines came in the last two minutes.
///
/// Long enough to see a fault that shows every minute, short enough to be over soon after it.
struct LineRate: Sendable {
    private var counts: [(at: Timestamp, count: Int)] = []
    private var lastAt: Timestamp?
    /// The span that the newest count stands for.
    private var step = Duration.zero

    private static let window: Duration = .seconds(120)
    /// Counts of polls that follow one another faster are put together.
    private static let limit = 120

    mutating func add(_ count: Int, at now: Timestamp) {
        if let lastAt { step = now - lastAt }
        lastAt = now
        counts.removeAll { now - $0.at >= Self.window }
        guard count > 0 else { return }
        if counts.count < Self.limit {
            counts.append((now, count))
        } else {
            counts[counts.count - 1].count += count
        }
    }

    func recentCount(at now: Timestamp) -> Int {
        counts.reduce(0) { $0 + (now - $1.at < Self.window ? $1.count : 0) }
    }

    func perMinute(at now: Timestamp) -> Double {
        Double(recentCount(at: now)) * 60 / max(Self.window, step).inSeconds
    }
}

/// What lines tell about the release that runs.
struct ReleaseEvidence: Sendable {
    private(set) var version: String?
    private(set) var release: String?

    private static let mark = Array("✌️  version ".utf8)
    /// Only v0.4 of nim-waku mounts a keep-alive of its own (wakunode2.nim:534,
    /// waku_keepalive.nim:66 at v0.4); libp2p's ping came on 2021-06-15 (wakunode2.nim:544).
    private static let ofKeepAlive = [
        Array("mounting keepalive".utf8), Array("WakuKeepalive message received".utf8),
    ]
    private static let ofPing = Array("mounting libp2p ping protocol".utf8)

    mutating func examine(_ line: Span<UInt8>) {
        if let start = line.offset(after: Self.mark) {
            version = line.word(at: start)
        } else if line.contains(Self.ofPing.span) {
            release = "with libp2p ping, later than v0.4"
        } else if Self.ofKeepAlive.contains(where: { line.contains($0.span) }) {
            release = "with Waku keep-alive, v0.4"
        }
    }
}
