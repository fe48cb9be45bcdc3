import Monitoring
import Primitives

/// A store that cannot be written, that lost what it held, or whose database file is damaged.
struct StorageDetector: Sendable {
    private var errors: Double?
    private var rises: [Rise] = []
    private var failing = HoldState()
    private var lines: [(signature: String, perMinute: Double)] = []

    private var stored: Double?
    private var loss: Loss?
    private var lost = HoldState()

    private var databaseFault: String?
    private var knowsDatabase = false
    private var damaged = HoldState()

    private struct Rise: Sendable {
        let at: Timestamp
        let count: Double
    }

    private struct Loss: Sendable {
        let at: Timestamp
        let before: Double
        let after: Double
    }

    private static let window = Duration.seconds(900)
    /// One failed write happens, as when a disk is slow once; three polls that saw new ones do not.
    private static let count = 3
    /// A store drops old messages by itself; what it loses at a restart beyond this was never on
    /// disk.
    private static let lostShare = 0.1
    private static let fewestLost = 10.0
    private static let remembered = Duration.seconds(3600)

    mutating func observe(_ news: PollDigest) {
        observeErrors(news)
        observeStored(news)
        guard news.knowsDatabase else { return }
        knowsDatabase = true
        databaseFault = news.databaseFault
        let truth: Evaluation.Truth = news.databaseFault == nil ? .fails : .holds
        damaged.observe(truth, at: news.at, hold: .zero)
    }

    private mutating func observeErrors(_ news: PollDigest) {
        if !news.storageLines.isEmpty { lines = news.storageLines }
        let logged = news.storageLines.map(\.perMinute).reduce(0, +)
        let count = news[.storeErrors]
        guard count != nil || !news.storageLines.isEmpty else { return }
        var grown = logged
        if let count {
            // A counter that went down began anew with its process.
            if let errors { grown += count >= errors ? count - errors : count }
            errors = count
        }
        if grown > 0 { rises.append(Rise(at: news.at, count: grown)) }
        rises.removeAll { news.at - $0.at > Self.window }
        if rises.count > 100 { rises.removeFirst() }
        let truth = failing.truth(raises: rises.count >= Self.count, clears: rises.isEmpty)
        failing.observe(truth, at: news.at, hold: .zero)
        if let first = rises.first { failing.date(from: first.at) }
    }

    private mutating func observeStored(_ news: PollDigest) {
        guard let count = news[.storeMessages] else { return }
        if news.isRestart, let stored, stored - count >= Self.fewestLost,
            count < stored * (1 - Self.lostShare)
        {
            loss = Loss(at: news.at, before: stored, after: count)
        }
        if let loss, news.at - loss.at > Self.remembered || count >= loss.before {
            self.loss = nil
        }
        stored = count
        lost.observe(loss == nil ? .fails : .holds, at: news.at, hold: .zero)
    }

    func results(of node: NodeID) -> [DetectorResult] {
        var results: [DetectorResult] = []
        if errors != nil || !lines.isEmpty {
            results.append(DetectorResult(.storage, failing) { failingStore(node) })
        }
        if stored != nil {
            results.append(DetectorResult(.storageLost, lost) { lostMessages(node) })
        }
        if knowsDatabase { results.append(DetectorResult(.database, damaged) { damage(node) }) }
        return results
    }

    private func failingStore(_ node: NodeID) -> FindingText {
        let total = rises.map(\.count).reduce(0, +)
        var evidence = ["\(NumberText.brief(total)) failures in 15m"]
        evidence += lines.prefix(3).map {
            "log: \($0.signature) \(NumberText.brief($0.perMinute)) a minute"
        }
        return FindingText(
            text: "store fails on \(node): \(NumberText.brief(total)) failures in 15m",
            evidence: evidence
        )
    }

    private func lostMessages(_ node: NodeID) -> FindingText {
        let before = loss.map { NumberText.brief($0.before) } ?? "?"
        let after = loss.map { NumberText.brief($0.after) } ?? "?"
        return FindingText(
            text:
                "stored messages lost on \(node) with its restart: \(before) before, \(after) after",
            evidence: ["stored \(before) before the restart, \(after) after"]
        )
    }

    private func damage(_ node: NodeID) -> FindingText {
        FindingText(
            text: "database damaged on \(node): \(databaseFault ?? "the check failed")",
            evidence: databaseFault.map { ["check: \($0)"] } ?? []
        )
    }
}
