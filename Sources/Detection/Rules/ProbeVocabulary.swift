import FleetModel
import Monitoring
import Primitives

/// The metrics and facts that the probes of a node can give, with what follows from several nodes.
struct ProbeVocabulary: Sendable {
    private var told = ProbeNames(of: .poll)

    /// The metrics that the node is known to give as long as it is well.
    var metrics: Set<String> { told.metrics }

    /// The facts that the node is known to give as long as it is well.
    var facts: Set<String> { told.facts }

    /// What the probes of every node of a fleet can give, in the order of its nodes.
    static func all(in fleet: Fleet) -> [ProbeVocabulary] {
        let hasWakuSiblings = fleet.nodes.count(where: \.isWaku) > 1
        let hasOthers = fleet.nodes.count > 1
        return fleet.nodes.map {
            ProbeVocabulary($0, hasWakuSiblings: hasWakuSiblings, hasOthers: hasOthers)
        }
    }

    /// The same by the names of the nodes.
    static func byNode(in fleet: Fleet) -> [NodeID: ProbeVocabulary] {
        Dictionary(
            zip(fleet.nodes.map(\.id), all(in: fleet)),
            uniquingKeysWith: { first, _ in first }
        )
    }

    private init(_ node: Node, hasWakuSiblings: Bool, hasOthers: Bool) {
        for probe in node.probes { told.formUnion(probe.target.descriptor.names) }
        if node.isWaku, hasWakuSiblings { told.add(metrics: [.siblingLinks]) }
        // Once a baseline was taken.
        told.possible.insert(MetricName.baselineDrift.rawValue)
        if hasOthers {
            if told.promises(MetricName.heightBest.rawValue) { told.add(metrics: [.lag]) }
            if told.promises(MetricName.relayHeightBest.rawValue) {
                told.add(metrics: [.relayLag])
            }
        }
    }

    /// Whether the node can give a metric or fact of this name.
    func has(_ name: String) -> Bool { told.contains(name) }

    /// Whether the node is known to give a metric or fact of this name as long as it is well.
    func names(_ name: String) -> Bool { told.promises(name) }
}
