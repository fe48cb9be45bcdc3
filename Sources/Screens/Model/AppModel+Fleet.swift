import CellGrid
import CommandTable
import FleetModel
import Monitoring
import Primitives

/// The rows of the fleet's pane: all nodes, or those that the filter leaves, in groups or not.
extension AppModel {
    /// How a node fares, in words and in the strip of all of them.
    private func member(_ node: NodeID) -> FleetRows.Member {
        let own = assessment(node).verdict
        let level: HeatStrip.Level =
            switch own {
            case .down: .down
            case .degraded: .degraded
            case .unknown: .unknown
            case .healthy:
                switch health.priority(on: node) {
                case .critical: .critical
                case .warning: .warning
                case nil: .healthy
                }
            }
        return FleetRows.Member(node: node, verdict: health.verdict(of: node, own), level: level)
    }

    /// From how many nodes on there is a strip of all of them.
    private static let leastForStrip = 12

    /// Works out the rows anew: nodes have news, or the person groups, folds or filters them.
    mutating func arrangeFleet() {
        let nodes = fleet?.nodes ?? []
        // Thousands of nodes are looked at once, whatever is made of them.
        let members = nodes.map { member($0.id) }
        heat = HeatStrip(nodes.count < Self.leastForStrip ? [] : members.map(\.level))
        fleetGrouping = chosenGrouping ?? usualGrouping()
        let filter = cursor(in: .fleet).filter
        guard let fleet, !filter.isEmpty || fleetGrouping != .none else {
            fleetRows = nil
            return
        }
        var places = [Int?](repeating: nil, count: nodeOrder.count)
        for (place, node) in nodes.enumerated() {
            if let row = nodeOrder.firstIndex(of: node.id) { places[row] = place }
        }
        let matches = filter.isEmpty ? { _ in true } : matcher(filter, fleet)
        let listed = places.compactMap { $0 }.filter { matches(nodes[$0].id) }
        let (grouping, folds, readings) = (fleetGrouping, groupFolds, snapshot.readings.nodes)
        let isLarge = listed.count >= Self.leastForGroups
        let names = listed.map { place in
            let node = nodes[place]
            return grouping.group(of: node, readings[node.id], members[place].verdict)
                ?? grouping.rest
        }
        fleetRows = FleetRows(
            listed.map { members[$0] },
            inGroups: grouping == .none ? nil : names,
            isFolded: { folds[$0] ?? (isLarge && $1 > Self.mostUnfolded) }
        )
    }

    // MARK: Groups

    /// From so many nodes on they are in groups, unless the person wants them otherwise.
    private static let leastForGroups = 201
    /// A group of more nodes begins folded where there are so many.
    private static let mostUnfolded = 20

    private func group(of node: Node, by grouping: FleetGrouping) -> String? {
        let verdict = health.verdict(of: node.id, assessment(node.id).verdict)
        return grouping.group(of: node, snapshot.readings.nodes[node.id], verdict)
    }

    /// Whether some nodes are in one group and some in another, and not each in its own.
    ///
    /// - Parameter countsRest: Whether those that are in none count as a group.
    private func tellsApart(_ grouping: FleetGrouping, countsRest: Bool) -> Bool {
        var groups: Set<String> = []
        var hasShared = false
        for node in fleet?.nodes ?? [] {
            guard let name = group(of: node, by: grouping) ?? (countsRest ? grouping.rest : nil)
            else { continue }
            if !groups.insert(name).inserted { hasShared = true }
            if hasShared, groups.count > 1 { return true }
        }
        return false
    }

    /// What the nodes are grouped by until somebody chooses: what tells most of a large fleet.
    ///
    /// What the readings say counts until all nodes have been heard of, so that the rows
    /// do not jump later.
    private mutating func usualGrouping() -> FleetGrouping {
        guard let nodes = fleet?.nodes, nodes.count >= Self.leastForGroups else { return .none }
        let label = FleetGrouping.labels(of: nodes).first { tellsApart($0, countsRest: false) }
        if let label { return label }
        let wasSettled = isGroupingSettled
        isGroupingSettled = snapshot.readings.nodes.count >= nodes.count
        if wasSettled, fleetGrouping == .verdict { return .verdict }
        return tellsApart(.version, countsRest: false) ? .version : .verdict
    }

    /// Groups the nodes by the next thing that tells some of them apart.
    mutating func groupFleet() {
        let all = FleetGrouping.all(of: fleet?.nodes ?? [])
        let start = all.firstIndex(of: fleetGrouping) ?? 0
        let next = (1...all.count).map { all[(start + $0) % all.count] }.first {
            // Groups of one node each tell nothing that the nodes do not.
            $0 == .none || tellsApart($0, countsRest: true)
        }
        chosenGrouping = next ?? FleetGrouping.none
        groupFolds = [:]
        arrangeFleet()
        keepCursorOnNode()
        let words =
            fleetGrouping == .none ? "the nodes in one list" : "nodes \(fleetGrouping.words)"
        show(words, isProblem: false)
    }

    /// The group whose heading is under the cursor of the fleet; nil for a node.
    var selectedGroup: FleetRows.Group? {
        selected(.fleet).flatMap { fleetRows?.group($0) }
    }

    /// Folds the group under the cursor, or the one that the node under it is in; unfolds a folded
    /// one.
    mutating func foldGroup() {
        guard let row = selected(.fleet), let rows = fleetRows else { return }
        let place = rows.place(of: row) ?? 0
        let heading = rows[...place].last { rows.group($0) != nil }
        guard let heading, let group = rows.group(heading) else { return }
        groupFolds[group.name] = !group.isFolded
        fleetRows = rows.folding(heading, !group.isFolded)
        cursors[.fleet, default: ListCursor()].row = heading
    }

    // MARK: The filter

    /// Whether the filter leaves a node; a text that is no filter leaves all of them.
    private func matcher(_ text: String, _ fleet: Fleet) -> (NodeID) -> Bool {
        let readings = snapshot.readings
        switch try? FleetFilter(text, readings) {
        case nil: return { _ in true }
        case .words(let words):
            let labels = Dictionary(
                fleet.nodes.filter { !$0.labels.isEmpty }.map { ($0.id, $0.labels) },
                uniquingKeysWith: { first, _ in first }
            )
            // Not the reasons: they name other nodes.
            return { node in
                let own = labels[node]?.values.sorted().joined(separator: " ") ?? ""
                return words("\(node.rawValue) \(health(of: node).verdict.rawValue) \(own)")
            }
        case .condition(let condition):
            return { node in
                let scope = Condition.Scope(fleet, readings, nodes: [node], now: now)
                return condition.evaluate(in: scope).truth == .holds
            }
        }
    }

    /// What is wrong with a filter of the fleet; nil when it can be used.
    func problem(ofFilter text: String) -> String? {
        do throws(ConditionError) {
            _ = try FleetFilter(text, snapshot.readings)
            return nil
        } catch {
            return "'\(text)': \(error.message) (after \(error.offset) characters)"
        }
    }
}
