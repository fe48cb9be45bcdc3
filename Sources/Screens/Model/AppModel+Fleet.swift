import CellGrid
import CommandTable
import FleetModel
import Monitoring
import Primitives

/// The rows of the fleet's pane: all nodes, or those that the filter leaves, in groups or not.
extension AppModel {
    /// How a node fares, for the strip of all of them.
    private func level(of node: NodeID) -> HeatStrip.Level {
        switch assessment(node).verdict {
        case .down: return .down
        case .degraded: return .degraded
        case .unknown: return .unknown
        case .healthy: break
        }
        return switch health.priority(on: node) {
        case .critical: .critical
        case .warning: .warning
        case nil: .healthy
        }
    }

    /// From how many nodes on there is a strip of all of them.
    private static let leastForStrip = 12

    /// Works out the rows anew: nodes have news, or the person groups, folds or filters them.
    mutating func arrangeFleet() {
        let nodes = fleet?.nodes ?? []
        heat = HeatStrip(nodes.count < Self.leastForStrip ? [] : nodes.map { level(of: $0.id) })
        let filter = cursor(in: .fleet).filter
        guard let fleet, !filter.isEmpty || fleetGrouping != .none else {
            fleetRows = nil
            return
        }
        let listed = filter.isEmpty ? Array(nodeOrder) : nodeOrder.filter(matcher(filter, fleet))
        let known = Dictionary(nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let (grouping, model) = (fleetGrouping, self)
        fleetRows = FleetRows(
            listed,
            folded: foldedGroups,
            group: grouping == .none
                ? nil
                : { id in
                    let verdict = model.health(of: id).verdict
                    let readings = model.snapshot.readings.nodes[id]
                    let name = known[id].map { grouping.group(of: $0, readings, verdict) }
                    return (name ?? "", verdict)
                },
            level: level(of:)
        )
    }

    /// Whether the filter leaves a node; a text that is no filter leaves all of them.
    private func matcher(_ text: String, _ fleet: Fleet) -> (NodeID) -> Bool {
        let readings = snapshot.readings
        switch try? FleetFilter(text, readings) {
        case nil: return { _ in true }
        case .words(let words):
            // Not the reasons: they name other nodes.
            return { words("\($0.rawValue) \(health(of: $0).verdict.rawValue)") }
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

    /// Groups the nodes by the next thing that tells some of them apart.
    mutating func groupFleet() {
        let all = FleetGrouping.allCases
        let start = all.firstIndex(of: fleetGrouping) ?? 0
        let nodes = fleet?.nodes ?? []
        let next = (1...all.count).map { all[(start + $0) % all.count] }.first { grouping in
            guard grouping != .none else { return true }
            let groups = nodes.map {
                grouping.group(
                    of: $0,
                    snapshot.readings.nodes[$0.id],
                    health(of: $0.id).verdict
                )
            }
            // Groups of one node each tell nothing that the nodes do not.
            return (2..<max(3, nodes.count)).contains(Set(groups).count)
        }
        fleetGrouping = next ?? .none
        foldedGroups = []
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
        if foldedGroups.remove(group.name) == nil { foldedGroups.insert(group.name) }
        arrangeFleet()
        cursors[.fleet, default: ListCursor()].row = heading
    }
}
