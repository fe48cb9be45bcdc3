internal import FleetModel
internal import Primitives

extension HeartbeatTarget: FileProbe {
    static let example = """
        # What must call in again and again, such as a backup, by 'tocsin heartbeat NAME'; just
        # the span (its name is the node's then), or with more.
        heartbeat:
          - every: 1d
            name: backup
            # How late it may be; without it a tenth of the span, at least one minute.
            grace: 2h
            # How urgent it is when it does not call, or calls to say that it failed.
            priority: critical
        """

    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec? {
        reader.heartbeatProbe(node)
    }

    func write(by writer: inout FleetWriter) { writer.write(self) }
}

extension FleetReader {
    /// `heartbeat`: the span between two calls, or a mapping.
    func heartbeatProbe(_ node: YAMLNode) -> ProbeSpec? {
        if case .scalar = node.content {
            return values.span(node, "heartbeat").map {
                ProbeSpec(target: .heartbeat(HeartbeatTarget(every: $0)))
            }
        }
        let keys = ["name", "every", "grace", "priority"]
        guard let fields = fields(node, of: "heartbeat", keys) else { return nil }
        let every = values.span(fields.required("every"), "every")
        let priority = values.choice(
            fields.optional("priority"),
            "priority",
            of: [SignalPriority.critical, .warning]
        )
        let target = HeartbeatTarget(
            name: fields.optional("name").flatMap { word($0, "name") },
            every: every ?? .zero,
            grace: values.span(fields.optional("grace"), "grace"),
            priority: priority ?? .warning
        )
        return ProbeSpec(target: .heartbeat(target))
    }
}

extension FleetWriter {
    mutating func write(_ target: HeartbeatTarget) {
        add(4, "every", target.every.exact)
        add(4, "name", target.name)
        if target.grace != HeartbeatTarget.usualGrace(for: target.every) {
            add(4, "grace", target.grace.exact)
        }
        if target.priority != .warning { add(4, "priority", target.priority.rawValue) }
    }
}
