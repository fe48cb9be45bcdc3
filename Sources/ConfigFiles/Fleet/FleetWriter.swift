internal import FleetModel
internal import Primitives

/// Writes a fleet as YAML in block style, leaving out what has its default value.
struct FleetWriter {
    private(set) var lines: [String]
    var secrets = SecretPlaceholders()

    init(header: [String]) {
        lines = header.map { $0.isEmpty ? "#" : "# " + $0.printable }
        if !lines.isEmpty { lines.append("") }
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func write(_ fleet: Fleet) {
        add(0, "fleet", fleet.name)
        write(fleet.polling)
        write(fleet.detectors)
        write(fleet.history)
        write(fleet.watchdog)
        write(section: "releases", fleet.releases) { writer, release in
            writer.lines.append("  - " + release.yaml)
        }
        // What sources tell of is found anew, and belongs to no file.
        write(section: "nodes", fleet.nodes.filter { !$0.isDiscovered }) { $0.write($1) }
        write(section: "sources", fleet.sources) { $0.write($1) }
        write(section: "parties", fleet.parties) { $0.write($1) }
        write(section: "checks", fleet.checks) { $0.write($1) }
        write(section: "runbooks", fleet.runbooks) { $0.write($1) }
        write(section: "channels", fleet.channels) { $0.write($1) }
        write(section: "maintenance", fleet.maintenance) { $0.write($1) }
    }

    mutating func add(_ depth: Int, _ key: String, _ text: String?) {
        guard let text else { return }
        add(line: "\(key): \(text.yaml)", depth)
    }

    /// Writes an item of a list, whose first line begins with a dash at this depth.
    mutating func item(_ depth: Int, _ write: (inout FleetWriter) -> Void) {
        let start = lines.count
        write(&self)
        guard start < lines.count else { return }
        lines[start] =
            String(repeating: "  ", count: depth) + "- "
            + lines[start].dropFirst(2 * depth + 2)
    }

    mutating func add(_ depth: Int, _ key: String, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        add(line: key + ":", depth)
        for text in texts { add(line: "- " + text.yaml, depth + 1) }
    }

    mutating func add(line: String, _ depth: Int) {
        lines.append(String(repeating: "  ", count: depth) + line)
    }

    private mutating func write<Element>(
        section: String,
        _ elements: [Element],
        _ write: (inout FleetWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        lines += ["", section + ":"]
        for element in elements { write(&self, element) }
    }

    private mutating func write(_ polling: Polling) {
        let usual = Polling()
        guard polling != usual else { return }
        add(line: "poll:", 0)
        if polling.interval != usual.interval { add(1, "every", polling.interval.exact) }
        if polling.timeout != usual.timeout { add(1, "timeout", polling.timeout.exact) }
        if polling.concurrency != usual.concurrency {
            add(1, "concurrency", String(polling.concurrency))
        }
        if polling.bodyLimitBytes != usual.bodyLimitBytes {
            add(1, "limit", polling.bodyLimitBytes.exactBytes)
        }
    }

    private mutating func write(_ detectors: DetectorSettings) {
        let usual = DetectorSettings()
        guard detectors != usual else { return }
        add(line: "detectors:", 0)
        if !detectors.off.isEmpty {
            let words = detectors.off.map(\.rawValue).sorted().joined(separator: ", ")
            add(line: "off: [\(words)]", 1)
        }
        if let peers = detectors.peersAtLeast { add(1, "peersAtLeast", String(peers)) }
        if detectors.certificateDays != usual.certificateDays {
            add(1, "certificateDays", String(detectors.certificateDays))
        }
        add(1, "slot", detectors.slot?.exact)
        if detectors.rollout != usual.rollout { add(1, "rollout", detectors.rollout.exact) }
    }

    private mutating func write(_ history: HistorySettings) {
        let usual = HistorySettings()
        guard history != usual else { return }
        add(line: "history:", 0)
        if history.keep != usual.keep { add(1, "keep", history.keep.exact) }
        if history.sizeBytes != usual.sizeBytes {
            add(1, "size", NumberText.fixed(history.sizeBytes, decimals: 0))
        }
    }

    private mutating func write(_ watchdog: Watchdog?) {
        // What could not be read cannot be written either.
        guard let watchdog, let url = watchdog.url else { return }
        let name = "watchdog"
        add(line: "watchdog:", 0)
        add(line: "url: " + secrets.placeholder(for: url, called: [name, "url"]), 1)
        if watchdog.method != .get { add(1, "method", watchdog.method.rawValue) }
        if watchdog.every != Watchdog.usualInterval { add(1, "every", watchdog.every.exact) }
        if !watchdog.headers.isEmpty { add(line: "headers:", 1) }
        for (header, value) in watchdog.headers.sorted(by: { $0.key < $1.key }) {
            let placeholder = secrets.placeholder(for: value, called: [name, header])
            add(line: "\(header.yaml): " + placeholder, 2)
        }
    }

    // MARK: Nodes

    private mutating func write(_ node: Node) {
        add(1, "- name", node.id.rawValue)
        add(2, "role", node.role)
        if !node.labels.isEmpty { add(line: "labels:", 2) }
        for (name, value) in node.labels.sorted(by: { $0.key < $1.key }) {
            add(3, name.yaml, value)
        }
        if let bytes = node.memoryLimitBytes {
            add(2, "memory", NumberText.fixed(bytes, decimals: 0))
        }
        var kinds: [String] = []
        for probe in node.probes where !kinds.contains(probe.target.kind) {
            kinds.append(probe.target.kind)
        }
        for kind in kinds {
            let probes = node.probes.filter { $0.target.kind == kind }
            add(line: kind + ":", 2)
            for probe in probes { write(probe, isOnly: probes.count == 1) }
        }
    }

    private mutating func write(_ probe: ProbeSpec, isOnly: Bool) {
        let start = lines.count
        probe.target.file.write(by: &self)
        write(probe.access)
        add(4, "limit", probe.bodyLimitBytes?.exactBytes)
        write(probe.headers, every: probe.interval, timeout: probe.timeout)
        indent(from: start, isOnly: isOnly)
    }

    /// What may stand in everything that asks.
    mutating func write(
        _ headers: [String: Secret],
        every interval: Duration?,
        timeout: Duration?
    ) {
        if let interval { add(4, "every", interval.exact) }
        if let timeout { add(4, "timeout", timeout.exact) }
        if !headers.isEmpty { add(line: "headers:", 4) }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            add(line: "\(name.yaml): " + secrets.placeholder(for: value, called: [name]), 5)
        }
    }

    /// Moves the lines of a probe to their place: an item of a list begins with a dash.
    mutating func indent(from start: Int, isOnly: Bool) {
        for index in start..<lines.count {
            if isOnly {
                lines[index].removeFirst(2)
            } else if index == start {
                lines[index] = "      - " + lines[index].dropFirst(8)
            }
        }
    }

    // MARK: Plans

    private mutating func write(_ party: Party) {
        add(1, "- name", party.id.rawValue)
        if !party.needs.isEmpty { add(line: "needs:", 2) }
        for need in party.needs { add(line: "- " + need.source.yaml, 3) }
        if !party.nodes.isEmpty { add(line: "nodes:", 2) }
        for node in party.nodes { add(line: "- " + node.rawValue.yaml, 3) }
    }

    private mutating func write(_ check: Check) {
        add(1, "- name", check.name)
        add(2, "when", check.condition.source)
        add(2, "until", check.clears?.source)
        if check.scope != .node { add(2, "each", check.scope.rawValue) }
        if check.priority != .warning { add(2, "priority", check.priority.rawValue) }
        add(2, "means", check.meaning)
    }

    private mutating func write(_ work: RecurringMaintenance) {
        add(1, "- every", work.every.days + " for " + work.every.span.exact)
        if work.zone != .utc { add(2, "zone", work.zone.name) }
        if !work.nodes.isEmpty { add(line: "nodes:", 2) }
        for node in work.nodes { add(line: "- " + node.rawValue.yaml, 3) }
        add(2, "reason", work.reason)
    }
}

extension Int {
    /// A number of bytes in the largest unit that gives it exactly.
    var exactBytes: String {
        let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
        for (factor, unit) in units where self % factor == 0 { return "\(self / factor)\(unit)" }
        return String(self)
    }
}

extension Duration {
    /// The span in the largest unit that gives it exactly.
    var exact: String {
        let units: [(Int64, String)] = [
            (86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"),
        ]
        for (factor, unit) in units where milliseconds % factor == 0 {
            return "\(milliseconds / factor)\(unit)"
        }
        return "\(milliseconds)ms"
    }
}
