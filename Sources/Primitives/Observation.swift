/// A number that a node gave at a moment.
package struct Sample: Hashable, Sendable {
    /// What it measures, in Tocsin's vocabulary.
    package var metric: MetricName
    /// The value; the unit belongs to the metric (bytes, blocks, peers, seconds).
    package var value: Double

    /// A sample of this metric.
    package init(_ metric: MetricName, _ value: Double) {
        self.metric = metric
        self.value = value
    }
}

/// A text that a node gave about itself: version, protocols, genesis.
package struct Fact: Hashable, Sendable {
    /// What it tells, in Tocsin's vocabulary.
    package var name: FactName
    /// The values in a stable order; most facts have one.
    package var values: [String]

    /// A fact with these values.
    package init(_ name: FactName, _ values: [String]) {
        self.name = name
        self.values = values
    }
}

/// A part of a probe that gave no usable answer.
package struct Problem: Hashable, Sendable {
    /// The part that failed, such as `metrics` or `relay rpc`.
    package var part: String
    /// Why.
    package var reason: FailureReason
    /// Whether it says something bad about the node; a switched-off admin API does not.
    package var isFault: Bool

    /// A problem of this part.
    package init(part: String, reason: FailureReason, isFault: Bool = true) {
        self.part = part
        self.reason = reason
        self.isFault = isFault
    }
}

/// What one poll of one probe brought.
package struct Observation: Hashable, Sendable {
    /// The node asked.
    package var node: NodeID
    /// Which of the node's probes, by its place in the fleet file.
    package var probeIndex: Int
    /// When the answer was complete.
    package var at: Timestamp
    /// How long it took; nil when nothing answered.
    package var latency: Duration?
    /// The numbers.
    package var samples: [Sample]
    /// The texts.
    package var facts: [Fact]
    /// The parts that gave no usable answer.
    package var problems: [Problem]
    /// Whether the one who should tell of the node could not be asked, so that nothing is known.
    package var isBlind: Bool
    /// Whether the node itself told the facts, over a connection that proves its identity: then
    /// they count more than what its other probes gather of the same.
    package var isProven: Bool
    /// The span between two polls of this probe; nil for that of the fleet.
    package var interval: Duration?

    /// What a poll brought; `latency` is nil exactly when no part answered.
    package init(
        node: NodeID,
        probeIndex: Int,
        at: Timestamp,
        latency: Duration?,
        samples: [Sample] = [],
        facts: [Fact] = [],
        problems: [Problem] = [],
        isBlind: Bool = false,
        isProven: Bool = false,
        interval: Duration? = nil
    ) {
        self.node = node
        self.probeIndex = probeIndex
        self.at = at
        self.latency = latency
        self.samples = samples
        self.facts = facts
        self.problems = problems
        self.isBlind = isBlind
        self.isProven = isProven
        self.interval = interval
    }
}

extension Observation {
    /// Stands for the probe of numbers that no probe brings, but that follow from several nodes.
    package static let derivedIndex = -1
}

extension Identifier where Subject == Sample {
    /// Whether the metric only ever grows until its process restarts from zero: our own counters,
    /// and every name that ends in `total`, as the exposition format names counters.
    package var isCounter: Bool {
        MetricCatalogue[self]?.isCounter == true || rawValue == "total"
            || rawValue.hasSuffix(".total") || rawValue.hasSuffix("_total")
    }
}

extension Identifier where Subject == Fact {
    /// The version of the node's program.
    package static let version = Self("version")
    /// The version of the on-chain runtime.
    package static let runtime = Self("runtime")
    /// The relay protocol id that the node speaks.
    package static let relay = Self("relay")
    /// The protocol ids that the node is known to speak.
    package static let protocols = Self("protocols")
    /// The protocol ids that the node's peers are known to speak.
    package static let peerProtocols = Self("peer.protocols")
    /// The node's own peer id.
    package static let peerID = Self("peer.id")
    /// The peer ids that the node is connected to.
    package static let connectedPeers = Self("connected.peers")
    /// The genesis hash: the chain's identity.
    package static let genesis = Self("genesis")
    /// The genesis hash of the relay half.
    package static let relayGenesis = Self("relay.genesis")
    /// The chain's name.
    package static let chain = Self("chain")
    /// What the node says of its own health.
    package static let health = Self("health")
    /// How much the node is connected, in its own words.
    package static let connection = Self("connection")
    /// Which API the probe found.
    package static let api = Self("api")
    /// The node's roles.
    package static let roles = Self("roles")
}
