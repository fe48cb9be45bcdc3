package import Primitives

/// A server that tells of many nodes at once, and which nodes there are.
///
/// It is a Prometheus-compatible server: a few instant queries a poll, however large the fleet.
package struct FleetSource: Equatable, Sendable {
    /// The base address of the server, without `/api/v1`.
    package var server: String
    /// The query with one series a node, whose value is 1 while the server reaches the node.
    package var nodes: String
    /// The label that names the node, in this and all other queries.
    package var nameLabel: String
    /// The label that tells what a node does.
    package var roleLabel: String?
    /// The labels that nodes keep, under the same names.
    package var keptLabels: [String]
    /// What is kept of each node.
    package var picks: QueryPicks
    /// Headers sent with every request, such as `Authorization`.
    package var headers: [String: Secret]
    /// Credentials and trust.
    package var access: WebAccess
    /// The span between two polls; nil for that of the fleet.
    package var interval: Duration?
    /// The absolute deadline of one poll; nil for that of the fleet.
    package var timeout: Duration?
    /// The largest body of an answer that is read, in bytes; nil for that of the fleet.
    package var bodyLimitBytes: Int?

    /// A source of these parts.
    package init(
        server: String,
        nodes: String = "up",
        nameLabel: String = "instance",
        roleLabel: String? = nil,
        keptLabels: [String] = [],
        picks: QueryPicks = QueryPicks(),
        headers: [String: Secret] = [:],
        access: WebAccess = WebAccess(),
        interval: Duration? = nil,
        timeout: Duration? = nil,
        bodyLimitBytes: Int? = nil
    ) {
        self.server = server
        self.nodes = nodes
        self.nameLabel = nameLabel
        self.roleLabel = roleLabel
        self.keptLabels = keptLabels
        self.picks = picks
        self.headers = headers
        self.access = access
        self.interval = interval
        self.timeout = timeout
        self.bodyLimitBytes = bodyLimitBytes
    }
}

/// What one poll of a source brought.
package struct SourceReading: Equatable, Sendable {
    /// Which of the fleet's sources, by its place in the file.
    package var index: Int
    /// When the answers were complete.
    package var at: Timestamp
    /// What is known of each node; nil when the source could not be asked.
    package var nodes: [NodeReading]?
    /// The queries that brought nothing usable.
    package var problems: [Problem]
    /// How long it took.
    package var latency: Duration
    /// The span between two polls; nil for that of the fleet.
    package var interval: Duration?

    /// What one poll brought.
    package init(
        index: Int,
        at: Timestamp,
        nodes: [NodeReading]?,
        problems: [Problem] = [],
        latency: Duration,
        interval: Duration? = nil
    ) {
        self.index = index
        self.at = at
        self.nodes = nodes
        self.problems = problems
        self.latency = latency
        self.interval = interval
    }

    /// What a source knows of one node.
    package struct NodeReading: Equatable, Sendable {
        /// The node.
        package var id: NodeID
        /// What it does, if the source tells.
        package var role: String?
        /// What else tells it from others.
        package var labels: [String: String]
        /// Whether the source itself reaches the node.
        package var isUp: Bool
        /// The numbers.
        package var samples: [Sample]
        /// The texts.
        package var facts: [Fact]
        /// What was left out of this node's answers, and why; a fault where it is not told whether
        /// the node is up.
        package var notes: [Problem]

        /// What is known of this node.
        package init(
            id: NodeID,
            role: String? = nil,
            labels: [String: String] = [:],
            isUp: Bool,
            samples: [Sample] = [],
            facts: [Fact] = [],
            notes: [Problem] = []
        ) {
            self.id = id
            self.role = role
            self.labels = labels
            self.isUp = isUp
            self.samples = samples
            self.facts = facts
            self.notes = notes
        }
    }
}

extension Fleet {
    /// The place of the first source among the polls of a node: behind all probes of its own.
    package static let firstSourcePlace = 1000
    /// How many nodes the sources may add at most.
    package static let discoveredLimit = 20_000
}
