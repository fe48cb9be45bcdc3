import FleetModel
import IncidentLog
import Primitives

/// The entries of the log that concern the node shown, kept while neither changes: a frame must
/// not go through the log.
struct NodeEntries: Sendable {
    /// What the entries follow from; two that are equal give the same ones.
    struct Source: Hashable {
        let node: NodeID
        let fleet: String?
        let entries: EntriesMark
    }

    /// What these were made from; nil before a node was shown.
    private(set) var source: Source?
    /// The entries, the oldest first.
    private(set) var entries: [Entry] = []

    /// None, before a node was shown.
    init() {}

    fileprivate init(_ source: Source, among all: [Entry]) {
        self.source = source
        entries = all.filter { entry in
            guard entry.event.mayConcern(source.fleet) else { return false }
            return switch entry.event {
            case .fleet(.factChanged(let other, _, _, _, _)), .fleet(.logLine(let other, _, _)):
                other == source.node
            case .signal(let event): event.concerns(source.node)
            case .watch: true
            case .policy(.exceptionRequested(_, _, let nodes, _, _, _, _, _, _)):
                nodes.isEmpty || nodes.contains(source.node)
            case .baseline(.accepted(let other, _, _, _, _)): other == source.node
            case .baseline(.taken(_, _, _, let nodes)):
                nodes.contains { $0.node == source.node }
            case .incident, .timeline, .role, .task, .advice, .clock, .attendance, .checklist,
                .update, .delivery, .impact, .log, .change, .policy, .unknown,
                .fleet:
                false
            }
        }
    }
}

extension AppModel {
    /// The entries of the log that concern a node, the oldest first.
    func entries(of node: NodeID) -> [Entry] {
        let source = source(of: node)
        return source == nodeEntries.source
            ? nodeEntries.entries : NodeEntries(source, among: entries).entries
    }

    /// Finds the entries of the node shown anew when something that they follow from has changed.
    mutating func keepNodeEntries() {
        guard let source = screen.node.map(source), source != nodeEntries.source else { return }
        nodeEntries = NodeEntries(source, among: entries)
    }

    private func source(of node: NodeID) -> NodeEntries.Source {
        NodeEntries.Source(node: node, fleet: fleet?.name, entries: entriesMark)
    }
}
