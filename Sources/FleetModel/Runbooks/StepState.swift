package import Primitives

/// A step of an incident's checklist and what became of it.
package struct StepState: Codable, Equatable, Sendable {
    /// The step as written.
    package var definition: StepDefinition
    /// Which of the incident's checklists it is of, from 0.
    package let checklist: Int
    /// The condition read from the definition; nil for a step that senses nothing.
    package let condition: Condition?
    /// Where the step stands, but for what time alone brings about; see `standing`.
    package var progress: Progress = .pending
    /// Who set the progress; nil while pending.
    package var actor: Actor?
    /// When the progress was set; nil while pending.
    package var at: Timestamp?
    /// The proof or the reason given, in one line.
    package var remark: String?
    /// The entry that gave the remark.
    package var remarkEntry: EntryID?
    /// What proves the tick.
    package var evidence: Evidence?
    /// The entry that gave the evidence.
    package var evidenceEntry: EntryID?
    /// Who ticked it; stays when somebody else confirms the tick.
    package var tickedBy: Actor?
    /// When it was ticked.
    package var tickedAt: Timestamp?
    /// When somebody last began to work on it.
    package var startedAt: Timestamp?
    /// How often it was begun.
    package var attempt = 0
    /// Until when a waiver counts; nil without an end.
    package var waivedUntil: Timestamp?
    /// Whether a person set the progress of an automatic step by hand.
    package var isOverridden = false

    /// Where a step can stand.
    ///
    /// Holding times live in the rule evaluator, not here.
    package enum Progress: String, Codable, Sendable, CaseIterable {
        case pending
        case running
        case passed
        case verified
        case failed
        case skipped
        case waived
        case notApplicable = "not-applicable"
        case regressed

        /// Whether nothing is left to do.
        package var isSettled: Bool {
            switch self {
            case .passed, .verified, .skipped, .waived, .notApplicable: true
            case .pending, .running, .failed, .regressed: false
            }
        }
    }

    /// Where a step stands at a moment.
    package enum Standing: String, Sendable, CaseIterable {
        case pending
        case running
        case passed
        case verified
        case failed
        case skipped
        case waived
        case notApplicable = "not-applicable"
        case regressed
        /// It passed too long ago.
        case stale
        /// It was waived until a moment that is over.
        case waiverExpired = "waiver-expired"

        init(_ progress: Progress) {
            self =
                switch progress {
                case .pending: .pending
                case .running: .running
                case .passed: .passed
                case .verified: .verified
                case .failed: .failed
                case .skipped: .skipped
                case .waived: .waived
                case .notApplicable: .notApplicable
                case .regressed: .regressed
                }
        }
    }

    /// The step as it is before anybody worked on it.
    package init(_ definition: StepDefinition, checklist: Int = 0) {
        self.definition = definition
        self.checklist = checklist
        // A condition that an older or newer Tocsin wrote and this one cannot read makes the
        // step manual, so that the checklist stays usable.
        condition = definition.condition.flatMap { try? Condition(parsing: $0) }
    }

    private enum CodingKeys: CodingKey {
        case definition, checklist, progress, actor, at, remark, remarkEntry, evidence
        case evidenceEntry, tickedBy, tickedAt, startedAt, attempt, waivedUntil, isOverridden
    }

    /// Reads a step; its condition is read from the definition anew.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(StepDefinition.self, forKey: .definition),
            checklist: try container.decode(Int.self, forKey: .checklist)
        )
        progress = try container.decode(Progress.self, forKey: .progress)
        actor = try container.decodeIfPresent(Actor.self, forKey: .actor)
        at = try container.decodeIfPresent(Timestamp.self, forKey: .at)
        remark = try container.decodeIfPresent(String.self, forKey: .remark)
        remarkEntry = try container.decodeIfPresent(EntryID.self, forKey: .remarkEntry)
        evidence = try container.decodeIfPresent(Evidence.self, forKey: .evidence)
        evidenceEntry = try container.decodeIfPresent(EntryID.self, forKey: .evidenceEntry)
        tickedBy = try container.decodeIfPresent(Actor.self, forKey: .tickedBy)
        tickedAt = try container.decodeIfPresent(Timestamp.self, forKey: .tickedAt)
        startedAt = try container.decodeIfPresent(Timestamp.self, forKey: .startedAt)
        attempt = try container.decode(Int.self, forKey: .attempt)
        waivedUntil = try container.decodeIfPresent(Timestamp.self, forKey: .waivedUntil)
        isOverridden = try container.decode(Bool.self, forKey: .isOverridden)
    }

    /// Where the step stands at this moment.
    package func standing(at now: Timestamp) -> Standing {
        switch progress {
        case .passed, .verified:
            if let stale = definition.stale, let at, at + stale <= now { return .stale }
        case .waived:
            if let waivedUntil, waivedUntil <= now { return .waiverExpired }
        case .pending, .running, .failed, .skipped, .notApplicable, .regressed: break
        }
        return Standing(progress)
    }

    /// Whether the step is done at this moment, including the sign-off it may need.
    package func isDone(at now: Timestamp) -> Bool {
        switch standing(at: now) {
        case .passed: definition.confirmation?.needsSecond != true
        case .verified, .skipped, .waived, .notApplicable: true
        case .pending, .running, .failed, .regressed, .stale, .waiverExpired: false
        }
    }

    /// Whether it holds back the end of its incident.
    package func isBlocking(at now: Timestamp) -> Bool {
        definition.gate != .info && !isDone(at: now)
    }

    /// Whether only somebody's confirmation is missing.
    package func awaitsConfirmation(at now: Timestamp) -> Bool {
        standing(at: now) == .passed && !isDone(at: now)
    }

    /// Whether what was found is told to nobody yet: whoever looks independently sees no first
    /// result before their own.
    package func isKeptBack(at now: Timestamp) -> Bool {
        definition.confirmation == .independent && awaitsConfirmation(at: now)
    }

    /// The proof or the reason given, as far as it is told at this moment.
    package func remark(toldAt now: Timestamp) -> String? {
        isKeptBack(at: now) ? "kept back until somebody else has looked" : remark
    }
}
