package import Primitives

/// A checklist as written in a fleet file; declaring an incident copies it into the log.
package struct ChecklistDefinition: Codable, Equatable, Sendable {
    /// The runbook's name.
    package var name: String
    /// The steps in order.
    package var steps: [StepDefinition]

    /// A checklist of these steps.
    package init(name: String, steps: [StepDefinition]) {
        self.name = name
        self.steps = steps
    }
}

/// One item of a checklist.
package struct StepDefinition: Codable, Equatable, Sendable {
    /// The step's short name, used on the command line.
    package var id: StepID
    /// What is to be done or seen.
    package var title: String
    /// What must hold for the step to pass by itself; nil for a manual step.
    package var condition: String?
    /// The nodes that the condition is evaluated on; empty means all.
    package var nodes: [NodeID]
    /// Who must confirm the step after it passed; nil when nobody must.
    package var signOff: String?

    /// A step, automatic when it has a condition.
    package init(
        id: StepID,
        title: String,
        condition: String? = nil,
        nodes: [NodeID] = [],
        signOff: String? = nil
    ) {
        self.id = id
        self.title = title
        self.condition = condition
        self.nodes = nodes
        self.signOff = signOff
    }
}

/// What proves a tick.
package enum Evidence: Codable, Hashable, Sendable {
    /// What was measured, in words with the numbers, and for how long it held.
    case reading(text: String, heldMilliseconds: Int64)
    /// What a person saw.
    case note(text: String)
    /// A file that is kept beside the log.
    case file(EvidenceFile)
    /// A command of this machine, how it ended, and what it printed, kept beside the log.
    case command(line: String, exitCode: Int32, output: EvidenceFile)
    /// Where the proof can be looked up.
    case link(url: String)

    /// The evidence in one line.
    package var text: String {
        switch self {
        case .reading(let text, let held):
            held > 0 ? "\(text), held \(Duration.milliseconds(held).brief)" : text
        case .note(let text): text
        case .file(let file): file.text
        case .command(let line, let exitCode, let output):
            "$ \(line) ended with \(exitCode); \(output.text)"
        case .link(let url): url
        }
    }

    /// The file that belongs to it; nil when it is complete without one.
    package var file: EvidenceFile? {
        switch self {
        case .file(let file), .command(_, _, let file): file
        case .reading, .note, .link: nil
        }
    }
}

/// A file that proves something, kept beside the log under the digest of its bytes.
package struct EvidenceFile: Codable, Hashable, Sendable {
    /// The SHA-256 of its bytes, 64 hexadecimal digits in lower case.
    package let digest: String
    /// The name it had.
    package let name: String
    /// How many bytes it has.
    package let bytes: Int64

    /// A file of these bytes.
    package init(digest: String, name: String, bytes: Int64) {
        self.digest = digest
        self.name = name
        self.bytes = bytes
    }

    /// The file in words, with the beginning of its digest.
    package var text: String { "\(name) (\(bytes) bytes, sha256 \(digest.prefix(12))…)" }
}

/// A step of an incident's checklist and what became of it.
package struct StepState: Codable, Equatable, Sendable {
    /// The step as written.
    package var definition: StepDefinition
    /// The condition read from the definition; nil for a manual step.
    package let condition: Condition?
    /// Where the step stands.
    package var progress: Progress
    /// Who set the progress; nil while pending.
    package var actor: Actor?
    /// When the progress was set; nil while pending.
    package var at: Timestamp?
    /// The proof or the reason given, in one line.
    package var remark: String?
    /// The entry that gave the remark.
    package var remarkEntry: EntryID?
    /// Whether a person set the progress of an automatic step by hand.
    package var isOverridden: Bool

    /// Where a step can stand.
    ///
    /// Holding times live in the condition watch, not here.
    package enum Progress: String, Codable, Sendable, CaseIterable {
        case pending
        case passed
        case verified
        case failed
        case skipped
        case regressed

        /// Whether nothing is left to do.
        package var isSettled: Bool {
            switch self {
            case .passed, .verified, .skipped: true
            case .pending, .failed, .regressed: false
            }
        }
    }

    /// The step as it is before anybody worked on it.
    package init(_ definition: StepDefinition) {
        self.definition = definition
        // A condition that an older or newer Tocsin wrote and this one cannot read makes the
        // step manual, so that the checklist stays usable.
        condition = definition.condition.flatMap { try? Condition(parsing: $0) }
        progress = .pending
        isOverridden = false
    }

    private enum CodingKeys: CodingKey {
        case definition, progress, actor, at, remark, remarkEntry, isOverridden
    }

    /// Reads a step; its condition is read from the definition anew.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(try container.decode(StepDefinition.self, forKey: .definition))
        progress = try container.decode(Progress.self, forKey: .progress)
        actor = try container.decodeIfPresent(Actor.self, forKey: .actor)
        at = try container.decodeIfPresent(Timestamp.self, forKey: .at)
        remark = try container.decodeIfPresent(String.self, forKey: .remark)
        remarkEntry = try container.decodeIfPresent(EntryID.self, forKey: .remarkEntry)
        isOverridden = try container.decode(Bool.self, forKey: .isOverridden)
    }

    /// Whether the step is done, including the sign-off it may need.
    package var isDone: Bool {
        definition.signOff == nil || progress != .passed ? progress.isSettled : false
    }
}
