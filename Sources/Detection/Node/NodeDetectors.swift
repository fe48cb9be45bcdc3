import FleetModel
import Monitoring
import Primitives

/// The detectors that look at one node alone, and what they remember of it.
struct NodeDetectors: Sendable {
    let id: NodeID
    /// Whether something was told since it was last judged.
    var hasNews = false
    private(set) var interval: Duration
    private let rank: [Int]

    private(set) var restarts = RestartDetector()
    private var peers = PeerDetector()
    private var churn = ChurnDetector()
    private var storage = StorageDetector()
    private var certificate = CertificateDetector()
    private var flapping = FlappingDetector()
    var noData = NoDataDetector()
    var siblings = SiblingDetector()

    /// When the node last answered, and whether its newest poll was answered.
    private(set) var lastNewsAt = Timestamp(milliseconds: 0)
    private(set) var isAnswering = false
    private(set) var isFreshlyStarted = false
    /// Which probe tells each number: the first that does, in the order of `rank`.
    private var sources = Array(repeating: Int.max, count: TrackedMetric.allCases.count)
    private var toldAt = Array<Timestamp?>(repeating: nil, count: TrackedMetric.allCases.count)

    init(_ node: Node, polling: Polling) {
        id = node.id
        interval = polling.interval
        // A probe that knows the program tells its numbers better than an exporter beside it.
        let places = node.probes.indices.sorted {
            (node.probes[$0].target.tellsOfProgram ? 0 : 1, $0)
                < (node.probes[$1].target.tellsOfProgram ? 0 : 1, $1)
        }
        var rank = Array(repeating: 0, count: places.count)
        for (position, place) in places.enumerated() { rank[place] = position }
        self.rank = rank
    }

    /// Takes one poll into account and says what it told.
    mutating func take(
        _ observation: Observation,
        usual: Duration,
        settings: DetectorSettings
    ) -> PollDigest {
        let at = observation.at
        interval = observation.interval ?? usual
        lastNewsAt = at
        let answered = observation.latency != nil
        if answered || observation.reachedNobody { isAnswering = answered }
        let values = values(of: observation)
        let isRestart = restarts.observe(startTime: values[.startTime], at: at)
        isFreshlyStarted = restarts.isFresh(at: at, interval: interval)
        let database = observation.facts.first { $0.name == "database.check" }?.values
        let news = PollDigest(
            at: at,
            interval: interval,
            isFreshlyStarted: isFreshlyStarted,
            isRestart: isRestart,
            values: values,
            storageLines: observation.storageLines,
            databaseFault: database.flatMap { $0 == ["ok"] ? nil : $0.joined(separator: "; ") }
                ?? (values[.databaseOK] == 0 ? "it cannot be read" : nil),
            knowsDatabase: database != nil || values[.databaseOK] != nil
        )
        peers.observe(news, peersAtLeast: settings.peersAtLeast)
        churn.observe(news)
        storage.observe(news)
        certificate.observe(news, limit: settings.certificateDays)
        noData.observe(
            news,
            answered: answered,
            relayProblem: observation.problems.first { $0.part.hasPrefix("relay") }
                .map { "\($0.part): \($0.reason.sentence)" }
        )
        return news
    }

    private mutating func values(of observation: Observation) -> TrackedValues {
        var values = TrackedValues()
        let probe = observation.probeIndex
        let rank = self.rank.indices.contains(probe) ? self.rank[probe] : probe
        for sample in observation.samples {
            guard let metric = TrackedMetric.byName[sample.metric], sample.value.isFinite else {
                continue
            }
            let place = metric.rawValue
            let isOld =
                toldAt[place].map { observation.at - $0 > Polling.staleAfter(interval) * 2 } ?? true
            guard rank <= sources[place] || isOld else { continue }
            sources[place] = rank
            toldAt[place] = observation.at
            values[metric] = sample.value
        }
        return values
    }

    mutating func observe(_ verdict: NodeAssessment.Verdict) {
        flapping.observe(verdict, at: lastNewsAt, interval: interval)
    }

    /// What is said of the node, chains and siblings left out.
    func results(settings: DetectorSettings) -> [DetectorResult] {
        var results = peers.results(of: id, peersAtLeast: settings.peersAtLeast)
        results += siblings.results(of: id)
        if let result = churn.result(of: id) { results.append(result) }
        results += storage.results(of: id)
        results += certificate.results(of: id)
        results.append(restarts.result(of: id))
        if let result = flapping.result(of: id) { results.append(result) }
        return results + noData.results(of: id)
    }
}

extension Observation {
    /// The value of a fact that has one.
    func value(of fact: FactName) -> String? { facts.first { $0.name == fact }?.values.first }

    /// Whether the poll was not answered, and not for want of somebody to ask.
    fileprivate var reachedNobody: Bool { latency == nil && !isBlind }

    /// Words in the names of log signatures that tell of a store, and of a failure of it.
    private static let storeWords = ["storage", "store", "database", "sqlite", "disk"]
    private static let failureWords = ["fail", "error", "corrupt", "damage", "full", "locked"]

    /// The rates of log signatures that tell of a failing store.
    fileprivate var storageLines: [(signature: String, perMinute: Double)] {
        samples.compactMap { sample in
            let name = sample.metric.rawValue
            guard name.hasPrefix("log."), name.hasSuffix(".rate"), sample.value > 0,
                Self.storeWords.contains(where: name.contains),
                Self.failureWords.contains(where: name.contains)
            else { return nil }
            return (String(name.dropFirst(4).dropLast(5)), sample.value)
        }
    }
}
