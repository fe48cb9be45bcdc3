import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// What the nodes of the fleet pane are ordered by.
struct FleetSort: Equatable, Sendable {
    /// What is compared.
    var key: Key
    /// Whether the greatest comes first; of verdicts the worst.
    var isDescending: Bool

    /// What nodes can be compared by.
    enum Key: Equatable, Sendable {
        case verdict, name
        /// What a column shows.
        case column(FleetColumns.Column.Source)
    }

    /// The order that everybody begins with.
    static let worstFirst = FleetSort(.verdict)

    /// By a key, what is worse first.
    init(_ key: Key) {
        self.key = key
        switch key {
        case .verdict: isDescending = true
        case .name: isDescending = false
        case .column(let source): isDescending = Self.column(source)?.isWorseLow != true
        }
    }

    /// The same the other way round.
    var reversed: FleetSort {
        var sort = self
        sort.isDescending.toggle()
        return sort
    }

    /// The column that a source has in the pane.
    private static func column(_ source: FleetColumns.Column.Source) -> FleetColumns.Column? {
        FleetColumns.all.first { $0.source == source }
    }

    /// The sign beside what the nodes are ordered by.
    var arrow: String { isDescending ? "↓" : "↑" }

    /// What the nodes are ordered by, in a word.
    var title: String {
        switch key {
        case .verdict: isDescending ? "worst first" : "best first"
        case .name: "name"
        case .column(let source): Self.column(source)?.title ?? source.name
        }
    }

    /// The order in a sentence.
    var sentence: String {
        switch key {
        case .verdict: "the nodes stand \(title)"
        case .name: "the nodes stand by name, \(isDescending ? "Z to A" : "A to Z")"
        case .column(.metric):
            "the nodes stand by \(title), the \(isDescending ? "greatest" : "least") first"
        case .column(.fact):
            "the nodes stand by \(title), the \(isDescending ? "highest" : "lowest") first"
        }
    }

    // MARK: Ordering

    /// Nodes in this order; those with equal values stand worst first, and then as in the fleet
    /// file, so that rows move only when what they show has changed.
    func order(
        _ nodes: [Node],
        _ snapshot: FleetSnapshot,
        _ health: FleetHealth
    ) -> [NodeID] {
        let ids = nodes.map(\.id)
        let ranks = ids.map { Self.rank(of: $0, snapshot, health) }
        let places = Array(ids.indices)
        func sorted(_ compare: (Int, Int) -> Int) -> [NodeID] {
            places.sorted { left, right in
                let order = compare(left, right)
                if order != 0 { return order < 0 }
                return ranks[left] == ranks[right] ? left < right : ranks[left] > ranks[right]
            }.map { ids[$0] }
        }
        let sign = isDescending ? -1 : 1
        switch key {
        case .verdict: return sorted { sign * (ranks[$0] - ranks[$1]) }
        case .name:
            return sorted { sign * NaturalOrder.compare(ids[$0].rawValue, ids[$1].rawValue) }
        case .column(.metric(let name)):
            let values = ids.map { snapshot.readings.nodes[$0]?.metrics[name]?.value }
            return sorted { left, right in
                Self.compare(values[left], values[right], sign) { $0 < $1 ? -1 : $0 > $1 ? 1 : 0 }
            }
        case .column(.fact(let name)):
            let values = ids.map { snapshot.readings.nodes[$0]?.facts[name]?.values.first }
            return sorted { left, right in
                Self.compare(values[left], values[right], sign, NaturalOrder.compare)
            }
        }
    }

    /// What a node does not tell stands last, whichever way round.
    private static func compare<Value>(
        _ left: Value?,
        _ right: Value?,
        _ sign: Int,
        _ compare: (Value, Value) -> Int
    ) -> Int {
        switch (left, right) {
        case (let left?, let right?): sign * compare(left, right)
        case (nil, nil): 0
        case (_?, nil): -1
        case (nil, _?): 1
        }
    }

    /// How much a node needs people: what it says itself, and the signals that stand on it.
    private static func rank(
        of node: NodeID,
        _ snapshot: FleetSnapshot,
        _ health: FleetHealth
    ) -> Int {
        let own =
            switch snapshot.assessments[node]?.verdict ?? .unknown {
            case .healthy: 0
            case .unknown: 1
            case .degraded: 3
            case .down: 5
            }
        let signal =
            switch health.priority(on: node) {
            case nil: 0
            case .warning: 2
            case .critical: 4
            }
        return max(own, signal)
    }
}

extension FleetSort: RawRepresentable {
    /// The order where it is kept, such as `metric backlog down`.
    var rawValue: String {
        let name =
            switch key {
            case .verdict: "verdict"
            case .name: "name"
            case .column(.metric(let name)): "metric \(name)"
            case .column(.fact(let name)): "fact \(name)"
            }
        return name + (isDescending ? " down" : " up")
    }

    /// The order that was kept so; nil when it means nothing.
    init?(rawValue: String) {
        let keys = [.verdict, .name] + FleetColumns.all.map { Key.column($0.source) }
        let sorts = keys.flatMap { [FleetSort($0), FleetSort($0).reversed] }
        guard let kept = sorts.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = kept
    }
}

extension AppModel {
    /// Puts the nodes in the chosen order, after news of readings, of signals or of the order.
    mutating func orderNodes() {
        guard let fleet else { return }
        let order = fleetSort.order(fleet.nodes, snapshot, health)
        if !nodeOrder.elementsEqual(order) { nodeOrder = NodeOrder(order) }
        if !markedNodes.isEmpty { markedNodes.formIntersection(nodeOrder) }
        arrangeFleet()
        keepCursorOnNode()
    }

    /// Orders the nodes by the next of what they can be ordered by: worst first, by name, by each
    /// column shown from left to right.
    mutating func sortNodes(by step: Int) {
        let keys = sortKeys
        let place = keys.firstIndex(of: fleetSort.key) ?? 0
        sortNodes(FleetSort(keys[(place + step + keys.count) % keys.count]))
    }

    /// Orders the nodes anew and tells how.
    mutating func sortNodes(_ sort: FleetSort) {
        fleetSort = sort
        orderNodes()
        show(sort.sentence, isProblem: false)
    }

    private var sortKeys: [FleetSort.Key] {
        let pane = CommandCentreLayout(self).panes[.fleet]?.inset(1)
        let columns = FleetColumns(self, width: pane?.width ?? size.width).shown
        var keys: [FleetSort.Key] = [.verdict, .name]
        for key in columns.compactMap(\.sortKey) where !keys.contains(key) { keys.append(key) }
        return keys
    }
}
