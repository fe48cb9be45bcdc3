import IncidentLog
import Primitives

/// What stands, what is calm and what is not known, of every symptom on every node.
///
/// What stands is said at every moment; that something is calm only at the moment of its news.
struct ActiveFindings: Sendable {
    private(set) var words: [String] = []
    private var index: [String: Int] = [:]
    private var entries: [Entry] = []
    private var calms: [Judgement] = []
    /// Whether what stands changed since this was last reset.
    var hasChanged = false

    /// The state of one symptom.
    struct Entry: Sendable {
        /// The findings that stand, by the node's place; that of the fleet at -1.
        var standing: [Int: Finding] = [:]
        /// The places of the nodes that are known to be calm.
        var calm: Set<Int> = []
    }

    static let fleetPlace = -1

    /// The state of a symptom by its word.
    func entry(_ word: String) -> Entry? { index[word].map { entries[$0] } }

    /// Forgets which nodes were calm at the moment before.
    mutating func begin() { calms.removeAll(keepingCapacity: true) }

    private mutating func place(of word: String) -> Int {
        if let place = index[word] { return place }
        words.append(word)
        entries.append(Entry())
        index[word] = words.count - 1
        return words.count - 1
    }

    mutating func stand(_ finding: Finding, _ word: String, at node: Int) {
        let place = place(of: word)
        if entries[place].standing.updateValue(finding, forKey: node) == nil { hasChanged = true }
        entries[place].calm.remove(node)
    }

    mutating func calm(_ id: SignalID, _ word: String, at node: Int) {
        let place = place(of: word)
        if entries[place].standing.removeValue(forKey: node) != nil { hasChanged = true }
        entries[place].calm.insert(node)
        calms.append(.calm(id))
    }

    /// Nothing can be said: neither that it stands nor that it does not.
    mutating func forget(_ word: String, at node: Int) {
        guard let place = index[word] else { return }
        if entries[place].standing.removeValue(forKey: node) != nil { hasChanged = true }
        entries[place].calm.remove(node)
    }

    /// Everything that can be said at this moment, in the order of the fleet file.
    ///
    /// - Parameter complete: Adds to a finding what follows from the others.
    func judgements(_ complete: (Finding, String, Int) -> Finding) -> [Judgement] {
        var standing: [(node: Int, word: Int, finding: Finding)] = []
        for (word, entry) in entries.enumerated() where !entry.standing.isEmpty {
            for (node, finding) in entry.standing {
                standing.append((node, word, complete(finding, words[word], node)))
            }
        }
        standing.sort {
            ($0.node, words[$0.word], $0.finding.id) < ($1.node, words[$1.word], $1.finding.id)
        }
        return standing.map { .stands($0.finding) } + calms
    }
}
