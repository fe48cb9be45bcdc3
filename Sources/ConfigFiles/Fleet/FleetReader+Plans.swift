internal import FleetModel
internal import Primitives

/// Parties and checks: what the team has thought of beforehand.
extension FleetReader {
    mutating func party(_ node: YAMLNode, _ names: inout Names) -> Party? {
        let keys = ["name", "needs", "nodes"]
        guard let fields = fields(node, of: "a party", keys) else { return nil }
        let name = name(fields, &names)
        let needs = fields.optional("needs").map { self.needs($0) } ?? []
        let nodes = chosenNodes(fields)
        if !nodes.isEmpty, !fields.contains("needs") {
            reading.warn(node.place, "'nodes' has no effect on a party without 'needs'")
        }
        return name.map { Party(id: PartyID($0), needs: needs, nodes: nodes) }
    }

    /// The nodes of the file that something is limited to.
    func chosenNodes(_ fields: Fields) -> [NodeID] {
        values.texts(fields.optional("nodes"), "nodes").map { node in
            if nodeNames.places[node.text] == nil {
                let hint = Suggestion.hint(
                    for: node.text,
                    among: nodeNames.places.keys.sorted(),
                    called: "nodes"
                )
                reading.error(node.place, "there is no node \(node.text.quoted)\(hint)")
            }
            return NodeID(node.text)
        }
    }

    private func needs(_ node: YAMLNode) -> [Condition] {
        if case .map = node.content {
            guard let fields = fields(node, of: "'needs'", ["protocols"]) else { return [] }
            return values.texts(fields.required("protocols"), "protocols").compactMap {
                protocolNeed($0.text, at: $0.place)
            }
        }
        return (reading.items(of: node, "needs") ?? []).compactMap { item in
            let need = values.condition(item, "needs", fleet: surroundings)
            if let need, need.hold > .zero {
                reading.warn(item.place, "'for' has no effect here; a need is met at once")
            }
            return need
        }
    }

    private func protocolNeed(_ text: String, at place: Place) -> Condition? {
        let quote = text.contains("\"") ? "'" : "\""
        let condition = try? Condition(parsing: "protocols contains \(quote)\(text)\(quote)")
        if condition == nil {
            reading.error(place, "the name of a protocol cannot hold both kinds of quotes")
        }
        return condition
    }

    mutating func check(_ node: YAMLNode, _ names: inout Names) -> Check? {
        let keys = ["name", "when", "until", "each", "priority", "means"]
        guard let fields = fields(node, of: "a check", keys) else { return nil }
        let name = name(fields, &names)
        let alarm = values.condition(fields.required("when"), "when", fleet: surroundings)
        let clears = fields.optional("until").flatMap {
            values.condition($0, "until", fleet: surroundings)
        }
        let scope = values.choice(
            fields.optional("each"),
            "each",
            of: [Check.Scope.node, .fleet]
        )
        let priority = values.choice(
            fields.optional("priority"),
            "priority",
            of: [SignalPriority.critical, .warning]
        )
        let meaning = fields.optional("means").flatMap { values.text($0, "means") }
        guard let name, let alarm else { return nil }
        return Check(
            name: name,
            condition: alarm,
            scope: scope ?? .node,
            priority: priority ?? .warning,
            meaning: meaning,
            clears: clears
        )
    }
}
