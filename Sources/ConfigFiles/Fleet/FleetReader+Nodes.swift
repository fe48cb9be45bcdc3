internal import FleetModel
internal import Primitives

extension FleetReader {
    /// What may stand in every probe.
    static let commonKeys = ["headers", "every", "timeout"]
    /// What may stand in every probe that asks over HTTP.
    static let webKeys = commonKeys + ["limit"] + accessKeys

    mutating func node(_ node: YAMLNode) -> Node? {
        let keys = ["name", "role", "labels", "memory"] + FileProbes.keys
        guard let fields = fields(node, of: "a node", keys) else { return nil }
        // In place: a copy of all names for each node would take the square of their number.
        let name = nodeNames.take(fields, values)
        let role = fields.optional("role").flatMap { values.text($0, "role") }
        let labels = labels(fields.optional("labels"))
        let memory = fields.optional("memory").flatMap { values.bytes($0, "memory") }
        var probes: [ProbeSpec] = []
        var hasProbe = false
        for key in fields.keys {
            guard let kind = FileProbes.named(key), let value = fields.optional(key) else {
                continue
            }
            hasProbe = true
            for item in kind.takesList ? [value] : many(value) {
                guard reading.visit(item.place), let probe = kind.read(item, by: self) else {
                    continue
                }
                probes.append(probe)
                if case .heartbeat(let target) = probe.target, let name {
                    let called = target.calledName(of: NodeID(name))
                    heartbeatNames.add(called, at: item.place, reading)
                }
            }
        }
        checkDatabaseNames(probes, at: node.place)
        if !hasProbe {
            let keys = FileProbes.keys.joined(separator: ", ")
            reading.warn(node.place, "nothing asks this node; give it one of: \(keys)")
        }
        return name.map {
            Node(
                id: NodeID($0),
                role: role,
                labels: labels,
                probes: probes,
                memoryLimitBytes: memory
            )
        }
    }

    /// What tells a node from others, by names that can stand in a heading.
    private func labels(_ node: YAMLNode?) -> [String: String] {
        guard let node, let entries = reading.entries(of: node, "'labels'") else { return [:] }
        var labels: [String: String] = [:]
        for entry in entries {
            guard entry.key.isKeyLike else {
                reading.error(entry.keyPlace, "this is not the name of a label: \(Self.labelRule)")
                continue
            }
            labels[entry.key] = values.text(entry.value, entry.key)
        }
        return labels
    }

    private static let labelRule = "letters, digits, '-', '.' and '_', at most 40"

    /// The items of a list, or the one node that stands for itself.
    func many(_ node: YAMLNode) -> [YAMLNode] {
        guard case .list(let items) = node.content else { return [node] }
        return reading.visit(node.place) ? items : []
    }

    /// A probe with what may stand in every one.
    func spec(_ fields: Fields, _ target: ProbeTarget) -> ProbeSpec {
        ProbeSpec(
            target: target,
            headers: values.headers(fields.optional("headers")),
            access: access(fields),
            interval: fields.optional("every").flatMap { values.span($0, "every") },
            timeout: fields.optional("timeout").flatMap { values.span($0, "timeout") },
            bodyLimitBytes: bodyLimit(fields)
        )
    }
}

extension String {
    /// Whether conditions can name a metric so: one word that has no other meaning there.
    var isMetricName: Bool {
        isKeyLike && first?.isLetter == true
            && !["and", "or", "for", "in", "not", "contains", "rate", "age"].contains(self)
    }
}
