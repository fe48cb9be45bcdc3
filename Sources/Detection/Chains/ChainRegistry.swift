import FleetModel
import Monitoring
import Primitives

/// The chains of a fleet, each half of its nodes in its own: who follows which, and how they stand.
struct ChainRegistry: Sendable {
    private let fleet: Fleet
    private var sides: [Side]

    private struct Side: Sendable {
        let side: ChainSide
        var halves: [ChainHalf]
        var keys: [String?]
        var chains: [String: ChainWatch] = [:]
        var isDue: Set<String> = []

        mutating func judge(_ news: [Int], at now: Timestamp) {
            for key in isDue { chains[key]?.take(halves, at: now) }
            for node in news {
                guard let key = keys[node], isDue.contains(key) else { continue }
                chains[key]?.judge(&halves[node])
            }
            for key in isDue { chains[key]?.judgeWhole(halves) }
            isDue.removeAll(keepingCapacity: true)
        }

        mutating func pause() {
            for key in Array(chains.keys) { chains[key]?.pause() }
        }
    }

    init(fleet: Fleet) {
        self.fleet = fleet
        sides = ChainSide.allCases.map {
            Side(
                side: $0,
                halves: Array(repeating: ChainHalf(), count: fleet.nodes.count),
                keys: Array(repeating: nil, count: fleet.nodes.count)
            )
        }
    }

    mutating func observe(_ news: PollDigest, _ observation: Observation, of node: Int) {
        let heads: [(Double?, Double?, Double?, FactName)] = [
            (news[.heightBest], news[.heightFinalized], news[.syncing], .genesis),
            (
                news[.relayHeightBest], news[.relayHeightFinalized], news[.relaySyncing],
                .relayGenesis
            ),
        ]
        for (index, (best, final, syncing, genesis)) in heads.enumerated()
        where best != nil || final != nil {
            let told = observation.value(of: genesis)
            join(
                node,
                index,
                genesis: told,
                chain: index == 0 ? observation.value(of: .chain) : nil
            )
            sides[index].halves[node]
                .observe(news, best: best, finalized: final, isSyncing: syncing == 1)
            if let key = sides[index].keys[node] { sides[index].isDue.insert(key) }
        }
    }

    /// Puts a node to the others of its chain: of its genesis, or as long as that is not known of
    /// its chain's name, its role and kind; a node of which nothing is known stays alone.
    private mutating func join(_ node: Int, _ index: Int, genesis: String?, chain: String?) {
        let before = sides[index].keys[node]
        let sort = fleet.nodes[node].chainSort
        let told = genesis ?? chain
        if told == nil, before != nil { return }
        let key = told.map { "c\u{0}\($0)" } ?? sort.map { "s\u{0}\($0)" } ?? "n\u{0}\(node)"
        guard key != before else { return }
        if let before {
            sides[index].chains[before]?.remove(node)
            if sides[index].chains[before]?.members.isEmpty == true {
                sides[index].chains[before] = nil
            }
            let interval = sides[index].halves[node].interval
            sides[index].halves[node] = ChainHalf()
            sides[index].halves[node].interval = interval
        }
        sides[index].keys[node] = key
        let name = index == 0 ? chain ?? fleet.name : "the relay chain of \(fleet.name)"
        sides[index].chains[
            key,
            default: ChainWatch(
                name: name,
                slot: index == 0 ? fleet.detectors.slot : nil,
                isKnownKind: fleet.nodes[node].isSubstrate
            )
        ].add(node)
    }

    /// Begins anew after a time in which nothing was watched.
    mutating func pause() {
        for index in sides.indices { sides[index].pause() }
    }

    /// Judges the chains of the nodes that gave news, and those nodes.
    mutating func judge(_ news: [Int], at now: Timestamp) {
        for index in sides.indices where !sides[index].isDue.isEmpty {
            sides[index].judge(news, at: now)
        }
    }

    /// What is said of one node's halves.
    func results(of node: Int) -> [DetectorResult] {
        sides.flatMap { side -> [DetectorResult] in
            guard let key = side.keys[node], let chain = side.chains[key] else { return [] }
            return chain.results(of: fleet.nodes[node].id, side.halves[node], side.side)
        }
    }

    /// What is said of the chains as a whole, with the subject that each is named by.
    func wholes() -> [(subject: String, results: [DetectorResult], members: [Int])] {
        sides.flatMap { side in
            let shared = side.chains.filter { $0.value.isShared }.sorted { $0.key < $1.key }
            return shared.enumerated().map { place, entry in
                let subject =
                    shared.count == 1 ? fleet.name : "\(fleet.name) chain \(place + 1)"
                return (subject, entry.value.results(half: side.side), entry.value.members)
            }
        }
    }
}

extension Node {
    /// Which nodes follow one chain, as long as none of them tells its genesis.
    fileprivate var chainSort: String? { isSubstrate ? "substrate" : role == nil ? nil : sort }
}
