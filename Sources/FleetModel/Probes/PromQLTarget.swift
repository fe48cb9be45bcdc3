package import Primitives

/// What a `promql` probe asks: instant queries of a Prometheus-compatible server.
package struct PromQLTarget: ProbeDescriptor {
    /// The base address of the server, without `/api/v1`.
    package var server: String
    /// What tells whether the server reaches the node, such as `up{instance="a:1"}`: nothing is
    /// asked when nil.
    package var up: String?
    /// What is kept.
    package var picks: QueryPicks

    /// A target of these parts.
    package init(server: String, up: String? = nil, picks: QueryPicks = QueryPicks()) {
        self.server = server
        self.up = up
        self.picks = picks
    }

    /// What the server tells is as good as what the node tells.
    package static let row = ProbeRow("promql", reachesNode: true)

    /// The server, which is not the host of the node.
    package var reach: ProbeReach { .server(server) }

    /// The picks.
    package var names: ProbeNames {
        var names = ProbeNames()
        names.add(picks)
        return names
    }
}

/// What is kept of the answers to instant queries.
package struct QueryPicks: Equatable, Sendable {
    /// The numbers: the values of all series of a query are added up.
    package var samples: [SampleQuery]
    /// The texts.
    package var facts: [FactQuery]

    /// These numbers and texts.
    package init(samples: [SampleQuery] = [], facts: [FactQuery] = []) {
        self.samples = samples
        self.facts = facts
    }
}

/// A query whose value is kept as a number.
package struct SampleQuery: Equatable, Sendable {
    /// The name it is kept under.
    package var name: MetricName
    /// The query, in PromQL.
    package var query: String

    /// A number from this query.
    package init(_ name: MetricName, _ query: String) {
        self.name = name
        self.query = query
    }
}

/// A query of whose series a label is kept as a text.
package struct FactQuery: Equatable, Sendable {
    /// The name it is kept under.
    package var name: FactName
    /// The query, in PromQL.
    package var query: String
    /// The label.
    package var label: String

    /// A text from this query.
    package init(_ name: FactName, _ query: String, label: String) {
        self.name = name
        self.query = query
        self.label = label
    }
}
