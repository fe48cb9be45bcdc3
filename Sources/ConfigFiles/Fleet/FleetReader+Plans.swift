internal import FleetModel
internal import Primitives

/// Parties, checks and runbooks: what the team has thought of beforehand.
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

    mutating func runbook(_ node: YAMLNode, _ names: inout Names) -> ChecklistDefinition? {
        guard let fields = fields(node, of: "a runbook", ["name", "steps"]) else { return nil }
        let name = name(fields, &names)
        guard let steps = fields.required("steps") else { return nil }
        var ids = StepNames()
        let definitions = list(steps, "steps") { $0.step($1, &ids) }
        return name.map { ChecklistDefinition(name: $0, steps: ids.named(definitions)) }
    }

    private func step(_ node: YAMLNode, _ ids: inout StepNames) -> StepDefinition? {
        if case .scalar = node.content {
            return values.text(node, "a step").map { StepDefinition(id: "", title: $0) }
        }
        let keys = ["id", "title", "passes", "nodes", "signOff"]
        guard let fields = fields(node, of: "a step", keys) else { return nil }
        let title = values.text(fields.required("title"), "title")
        let id = fields.optional("id").flatMap { stepID($0, &ids) }
        let condition = fields.optional("passes").flatMap {
            values.condition($0, "passes", fleet: surroundings)
        }
        let nodes = chosenNodes(fields)
        if !nodes.isEmpty, !fields.contains("passes") {
            reading.warn(node.place, "'nodes' has no effect on a step without 'passes'")
        }
        let signOff = fields.optional("signOff").flatMap { values.text($0, "signOff") }
        return title.map {
            StepDefinition(
                id: StepID(id ?? ""),
                title: $0,
                condition: condition?.source,
                nodes: nodes,
                signOff: signOff
            )
        }
    }

    private func stepID(_ node: YAMLNode, _ ids: inout StepNames) -> String? {
        guard let id = values.text(node, "id") else { return nil }
        guard id.isKeyLike else {
            reading.error(
                node.place,
                "'id' must be a short name of letters, digits, '-', '.' and '_'"
            )
            return nil
        }
        ids.given.add(id, at: node.place, reading)
        return id
    }
}

/// The names of the steps of one runbook.
private struct StepNames {
    var given = Names(what: "steps")

    /// The steps, with names made from the titles for those that have none.
    func named(_ steps: [StepDefinition]) -> [StepDefinition] {
        var taken = Set(given.places.keys)
        return steps.map { step in
            guard step.id.rawValue.isEmpty else { return step }
            let base = step.title.stepName
            var name = base
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(base)-\(number)"
                number += 1
            }
            var step = step
            step.id = StepID(name)
            return step
        }
    }
}

extension String {
    /// A name made of the first words of a title, such as `databases-recreated`; at most 30
    /// characters and at least one.
    fileprivate var stepName: String {
        let words = lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        var name = words.first.map { String($0.prefix(30)) } ?? "step"
        for word in words.dropFirst() {
            guard name.count + word.count < 30 else { break }
            name += "-" + word
        }
        return name
    }
}
