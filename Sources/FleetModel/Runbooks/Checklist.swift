package import Primitives

/// A checklist as written in a fleet file; declaring an incident copies it into the log.
package struct ChecklistDefinition: Codable, Equatable, Sendable {
    /// The runbook's name.
    package var name: String
    /// Whether its steps have an order that counts.
    package var mode: ChecklistMode
    /// The steps in order.
    package var steps: [StepDefinition]

    /// A checklist of these steps.
    package init(name: String, mode: ChecklistMode = .doConfirm, steps: [StepDefinition]) {
        self.name = name
        self.mode = mode
        self.steps = steps
    }

    private enum CodingKeys: CodingKey {
        case name, mode, steps
    }

    /// Reads a checklist; one written before there were modes has the usual one.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decode(String.self, forKey: .name),
            mode: try container.decodeIfPresent(ChecklistMode.self, forKey: .mode) ?? .doConfirm,
            steps: try container.decode([StepDefinition].self, forKey: .steps)
        )
    }

    /// Writes the checklist without what is usual, as it was written before.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        if mode != .doConfirm { try container.encode(mode, forKey: .mode) }
        try container.encode(steps, forKey: .steps)
    }
}

/// How a checklist is worked through.
package enum ChecklistMode: String, Codable, CaseIterable, Sendable {
    /// Each step is read, then done, then the next: for emergencies, the order is locked.
    case readDo = "read-do"
    /// What is done by heart is confirmed against the list, in any order.
    case doConfirm = "do-confirm"
}

extension ChecklistDefinition {
    /// The checklist with one row a target for each step that is done once for every node or party.
    ///
    /// A step of which no target is known stays one row: a list must never be lost for that.
    package func expanded(
        nodes: [NodeID],
        parties: [(id: PartyID, nodes: [NodeID])]
    ) -> ChecklistDefinition {
        var checklist = self
        checklist.steps = steps.flatMap { step -> [StepDefinition] in
            guard step.target == nil else { return [step] }
            let rows =
                switch step.per {
                case .once: [] as [StepDefinition]
                case .eachNode:
                    (step.nodes.isEmpty ? nodes : step.nodes).map { node in
                        step.row(for: StepTarget(step: step.id, node: node), nodes: [node])
                    }
                case .eachParty:
                    parties.map { party in
                        step.row(
                            for: StepTarget(step: step.id, party: party.id),
                            nodes: step.nodes.isEmpty ? party.nodes : step.nodes
                        )
                    }
                }
            return rows.isEmpty ? [step] : rows
        }
        return checklist
    }
}

extension StepDefinition {
    fileprivate func row(for target: StepTarget, nodes: [NodeID]) -> StepDefinition {
        func filled(_ text: String) -> String {
            text.replacing("{\(target.word)}", with: target.name)
        }
        var row = self
        row.id = StepID("\(id)/\(target.name)")
        row.target = target
        row.nodes = nodes
        let title = filled(self.title)
        row.title = title == self.title ? "\(title): \(target.name)" : title
        row.expect = expect.map(filled)
        row.command = command.map(filled)
        row.destroys = destroys.map(filled)
        return row
    }
}
