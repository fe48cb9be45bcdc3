package import FleetModel
package import Primitives

/// What is known of one change after its entries so far.
package struct ChangeState: Codable, Equatable, Sendable {
    /// The change's number.
    package let id: ChangeID
    /// The incident that it belongs to; nil for none.
    package let incident: IncidentID?
    /// The plan as it is now.
    package internal(set) var plan: ChangePlan
    /// The digest of that plan.
    package internal(set) var planHash: String
    /// Who planned it so, and when.
    package internal(set) var plannedBy: Actor
    /// See `plannedBy`.
    package internal(set) var plannedAt: Timestamp
    /// How often it was planned.
    package internal(set) var revision = 1
    var planEntry: EntryID
    /// Where the work stands.
    package internal(set) var progress = Progress.planned
    /// When the work began; nil before.
    package internal(set) var beganAt: Timestamp?
    /// When it was finished, given up or taken back; nil before.
    package internal(set) var endedAt: Timestamp?
    /// What was said when it ended.
    package internal(set) var endNote: String?
    var endEntry: EntryID?
    /// The last preflight; nil when there was none.
    package internal(set) var preflight: PreflightState?
    /// The last poll; nil when nobody was asked.
    package internal(set) var poll: PollState?
    /// That somebody wants to go on without an agreement; nil when nobody does.
    package internal(set) var overruling: OverrideState?
    /// The waves that have begun.
    package internal(set) var waves: [WaveProgress] = []
    /// The conditions for aborting that were met since the last wave was let go on.
    package internal(set) var met: [MetCriterion] = []

    /// Where the work of a change can stand.
    package enum Progress: String, Codable, CaseIterable, Sendable {
        case planned
        case running
        case aborted
        case finished
        case rolledBack = "rolled back"

        /// Whether it is still to be done, or being done.
        package var isOpen: Bool {
            switch self {
            case .planned, .running: true
            case .aborted, .finished, .rolledBack: false
            }
        }
    }

    /// A wave that has begun.
    package struct WaveProgress: Codable, Equatable, Sendable {
        /// Its number, from 1.
        package let number: Int
        /// When it began.
        package internal(set) var beganAt: Timestamp
        /// When it had been watched for long enough; nil before.
        package internal(set) var endedAt: Timestamp?
        /// Why it was ended against the plan; nil when it was not.
        package internal(set) var despite: String?
        var entry: EntryID?
    }

    /// A condition for aborting that was met.
    package struct MetCriterion: Codable, Equatable, Sendable {
        /// The condition as the plan has it.
        package let criterion: String
        /// What was measured.
        package internal(set) var reading: String
        /// When.
        package internal(set) var at: Timestamp
        let entry: EntryID
    }

    /// The wish to go on without an agreement.
    package struct OverrideState: Codable, Equatable, Sendable {
        /// Why.
        package internal(set) var reason: String
        /// The plan that it is about.
        package let planHash: String
        /// Who had not agreed.
        package internal(set) var notAgreed: [Dissent]
        /// What the preflight had found against it.
        package internal(set) var failed: [PreflightResult]
        /// Who asked for it, and when.
        package let requestedBy: Actor
        /// See `requestedBy`.
        package internal(set) var requestedAt: Timestamp
        /// The second person; nil while there is none.
        package internal(set) var confirmedBy: Actor?
        /// Until when it holds; nil before it is confirmed.
        package internal(set) var until: Timestamp?
        let entry: EntryID
        var confirmationEntry: EntryID?
    }

    /// Whether it may be about this fleet: one without a fleet is about any.
    package func mayConcern(_ fleet: String?) -> Bool { mayBeSame(plan.fleet, fleet) }

    /// The preflight of the plan as it is now; nil when there was none.
    package var validPreflight: PreflightState? {
        preflight.flatMap { $0.planHash == planHash ? $0 : nil }
    }

    /// Whether the poll is about the plan as it is now.
    package var isPollValid: Bool { poll?.planHash == planHash }

    /// Where the question whether it may begin stands.
    package func standing(at now: Timestamp) -> PollStanding {
        if let overruling, overruling.planHash == planHash, let until = overruling.until,
            now < until
        {
            return .overridden(until: until)
        }
        guard let poll else { return .notOpen }
        guard isPollValid else { return .invalidated }
        if poll.closing != nil { return .noGo }
        guard let until = poll.goUntil else { return .hold }
        return now < until ? .go(until: until) : .expired(at: until)
    }

    /// The wave that is under way or being watched; nil when there is none.
    package var currentWave: WaveProgress? { waves.last.flatMap { $0.endedAt == nil ? $0 : nil } }

    /// The end of the time in which the wave under way is watched; nil when there is none.
    package var holdUntil: Timestamp? {
        guard let wave = currentWave, plan.waves.indices.contains(wave.number - 1) else {
            return nil
        }
        return wave.beganAt + plan.waves[wave.number - 1].hold
    }
}

// MARK: A clock that was set

extension ChangeState {
    /// Tells what has happened in the time of a clock that was set; what was promised for a time of
    /// day, such as the end of a poll, stays at that time.
    mutating func move(by step: Duration) {
        plannedAt = plannedAt + step
        beganAt = beganAt.map { $0 + step }
        endedAt = endedAt.map { $0 + step }
        if let at = preflight?.at { preflight?.at = at + step }
        poll?.move(by: step)
        if let at = overruling?.requestedAt { overruling?.requestedAt = at + step }
        if let until = overruling?.until { overruling?.until = until + step }
        for index in waves.indices {
            waves[index].beganAt = waves[index].beganAt + step
            waves[index].endedAt = waves[index].endedAt.map { $0 + step }
        }
        for index in met.indices { met[index].at = met[index].at + step }
    }
}

extension PollState {
    fileprivate mutating func move(by step: Duration) {
        openedAt = openedAt + step
        agreedAt = agreedAt.map { $0 + step }
        if let at = closing?.at { closing?.at = at + step }
        for index in votes.indices { votes[index].at = votes[index].at + step }
    }
}
