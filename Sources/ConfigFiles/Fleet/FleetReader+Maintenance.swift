internal import FleetModel
internal import Primitives

extension FleetReader {
    /// Planned work that comes again every week.
    mutating func maintenance(_ node: YAMLNode) -> RecurringMaintenance? {
        let known = ["every", "zone", "nodes", "reason"]
        guard let fields = fields(node, of: "a maintenance", known) else { return nil }
        let every = weekly(fields.required("every"))
        let zone = zone(fields.optional("zone"))
        let nodes = chosenNodes(fields)
        let reason = values.text(fields.required("reason"), "reason")
        guard let every, let zone, let reason else { return nil }
        return RecurringMaintenance(
            every: every,
            zone: zone,
            nodes: nodes,
            reason: reason
        )
    }

    private func weekly(_ node: YAMLNode?) -> WeeklySpan? {
        guard let node, let text = values.text(node, "every") else { return nil }
        guard let span = WeeklySpan(text: text) else {
            reading.error(
                node.place,
                "'every' must be days, a time and a span up to 24h such as "
                    + "'sunday 02:00 for 2h' or 'day 04:00 for 30m'"
            )
            return nil
        }
        return span
    }

    private func zone(_ node: YAMLNode?) -> ZoneRules? {
        guard let node else { return .utc }
        guard let name = values.text(node, "zone") else { return nil }
        guard let zone = zones(name) else {
            reading.error(
                node.place,
                "'zone' must be a time zone of this machine such as Europe/Berlin or UTC"
            )
            return nil
        }
        return zone
    }
}
