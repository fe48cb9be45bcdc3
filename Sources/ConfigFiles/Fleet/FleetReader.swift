internal import FleetModel
internal import Primitives

/// Reads a fleet from its tree.
struct FleetReader {
    let reading: ParsingContext
    let values: ValueReader
    /// What conditions can refer to; known once the nodes are read.
    var surroundings = ConditionSurroundings(hasReleases: false, given: [])
    /// The names of the nodes, those of nodes with mistakes included.
    var nodeNames = Names(what: "nodes")
    /// The names of the heartbeats, by which they are called.
    var heartbeatNames = Names(what: "heartbeats")

    /// Gives the time zone of a name; nil for none.
    let zones: (String) -> ZoneRules?

    init(reading: ParsingContext, values: ValueReader, zones: @escaping (String) -> ZoneRules?) {
        self.reading = reading
        self.values = values
        self.zones = zones
    }

    /// What the root describes.
    static let owner = "a fleet file"

    static let keys = [
        "fleet", "poll", "history", "detectors", "releases", "nodes", "sources", "parties",
        "checks", "runbooks", "channels", "maintenance", "watchdog",
    ]

    /// The fleet; nil when the root or the name is missing.
    mutating func fleet(_ root: YAMLNode) -> Fleet? {
        guard let fields = fields(root, of: Self.owner, Self.keys) else { return nil }
        let name = values.text(fields.required("fleet"), "fleet")
        var fleet = Fleet(name: name ?? "")
        fleet.polling = polling(fields.optional("poll"))
        fleet.detectors = detectors(fields.optional("detectors"))
        fleet.history = history(fields.optional("history"))
        fleet.releases = values.texts(fields.optional("releases"), "releases").map(\.text)
        fleet.nodes = list(fields.optional("nodes"), "nodes") { $0.node($1) }
        fleet.sources = list(fields.optional("sources"), "sources") { $0.source($1) }
        let names = fields.keys.filter { $0 == "nodes" || $0 == "sources" }
        if names.isEmpty || fleet.nodes.isEmpty && fleet.sources.isEmpty && !reading.hasErrors {
            reading.warn(fields.place, "this fleet has no nodes; there is nothing to watch")
        }
        surroundings = ConditionSurroundings(
            hasReleases: !fleet.releases.isEmpty,
            given: fleet.names
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
        fleet.maintenance = list(fields.optional("maintenance"), "maintenance") {
            $0.maintenance($1)
        }
        fleet.watchdog = watchdog(fields.optional("watchdog"))
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
        names.take(fields, values)
    }

    private func polling(_ node: YAMLNode?) -> Polling {
        var polling = Polling()
        let keys = ["every", "timeout", "concurrency", "limit"]
        guard let node, let fields = fields(node, of: "poll", keys) else { return polling }
        if let span = values.span(fields.optional("every"), "every") { polling.interval = span }
        if let span = values.span(fields.optional("timeout"), "timeout") {
            polling.timeout = span
        }
        let count = values.integer(fields.optional("concurrency"), "concurrency", in: 1...10_000)
        if let count { polling.concurrency = count }
        if let limit = bodyLimit(fields) { polling.bodyLimitBytes = limit }
        return polling
    }

    /// A limit beyond it could take all memory.
    private static let bodyLimits = 1024.0...Double(1 << 30)

    /// The largest body that is read, in bytes.
    func bodyLimit(_ fields: Fields) -> Int? {
        guard let node = fields.optional("limit"), let bytes = values.bytes(node, "limit") else {
            return nil
        }
        guard Self.bodyLimits.contains(bytes) else {
            reading.error(node.place, "'limit' must be from 1KiB to 1GiB")
            return nil
        }
        return Int(bytes)
    }
}

extension FleetReader {
    /// Less than this holds nothing of use.
    private static let leastBytes = 1e6

    /// How long and how much of the past is kept.
    fileprivate func history(_ node: YAMLNode?) -> HistorySettings {
        var history = HistorySettings()
        guard let node, let fields = fields(node, of: "history", ["keep", "size"]) else {
            return history
        }
        if let span = values.span(fields.optional("keep"), "keep") { history.keep = span }
        if let size = fields.optional("size"), let bytes = values.bytes(size, "size") {
            if bytes < Self.leastBytes {
                reading.error(size.place, "'size' must be 1MB or more")
            } else {
                history.sizeBytes = bytes
            }
        }
        return history
    }
}

/// Names of one kind of thing and where they were given first.
struct Names {
    let what: String
    private(set) var places: [String: Place] = [:]

    init(what: String) {
        self.what = what
    }

    /// The name that a thing gives itself, which no other of them may have.
    mutating func take(_ fields: Fields, _ values: ValueReader) -> String? {
        let node = fields.required("name")
        guard let node, let name = values.text(node, "name") else { return nil }
        add(name, at: node.place, values.reading)
        return name
    }

    mutating func add(_ name: String, at place: Place, _ reading: ParsingContext) {
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
    /// The names that probes and sources are known to give, each once, in the order of the file.
    fileprivate var names: [String] {
        var seen: Set<String> = []
        return
            (nodes.flatMap(\.probes).map(\.target.descriptor.names)
            + sources.map { source in
                var names = ProbeNames()
                names.add(source.picks)
                return names
            })
            .flatMap { $0.known.sorted() }.filter { seen.insert($0).inserted }
    }
}
