package import Primitives

/// Something that must call in again and again: a backup, a timer, a watcher elsewhere.
package struct HeartbeatTarget: ProbeDescriptor {
    /// The name by which it calls, in front of what is learned; nil for that of its node.
    package var name: String?
    /// The longest span between two calls.
    package var every: Duration
    /// How late a call may be.
    package var grace: Duration
    /// How urgent it is when no call comes, or one that tells of a failure.
    package var priority: SignalPriority

    /// How often it is looked whether somebody called, at least.
    package static let usualInterval: Duration = .seconds(5)

    /// A target of these parts; without a grace it is the usual one.
    package init(
        name: String? = nil,
        every: Duration,
        grace: Duration? = nil,
        priority: SignalPriority = .warning
    ) {
        self.name = name
        self.every = every
        self.grace = grace ?? Self.usualGrace(for: every)
        self.priority = priority
    }

    /// How late a call may be when the fleet file does not say: a tenth of the span, at least a
    /// minute.
    package static func usualGrace(for every: Duration) -> Duration {
        max(every / 10, .seconds(60))
    }

    /// The name by which it calls.
    package func calledName(of node: NodeID) -> String { name ?? node.rawValue }

    /// How long ago it last called, in seconds.
    package var ageMetric: MetricName { MetricName(prefix + ".age") }

    /// When it last called.
    package var lastFact: FactName { FactName(prefix + ".last") }

    private var prefix: String { "heartbeat" + (name.map { "." + $0 } ?? "") }

    /// Nothing is asked: it must call in.
    package static let row = ProbeRow("heartbeat", reachesNode: false)

    /// Nothing that answers or runs.
    package var reach: ProbeReach { .nothing }

    /// Looking costs next to nothing.
    package func complete(_ spec: inout ProbeSpec, of fleet: Fleet) {
        spec.interval = spec.interval ?? min(fleet.polling.interval, Self.usualInterval)
    }

    /// When it last called.
    package var names: ProbeNames {
        var names = ProbeNames()
        names.add(metrics: [ageMetric])
        names.add(facts: [lastFact])
        return names
    }
}

extension Node {
    /// Whether something must call in for it.
    package var callsIn: Bool { probes.indices.contains { heartbeat($0) != nil } }

    /// The heartbeat that stands at a place among the probes; nil where another probe does.
    package func heartbeat(_ index: Int) -> HeartbeatTarget? {
        guard probes.indices.contains(index), case .heartbeat(let target) = probes[index].target
        else { return nil }
        return target
    }
}

extension Fleet {
    /// The names by which heartbeats call, in the order of the fleet file.
    package var heartbeatNames: [String] {
        nodes.flatMap { node in
            node.probes.indices.compactMap { node.heartbeat($0)?.calledName(of: node.id) }
        }
    }
}
