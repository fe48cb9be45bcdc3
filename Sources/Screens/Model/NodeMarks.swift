import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Nodes that the person marked in the fleet, to do one thing with all of them.
extension AppModel {
    /// The marked nodes in their order while keys go to the fleet; elsewhere the marks wait.
    var markedHere: [NodeID] {
        guard !markedNodes.isEmpty, list?.context == .fleet else { return [] }
        return markedInOrder
    }

    /// The signals that stand on the marked nodes, the worst first.
    private var markedSignals: [SignalState] {
        situationSignals.filter { !markedNodes.isDisjoint(with: $0.finding.nodes) }
    }

    /// Marks the node under the cursor, or all of the group there, or takes the marks away, and
    /// goes on to the next row.
    mutating func toggleMark() {
        let nodes = selectedGroup?.nodes ?? selectedNode.map { [$0] } ?? []
        if markedNodes.isSuperset(of: nodes) {
            markedNodes.subtract(nodes)
        } else {
            markedNodes.formUnion(nodes)
        }
        move(.fleet, by: 1)
    }

    /// Takes all marks away; when there are none, marks every node listed.
    mutating func toggleAllMarks() {
        guard markedNodes.isEmpty else { return unmark() }
        markedNodes = Set(fleetRows?.nodes ?? Array(nodeOrder))
        show("\(markedNodes.count) nodes are marked", isProblem: false)
    }

    /// Takes all marks away.
    mutating func unmark() {
        markedNodes = []
        show("no node is marked any more", isProblem: false)
    }

    // MARK: What commands take

    /// What the cursor or the marks give to an argument; nil when they give nothing.
    func values(_ slot: CommandArgument.Slot, for argument: CommandArgument) -> [String]? {
        let isOfSignals = slot == .signal || slot == .newSignal
        guard isOfSignals, argument.many == .repeated, !markedHere.isEmpty else {
            return cursor(slot).map { [$0] }
        }
        let signals = markedSignals.filter { slot == .signal || $0.acknowledgement == nil }
        return signals.isEmpty ? nil : signals.map(\.id.rawValue)
    }

    /// The nodes that a command is about: the marked ones, the one under the cursor of the fleet,
    /// else those of the signal; apart by spaces.
    var nodesOfCursor: String? {
        let marked = markedHere
        if !marked.isEmpty { return marked.map(\.rawValue).joined(separator: " ") }
        if list?.context == .fleet { return selectedNode?.rawValue }
        return signal?.finding.nodes.map(\.rawValue).joined(separator: " ")
    }

    /// What is wrong, in one line: what the signal under the cursor says, or the worst on the
    /// marked nodes with their names before it; nil for nothing of the kind.
    var trouble: String? {
        let marked = markedHere
        if marked.isEmpty { return list?.context == .fleet ? nil : signal.map(Self.title) }
        let worst = markedSignals.first?.finding.fault ?? ""
        return "\(Self.names(marked, atMost: 3)): \(worst)"
    }

    /// What a signal tells, short enough for a title: without its reading when it is long.
    private static func title(_ signal: SignalState) -> String {
        guard signal.text.count > titleLength else { return signal.text }
        let nodes = signal.finding.nodes
        let place = nodes.isEmpty ? "" : " on \(names(nodes, atMost: 3))"
        return signal.finding.fault + place
    }

    /// A title of so many characters still stands whole in most places.
    private static let titleLength = 70

    /// Since when it is wrong, as a person writes it; nil when nobody has said so yet.
    var troubleSince: String? {
        let isMarked = !markedHere.isEmpty
        guard isMarked || list?.context != .fleet,
            let since = isMarked ? markedSignals.map(\.since).min() : signal?.since
        else { return nil }
        let mark = showsLocalTime ? "" : "Z"
        let isToday = zoned(since).date == zoned(now).date
        return (isToday ? "" : zoned(since).date + "T") + minute(since) + mark
    }

    /// The names that a line of the log begins with; empty without marks.
    var lineOpening: String {
        markedHere.isEmpty ? "" : Self.names(markedHere, atMost: 20) + ": "
    }

    private static func names(_ nodes: [NodeID], atMost limit: Int) -> String {
        let shown = nodes.prefix(limit).map(\.rawValue).joined(separator: ", ")
        return nodes.count > limit ? "\(shown) and \(nodes.count - limit) more" : shown
    }
}
