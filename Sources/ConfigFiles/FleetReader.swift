internal import IncidentCore

/// Reads a fleet from its tree.
struct FleetReader {
    let reading: Reading
    let values: ValueReader
    /// What conditions can refer to; known once the nodes are read.
    var surroundings = ConditionSurroundings(hasReleases: false, picks: [])
    /// The names of the nodes, those of nodes with mistakes included.
    var nodeNames = Names(what: "nodes")

    init(reading: Reading, values: ValueReader) {
        self.reading = reading
        self.values = values
    }

    static let keys = [
        "fleet", "poll", "releases", "nodes", "parties", "checks", "runbooks", "channels",
        "detectors",
    ]

    /// The fleet; nil when the root or the name is missing.
    mutating func fleet(_ root: YAMLNode) -> Fleet? {
        guard let fields = fields(root, of: "a fleet file", Self.keys) else { return nil }
        let name = values.text(fields.required("fleet"), "fleet")
        var fleet = Fleet(name: name ?? "")
        fleet.polling = polling(fields.optional("poll"))
        fleet.detectors = detectors(fields.optional("detectors"))
        fleet.releases = values.texts(fields.optional("releases"), "releases").map(\.text)
        fleet.nodes = list(fields.optional("nodes"), "nodes") { $0.node($1) }
        if !fields.contains("nodes") || fleet.nodes.isEmpty && !reading.hasErrors {
            reading.warn(fields.place, "this fleet has no nodes; there is nothing to watch")
        }
        surroundings = ConditionSurroundings(
            hasReleases: !fleet.releases.isEmpty,
            picks: fleet.picks
        )
        var parties = Names(what: "parties")
        fleet.parties = list(fields.optional("parties"), "parties") { $0.party($1, &parties) }
        var checks = Names(what: "checks")
        fleet.checks = list(fields.optional("checks"), "checks") { $0.check($1, &checks) }
        var runbooks = Names(what: "runbooks")
        fleet.runbooks = list(fields.optional("runbooks"), "runbooks") {
            $0.runbook($1, &runbooks)
        }
        var channels = Names(what: "channels")
        fleet.channels = list(fields.optional("channels"), "channels") {
            $0.channel($1, &channels)
        }
        return name == nil ? nil : fleet
    }

    func fields(_ node: YAMLNode, of owner: String, _ keys: [String]) -> Fields? {
        Fields(node, of: owner, known: keys, reading: reading)
    }

    /// The items of a list that could be read.
    mutating func list<Element>(
        _ node: YAMLNode?,
        _ key: String,
        _ read: (inout FleetReader, YAMLNode) -> Element?
    ) -> [Element] {
        guard let node else { return [] }
        var elements: [Element] = []
        for item in reading.items(of: node, key) ?? [] {
            guard reading.visit(item.place) else { break }
            if let element = read(&self, item) { elements.append(element) }
        }
        return elements
    }

    /// The name of one of several things, which no other of them may have.
    func name(_ fields: Fields, _ names: inout Names) -> String? {
        let node = fields.required("name")
        guard let node, let name = values.text(node, "name") else { return nil }
        names.add(name, at: node.place, reading)
        return name
    }

    private func polling(_ node: YAMLNode?) -> Polling {
        var polling = Polling()
        guard let node, let fields = fields(node, of: "poll", ["every", "timeout", "concurrency"])
        else { return polling }
        if let span = values.span(fields.optional("every"), "every") { polling.interval = span }
        if let span = values.span(fields.optional("timeout"), "timeout") {
            polling.timeout = span
        }
        let count = values.integer(fields.optional("concurrency"), "concurrency", in: 1...10_000)
        if let count { polling.concurrency = count }
        return polling
    }
}

/// Names of one kind of thing and where they were given first.
struct Names {
    let what: String
    private(set) var places: [String: Place] = [:]

    init(what: String) {
        self.what = what
    }

    mutating func add(_ name: String, at place: Place, _ reading: Reading) {
        if let first = places[name] {
            reading.error(
                place,
                "two \(what) are named \(name.quoted); the first is in line \(first.line)"
            )
        } else {
            places[name] = place
        }
    }
}

extension Fleet {
    /// The names of metrics and facts that follow from the file itself.
    fileprivate var picks: [MetricName] {
        nodes.flatMap(\.probes).flatMap { (probe) -> [MetricName] in
            switch probe.target {
            case .prometheus(_, let metrics): return metrics.map(\.name)
            case .exec(let target): return target.names
            case .log(let target): return target.names
            case .waku, .substrate, .http, .jsonrpc, .tcp, .tls, .libp2p, .config, .sqlite,
                .promql:
                return []
            }
        }
    }
}
