/// What is known of a metric by its name alone: one row for each of our own names.
///
/// Everything that has to know a metric reads it here: how its values are written and combined,
/// what a plot shows first, which names a mistyped one may have meant, and how it behaves on a node
/// that is well. Any other metric is judged by its name, whose words follow the conventions of
/// exporters (prometheus.io, "Metric and label naming").
package struct MetricDescription: Sendable {
    /// The name.
    package let name: MetricName
    /// What a value counts; nil when its name tells.
    package var unit: MetricUnit?
    /// Whether it only ever grows until its process restarts from zero.
    package var isCounter = false
    /// Whether the values of several processes add up, or else the largest counts; nil when the
    /// name of the series tells.
    package var addsUp: Bool?
    /// What it is on a node that is well, and what it can be; nil when nothing is usual.
    package var usual: Usual?
    /// Who gives it; none where it follows from several nodes, or where only fleet files name it.
    package var givenBy: [MetricGiver] = []

    /// The values of a metric on a node that is well.
    package struct Usual: Sendable {
        /// The value at first.
        package let level: Double
        /// The growth per second.
        package let growth: Double
        /// Between what every value lies, also on a node that is not well.
        package let range: ClosedRange<Double>

        init(
            _ level: Double,
            growth: Double = 0,
            in range: ClosedRange<Double> = 0...Double.greatestFiniteMagnitude
        ) {
            self.level = level
            self.growth = growth
            self.range = range
        }
    }

    init(
        _ name: MetricName,
        unit: MetricUnit? = nil,
        isCounter: Bool = false,
        addsUp: Bool? = nil,
        usual: Usual? = nil,
        by givers: MetricGiver...
    ) {
        self.name = name
        self.unit = unit
        self.isCounter = isCounter
        self.addsUp = addsUp
        self.usual = usual
        givenBy = givers
    }
}

/// What the value of a metric counts.
package enum MetricUnit: Sendable {
    case bytes, seconds
    /// Seconds since 1970.
    case moment
    /// Things, or nothing that has a unit.
    case number
}

