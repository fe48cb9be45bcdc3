package import Primitives

/// How a step comes to pass.
package enum StepKind: String, Codable, CaseIterable, Sendable {
    /// Its condition is sensed.
    case auto
    /// A person does it and ticks it.
    case manual
    /// A person runs a command of the machine.
    case command
    /// Those who are affected agree to it.
    case poll
    /// Everything waits for a time.
    case hold
}

/// What must be there for a step to pass.
package enum EvidenceNeed: String, Codable, CaseIterable, Sendable {
    /// Nothing.
    case none
    /// A note of what was seen.
    case note
    /// A reading, a file, a link or the output of a command.
    case required
}

/// Whether a step is done once, or once for each target.
package enum StepRepetition: String, Codable, CaseIterable, Sendable {
    case once
    case eachNode = "each-node"
    case eachParty = "each-party"
}

/// What a step holds back while it is not done.
package enum StepGate: String, Codable, CaseIterable, Sendable {
    /// The end of the incident; nobody can let it through.
    case hard
    /// The end of the incident, unless the commander waives the step.
    case soft
    /// Nothing.
    case info
}

/// What a runbook says is next when a step fails.
package enum StepRemedy: String, Codable, CaseIterable, Sendable {
    case task
    case rollback

    /// The advice in words.
    package var text: String {
        switch self {
        case .task: "the runbook opens a task"
        case .rollback: "the runbook says: roll back"
        }
    }
}

/// What one row of a step is about, for a step that is done once for each target.
package struct StepTarget: Codable, Hashable, Sendable {
    /// The step of the runbook.
    package let step: StepID
    /// The node; nil when it is about a party.
    package let node: NodeID?
    /// The party; nil when it is about a node.
    package let party: PartyID?

    /// The row of a step for a node.
    package init(step: StepID, node: NodeID) {
        self.step = step
        self.node = node
        party = nil
    }

    /// The row of a step for a party.
    package init(step: StepID, party: PartyID) {
        self.step = step
        node = nil
        self.party = party
    }

    /// The name of the node or of the party.
    package var name: String { node?.rawValue ?? party?.rawValue ?? "" }

    /// What stands for it in the texts of a runbook.
    var word: String { node == nil ? "party" : "node" }

    /// Whether two rows are about the same node or the same party.
    package func isSame(as other: StepTarget) -> Bool { node == other.node && party == other.party }
}

/// How a step is confirmed after it passed.
package enum SignOff: Equatable, Sendable {
    /// Whoever does it answers for it.
    case own
    /// A second person stands by and confirms at once.
    case concurrent
    /// A second person looks for themselves, later.
    case independent
    /// This person confirms it.
    case named(String)

    /// Reads one of the words, or a name.
    package init(text: String) {
        self =
            switch text.lowercased() {
            case "self": .own
            case "concurrent": .concurrent
            case "independent": .independent
            default: .named(text)
            }
    }

    /// Whether the tick alone is not enough.
    package var needsSecond: Bool { self != .own }

    /// Within this time of the tick somebody else must confirm what is done together.
    package static let concurrentWithin: Duration = .seconds(60)
    /// So long after the tick an independent look may come at the earliest.
    package static let independentAfter: Duration = .seconds(300)
}
