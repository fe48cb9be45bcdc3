import IncidentCore
import Synchronization
import WireFormats

/// What turned out about the API behind an address, so that the next poll asks the right way at
/// once; forgotten when it fails.
final class APIMemory: Sendable {
    /// A way of asking that not every node of a kind understands.
    enum Way: Hashable, Sendable {
        /// Waku: `/info` and `/version`, since nwaku v0.36.
        case shortPaths
        /// Waku: `/debug/v1/info` and `/debug/v1/version`, before.
        case debugPaths
        /// JSON-RPC: one call a request, because the node refuses batches.
        case singleCalls
    }

    private let ways = Mutex<[String: Way]>([:])
    private let selections = Mutex<[String: PickedSeries]>([:])

    /// How many addresses are remembered at most; beyond, all are learnt anew.
    private static let limit = 4096

    /// What worked for this address.
    func way(for base: String) -> Way? {
        ways.withLock { $0[base] }
    }

    /// Remembers what worked; nil forgets.
    func remember(_ way: Way?, for base: String) {
        ways.withLock { ways in
            if ways.count >= Self.limit { ways.removeAll() }
            ways[base] = way
        }
    }

    /// The series behind these picks of a page; worked out once for each page.
    func series(of picks: [MetricPick], at url: String) -> PickedSeries {
        selections.withLock { selections in
            if let known = selections[url], known.picks == picks { return known }
            if selections.count >= Self.limit { selections.removeAll() }
            let series = PickedSeries(picks)
            selections[url] = series
            return series
        }
    }
}

/// The metrics of a page that some picks need.
struct PickedSeries: Sendable {
    let picks: [MetricPick]
    /// The metrics, each once.
    let selection: MetricSelection
    /// For each pick the place of its metric in the selection.
    let places: [Int]

    init(_ picks: [MetricPick]) {
        self.picks = picks
        var names: [String] = []
        var known: [String: Int] = [:]
        places = picks.map { pick in
            if let place = known[pick.series] { return place }
            known[pick.series] = names.count
            names.append(pick.series)
            return names.count - 1
        }
        selection = MetricSelection(names: names)
    }
}