/// The metrics that Tocsin gives a meaning to, those that tell most first.
package enum MetricCatalogue {
    /// The row of a metric; nil when only its name is known.
    package static subscript(_ name: MetricName) -> MetricDescription? { rows[name] }

    /// Where a metric stands among all: our own first, what hardly changes last.
    package static func rank(of name: MetricName) -> Int {
        guard let place = places[name] else { return telling.count }
        return place
    }

    /// Every name, those that tell most first.
    package static let names = (telling + others + quiet).map(\.name)

    /// The metrics that this one gives, those that tell most first.
    package static func names(givenBy part: MetricGiver.Part) -> [MetricName] {
        (given[part] ?? []).map(\.name)
    }

    /// The metrics that are series of a page, with these series, those that tell most first.
    package static func series(of part: MetricGiver.Part) -> [(series: String, name: MetricName)] {
        (given[part] ?? []).compactMap { entry in
            entry.giver.series.map { (series: $0, name: entry.name) }
        }
    }

    private static let rows = Dictionary(
        uniqueKeysWithValues: (telling + others + quiet).map { ($0.name, $0) }
    )
    private static let given = Dictionary(
        grouping: (telling + others + quiet).flatMap { row in
            row.givenBy.map { (giver: $0, name: row.name) }
        },
        by: \.giver.part
    )
    private static let places: [MetricName: Int] = {
        var places: [MetricName: Int] = [:]
        for (place, row) in telling.enumerated() { places[row.name] = place }
        for row in quiet { places[row.name] = telling.count + 1 }
        return places
    }()

    private static let flag: ClosedRange<Double> = 0...1
    private static let counts: ClosedRange<Double> = 0...100_000

    /// The course of these is what is looked for first.
    private static let telling: [MetricDescription] = [
        .init(
            .peers,
            addsUp: true,
            usual: .init(40, in: counts),
            by: .waku,
            .wakuPage("libp2p_peers"),
            .substrateRPC,
            .chainRPC
        ),
        .init(
            .mesh,
            addsUp: true,
            usual: .init(6, in: 0...10_000),
            by: .wakuPage("libp2p_gossipsub_peers_per_topic_mesh")
        ),
        // How many siblings a node has is a matter of its fleet.
        .init(.siblingLinks, usual: .init(0)),
        .init(
            .heightBest,
            addsUp: false,
            usual: .init(5_000_000, growth: 0.16),
            by: .substrateRPC,
            .chainRPC
        ),
        .init(
            .heightFinalized,
            addsUp: false,
            usual: .init(4_999_997, growth: 0.16),
            by: .substrateRPC
        ),
        .init(.lag, addsUp: false, usual: .init(0)),
        .init(.backlog, usual: .init(0), by: .substrateRelayPage),
        .init(
            .memory,
            unit: .bytes,
            addsUp: true,
            usual: .init(4e9),
            by: .wakuPage("process_resident_memory_bytes"),
            .substratePage,
            .exporter("process_resident_memory_bytes")
        ),
        .init(
            .cpuSeconds,
            unit: .seconds,
            isCounter: true,
            addsUp: true,
            usual: .init(5000, growth: 0.3),
            by: .wakuPage("process_cpu_seconds_total"),
            .substratePage,
            .exporter("process_cpu_seconds_total")
        ),
        .init(.relayPeers, usual: .init(40, in: counts), by: .substrateRelay),
        .init(
            .relayHeightBest,
            addsUp: false,
            usual: .init(20_000_000, growth: 0.16),
            by: .substrateRelay
        ),
        .init(
            .relayHeightFinalized,
            addsUp: false,
            usual: .init(19_999_997, growth: 0.16),
            by: .substrateRelay
        ),
        .init(.relayLag, addsUp: false, usual: .init(0)),
        .init(.storeErrors, isCounter: true, addsUp: true, usual: .init(0), by: .wakuPage),
        .init(.storeMessages, addsUp: true, usual: .init(20_000, growth: 0.02), by: .wakuPage),
        .init(.latency, unit: .seconds, addsUp: false, usual: .init(0.02), by: .poll),
    ]

    private static let others: [MetricDescription] = [
        .init(
            .heightTarget,
            addsUp: false,
            usual: .init(5_000_000, growth: 0.16),
            by: .substrateRPC,
            .chainRPC
        ),
        .init(
            .startTime,
            unit: .moment,
            addsUp: false,
            usual: .init(1.6e9, in: 0...1e11),
            by: .wakuPage("process_start_time_seconds"),
            .substratePage,
            .exporter("process_start_time_seconds")
        ),
        .init(.certificateDays, usual: .init(60, in: -36_500...36_500), by: .certificate),
        .init(.certificateChainDays, by: .certificate),
        .init(.gossipPeers, usual: .init(40, in: counts), by: .wakuPage("libp2p_pubsub_peers")),
        .init(.gossipBacklog, usual: .init(0), by: .substrateRelayPage),
        .init(.graftReceived, usual: .init(0), by: .wakuPage("libp2p_pubsub_received_graft")),
        .init(.pruneSent, usual: .init(0), by: .wakuPage("libp2p_pubsub_broadcast_prune")),
        .init(.backoffPenalty, by: .wakuPage("libp2p_gossipsub_peers_score_behaviourPenalty")),
        .init(.keepaliveErrors, by: .wakuPage("waku_keepalive_errors")),
        .init(.headAge, by: .substrateRPC),
        .init(
            .memoryAvailable,
            unit: .bytes,
            usual: .init(8e9),
            by: .exporter("node_memory_MemAvailable_bytes")
        ),
        .init(.load, usual: .init(0.5, in: 0...10_000), by: .exporter("node_load1")),
        .init(
            .openFiles,
            usual: .init(120),
            by: .wakuPage("process_open_fds"),
            .exporter("process_open_fds")
        ),
        .init(.series, usual: .init(500), by: .page),
        .init(.dnsAnswers, by: .nameServer),
        .init(.ping, by: .libp2p),
        .init(.handshake, by: .libp2p),
    ]

    /// These have one value for most of a node's life.
    private static let quiet: [MetricDescription] = [
        .init(
            .syncing,
            addsUp: false,
            usual: .init(0, in: flag),
            by: .substrateRPC,
            .chainRPC
        ),
        .init(.relaySyncing, addsUp: false, usual: .init(0, in: flag), by: .substrateRelay),
        .init(.shouldHavePeers, addsUp: false, usual: .init(1, in: flag), by: .substrateRPC),
        .init(.databaseOK, usual: .init(1, in: flag)),
        // It follows from the log.
        .init(.baselineDrift, usual: .init(0)),
        .init(.clientOK, usual: .init(1, in: flag), by: .libp2p),
        .init(.beefy, usual: .init(0, in: flag), by: .substrateRelayPage),
    ]
}
