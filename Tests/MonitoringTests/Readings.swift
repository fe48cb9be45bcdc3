import FleetModel
import Monitoring
import Primitives
import TestSupport

/// Fleets and readings in few words.
extension Node {
    static func waku(_ id: NodeID) -> Node {
        Node(
            id: id,
            probes: [ProbeSpec(target: .waku(rest: "http://\(id)", rpc: nil, metrics: nil))]
        )
    }

    static func substrate(_ id: NodeID, relay: Bool = false) -> Node {
        let target = ProbeTarget.substrate(
            rpc: "http://\(id)",
            relayRPC: relay ? "http://\(id):1" : nil,
            metrics: nil,
            relayMetrics: nil
        )
        return Node(id: id, probes: [ProbeSpec(target: target)])
    }
}

extension FleetReadings {
    /// One poll of a node that answered.
    mutating func poll(
        _ node: NodeID,
        at: Timestamp = start,
        _ metrics: [MetricName: Double] = [:],
        facts: [FactName: [String]] = [:],
        problems: [Problem] = [],
    ) {
        apply(
            Observation(
                node: node,
                probeIndex: 0,
                at: at,
                latency: .milliseconds(12),
                samples: metrics.map { Sample($0.key, $0.value) },
                facts: facts.map { Fact($0.key, $0.value) },
                problems: problems,
            )
        )
    }

    /// One poll of a node that nobody answered.
    mutating func silence(_ node: NodeID, at: Timestamp = start, probeIndex: Int = 0) {
        apply(
            Observation(
                node: node,
                probeIndex: probeIndex,
                at: at,
                latency: nil,
                problems: [Problem(part: "rest", reason: .refused)],
            )
        )
    }
}

/// Two nodes, `a` and `b`, polled every 10 s; readings count for 30 s.
let pair = Fleet(name: "prod", nodes: [.waku("a"), .waku("b")], releases: ["v0.4", "3.2.0"])
