package import Primitives
package import FleetModel

/// What is known of one incident after its entries so far.
package struct IncidentState: Codable, Equatable, Sendable {
    /// The incident's number.
    package let id: IncidentID
    /// What it is about, in one line.
    package var title: String
    /// How bad it is.
    package var severity: Severity
    /// Where it stands.
    package var status: IncidentStatus
    /// Whether it is real or practice.
    package let mode: IncidentMode
    /// The fleet it is about.
    package let fleet: String?
    /// Who leads; empty while nobody does.
    package var commander: String { roles.holder(of: .commander)?.name ?? "" }
    /// Who has which role.
    package internal(set) var roles = RoleTable()
    /// The entry that declared it.
    let entry: EntryID
    /// When it was declared.
    package internal(set) var declaredAt: Timestamp
    /// When the harm began, as somebody said.
    var statedImpactFrom: Timestamp?
    /// When the first impact of it began.
    var firstImpactFrom: Timestamp?
    /// When it was last resolved; nil while it is open.
    package var resolvedAt: Timestamp?
    /// Its checklists, in the order in which they were taken.
    package internal(set) var checklists: [AttachedChecklist] = []
    /// What people decided and supposed lately, in the order of the log.
    package internal(set) var conclusions: [Conclusion] = []
    /// How many entries of it kept a file, the output of a command or a link.
    package internal(set) var keptProofs = 0
    /// The steps of its checklists.
    package var steps: [StepState]
    /// The updates sent, the oldest first.
    package var updates: [StatusUpdate]
    /// What is to be done beside the checklist, the oldest first.
    package internal(set) var tasks: [IncidentTask] = []
    /// The dates that others set, the oldest first.
    package internal(set) var clocks: [ExternalClock] = []
    /// Until when somebody must watch; nil when nobody asked for it.
    package internal(set) var attendance: Attendance?
    /// What the declaration told beside the incident itself.
    package internal(set) var origin = IncidentOrigin()
    var originEntry: EntryID?
    /// What the outside was last told of where it stands; nil while it is told nothing.
    package internal(set) var publicPhase: PublicPhase?
    /// The incident that goes on in its place.
    package internal(set) var mergedInto: IncidentID?
    /// The incident that it follows from.
    package internal(set) var parent: IncidentID?
    /// What it is about, in a few sentences.
    package internal(set) var summary: Said?
    /// How far its review has come; nil before it began.
    package internal(set) var review: Review?
    /// Until when nobody works on it; nil while somebody does.
    package internal(set) var pause: Pause?
    /// The instants that somebody stated.
    var stated: [IncidentInstant: Timestamp] = [:]
    /// When people were promised the next update; nil when nothing is promised.
    package var nextUpdateDue: Timestamp?
    /// When it took its turns.
    package internal(set) var milestones = IncidentMilestones()
    /// What was known of its fleet at each of its turns so far.
    package internal(set) var records: [FleetRecord.Turn: FleetRecord] = [:]

    init(
        id: IncidentID,
        title: String,
        severity: Severity,
        mode: IncidentMode,
        fleet: String?,
        commander: String,
        declaredAt: Timestamp,
        impactFrom: Timestamp?,
        entry: EntryID
    ) {
        self.id = id
        self.entry = entry
        self.title = title
        self.severity = severity
        self.status = .investigating
        self.mode = mode
        self.fleet = fleet
        roles.give(.commander, to: commander, at: declaredAt)
        self.declaredAt = declaredAt
        statedImpactFrom = impactFrom
        steps = []
        updates = []
        nextUpdateDue = severity == .sev4 ? nil : declaredAt + Self.firstUpdateWithin
    }

    /// The field's target for the first public word: 5 minutes after the incident is declared.
    static let firstUpdateWithin: Duration = .seconds(300)

    /// When the harm began, as somebody said, else as was found; nil when neither is known.
    package var impactFrom: Timestamp? { statedImpactFrom ?? firstImpactFrom }

    mutating func beginImpact(at moment: Timestamp) {
        firstImpactFrom = min(firstImpactFrom ?? moment, moment)
    }

    /// Whether it may be about this fleet: one without a fleet is about any.
    package func mayConcern(_ fleet: String?) -> Bool { mayBeSame(self.fleet, fleet) }

    /// The step with this name.
    package func step(_ id: StepID) -> StepState? {
        steps.first { $0.definition.id == id }
    }

    /// The update with this number.
    package func update(_ number: Int) -> StatusUpdate? {
        updates.first { $0.number == number }
    }

    /// How long the incident lasted, or has lasted so far.
    package func elapsed(at now: Timestamp) -> Duration {
        (resolvedAt ?? now) - declaredAt
    }

    /// A worse incident brings the next update forward; a promise already made is not taken back.
    mutating func changeSeverity(to severity: Severity, at: Timestamp) {
        let isWorse = severity < self.severity
        self.severity = severity
        origin.severityIsAssumed = false
        guard let interval = severity.updateInterval else {
            if updates.isEmpty { nextUpdateDue = nil }
            return
        }
        guard isWorse, status.isOpen else { return }
        let due = at + (updates.isEmpty ? Self.firstUpdateWithin : interval)
        nextUpdateDue = min(nextUpdateDue ?? due, due)
    }

    /// Who was told that it is over must soon hear that it is not, and nobody hears of what may be
    /// no incident.
    mutating func changeStatus(to status: IncidentStatus, at: Timestamp) {
        let begins = self.status == .triage && updates.isEmpty
        let reopens = status.isOpen && (!self.status.isOpen || begins)
        pause = nil
        self.status = status
        resolvedAt = status.isOpen ? nil : resolvedAt ?? at
        if status == .triage { nextUpdateDue = nil }
        if !status.isOpen {
            milestones.settle(promise: nextUpdateDue, at: at)
            nextUpdateDue = nil
        }
        if reopens, severity.updateInterval != nil {
            nextUpdateDue = at + Self.firstUpdateWithin
        }
    }
}

/// One status update and what became of it on each channel.
package struct StatusUpdate: Codable, Equatable, Sendable {
    /// The update's number in its incident, from 1.
    package let number: Int
    /// The text sent.
    package internal(set) var text: String
    /// Who released it.
    package let author: Actor
    /// When it was released.
    package internal(set) var at: Timestamp
    /// The channels in the order chosen.
    package let channels: [ChannelID]
    /// The entry that released it.
    package let entry: EntryID
    /// Whether its text was removed: there is nothing to send any more.
    package internal(set) var isRedacted = false
    /// Where each delivery stands.
    package var deliveries: [ChannelID: Delivery]

    /// Where one update stands on one channel.
    package enum Delivery: Codable, Equatable, Sendable {
        /// Waiting for its first attempt.
        case queued
        /// Waiting for another attempt.
        case retrying(reason: String, attempt: Int, at: Timestamp)
        /// Taken by the service, which gave this id.
        case delivered(receipt: String, at: Timestamp)
        /// Given up.
        case failed(reason: String, attempt: Int)

        /// Whether an attempt is still to come.
        package var isPending: Bool {
            switch self {
            case .queued, .retrying: true
            case .delivered, .failed: false
            }
        }

        /// The number of the last attempt that failed; nil when there is none to count from.
        var attempt: Int? {
            switch self {
            case .retrying(_, let attempt, _), .failed(_, let attempt): attempt
            case .queued, .delivered: nil
            }
        }
    }
}

/// Whether these may be the same fleet: one that is not known may be any.
func mayBeSame(_ left: String?, _ right: String?) -> Bool {
    left == nil || right == nil || left == right
}
