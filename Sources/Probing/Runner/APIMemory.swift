import FleetModel
import Primitives
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
    private let states = Mutex<[String: (at: Timestamp, facts: [Fact])]>([:])
    private let selections = Mutex<[String: PickedSeries]>([:])

    /// How many addresses are remembered at most; beyond, all are learnt anew.
    private static let limit = 4096

    /// What worked for this address.
    func way(for base: String) -> Way? {
        ways.withLock { $0[base] }
    }

    /// What the state of the chain behind this address said, if it was asked at most so long ago.
    func state(for base: String, at now: Timestamp, within span: Duration) -> [Fact]? {
        states.withLock { states in
            guard let state = states[base], state.at <= now, now - state.at < span else {
                return nil
            }
            return state.facts
        }
    }

    /// Remembers what the state of a chain said.
    func remember(state facts: [Fact], for base: String, at now: Timestamp) {
        states.withLock { states in
            if states.count >= Self.limit { states.removeAll() }
            states[base] = (now, facts)
        }
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
        var wanted: [MetricSelection.Wanted] = []
        var known: [Set<String>: Int] = [:]
        places = picks.map { pick in
            let metric = MetricSelection.Wanted.renamed(pick.series)
            // Two names of one metric are found in the same place.
            let names = Set(metric.spellings)
            if let place = known[names] { return place }
            known[names] = wanted.count
            wanted.append(metric)
            return wanted.count - 1
        }
        selection = MetricSelection(wanted)
    }
}
