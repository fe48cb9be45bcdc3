internal import FleetModel
internal import Primitives

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
