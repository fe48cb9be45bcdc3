import FleetModel
import Monitoring
import Primitives

/// Which other nodes of the fleet are drawn beside the one shown, and what was read of them.
struct SiblingView: Sendable {
    /// Whether they are drawn.
    private(set) var isShown = false
    /// What the person last chose; the screen also compares by itself.
    private var isWanted = false
    /// What is known of each of them; nothing of those that were not read yet.
    private(set) var courses: [NodeID: [MetricName: PlotCourse]] = [:]
    /// What was asked for and not answered yet.
    private(set) var pending: HistoryRequest?

    /// How many are drawn each for itself; of more there is a band.
    static let limit = 8

    /// The same for another node.
    func begun(compares: Bool) -> SiblingView {
        var view = SiblingView()
        view.isWanted = isWanted
        view.isShown = isWanted || compares
        return view
    }

    /// Draws them, or no longer.
    mutating func toggle() {
        isShown.toggle()
        isWanted = isShown
        forget()
    }

    /// Leaves out what was read, and what is to be answered.
    mutating func forget() {
        courses = [:]
        pending = nil
    }

    /// Asks for the first one that nothing is known of, as far back as `own` reaches; nil when
    /// there is none, or one is waited for.
    mutating func ask(
        among siblings: [NodeID],
        like own: HistoryRequest,
        until end: Timestamp
    ) -> HistoryRequest? {
        guard isShown, pending == nil, let next = siblings.first(where: { courses[$0] == nil })
        else { return nil }
        pending = HistoryRequest(node: next, from: own.from, to: end, step: own.step)
        return pending
    }

    /// Takes an answer in; one to an earlier question is left out.
    mutating func take(
        _ bins: [MetricName: [SampleBin]],
        for request: HistoryRequest,
        _ readings: NodeReadings?
    ) {
        guard request == pending else { return }
        pending = nil
        let known = readings?.metrics ?? [:]
        var own: [MetricName: PlotCourse] = [:]
        for metric in Set(bins.keys).union(known.keys) where metric != .startTime {
            own[metric] = PlotCourse(
                of: metric,
                bins[metric] ?? [],
                request,
                known[metric]?.history ?? []
            )
        }
        courses[request.node] = own
    }

    /// Takes the newest readings in, and keeps this much of the past.
    mutating func follow(_ readings: FleetReadings, keeping span: Duration) {
        for node in courses.keys {
            for (metric, reading) in readings.nodes[node]?.metrics ?? [:] {
                courses[node]?[metric]?.append(reading.value, at: reading.at, keeping: span)
            }
        }
    }
}

// MARK: What keys and news do

extension AppModel {
    /// How many other nodes the fleet has.
    var siblingCount: Int { max(0, (fleet?.nodes.count ?? 0) - 1) }

    /// Whether the other nodes are too many to draw each for itself.
    var hasFleetBand: Bool { siblingCount > SiblingView.limit }

    /// The other nodes of a fleet that is small enough to draw each of them.
    func siblings(of node: NodeID) -> [NodeID] {
        hasFleetBand ? [] : (fleet?.nodes ?? []).map(\.id).filter { $0 != node }
    }

    /// Begins with the node of the screen; with the others beside it, when the person came from a
    /// signal.
    mutating func beginNodeView() {
        nodeView.open(compares: trail.before?.signal != nil && siblingCount > 0)
    }

    /// Why other nodes cannot be drawn; nil when they can.
    var comparisonRefusal: String? {
        guard screen.node != nil else { return "only on the screen of a node" }
        return siblingCount == 0 ? "the fleet has no other node to compare with" : nil
    }

    /// Takes what was read of the node shown, or of one of its siblings.
    mutating func take(_ bins: [MetricName: [SampleBin]], for request: HistoryRequest) {
        nodeView.take(bins, for: request)
        nodeView.siblings.take(bins, for: request, snapshot.readings.nodes[request.node])
    }

    /// Asks for the past of the next sibling, one after the other, so that nothing else waits for
    /// all of them; for a large fleet, takes the past of the next band from the readings.
    ///
    /// - Parameter isKey: Whether a person waits for the next frame.
    mutating func askForSiblings(isKey: Bool) -> [Effect] {
        guard let node = screen.node, nodeView.siblings.isShown else { return [] }
        if hasFleetBand, !isKey || siblingCount <= Self.seedPace / 4 { seedBands(of: node) }
        guard nodeView.pending == nil, let own = nodeView.loaded, own.node == node,
            let request = nodeView.siblings.ask(
                among: siblings(of: node),
                like: own,
                until: plotSpan.to
            )
        else { return [] }
        return [.ask(.loadHistory(request))]
    }

    /// How many nodes may be gone through at once for bands that are looked at for the first time.
    private static let seedPace = 2000

    private mutating func seedBands(of node: NodeID) {
        guard let fleet else { return }
        var rest = Self.seedPace
        for name in PlotSeries.names(self, node) where rest > 0 {
            if fleetBands.seed(name, of: fleet, snapshot.readings) { rest -= fleet.nodes.count }
        }
    }

    /// Takes the newest readings of the other nodes in.
    mutating func followSiblings() {
        nodeView.siblings.follow(snapshot.readings, keeping: now - plotSpan.from)
        guard hasFleetBand, let fleet, let node = screen.node ?? selectedNode else { return }
        let names = snapshot.readings.nodes[node]?.metrics.keys.sorted() ?? []
        fleetBands.take(
            names.filter { $0 != .startTime },
            of: fleet,
            snapshot.readings,
            isComparing: screen.node != nil && nodeView.siblings.isShown,
            at: now
        )
    }
}
