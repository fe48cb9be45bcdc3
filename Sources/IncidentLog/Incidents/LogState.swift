package import Primitives
import FleetModel

/// What is known after reading the log so far: a pure fold of its entries.
package struct LogState: Codable, Equatable, Sendable {
    /// The sequence number of the last entry read; 0 before the first.
    package private(set) var sequence: Int64 = 0
    /// The highest number of an incident that an entry was written for; one whose declaration was
    /// lost counts too, or the next would take its number.
    package private(set) var highestIncident = 0
    /// Whether the log tells that entries of it were lost.
    private var hasLosses = false
    /// Entries about updates that only make sense when entries were lost, as the end of a recovered
    /// log tells.
    private var strays: [Entry] = []
    /// Every incident, the oldest first.
    package internal(set) var incidents: [IncidentState] = []
    /// The signals that stand, and for each that was cleared its last appearance; those that have
    /// been over for long leave.
    package internal(set) var signals = SignalTable()
    /// When signals asked for attention lately, the oldest first; at most `signalTimeLimit`.
    package internal(set) var signalTimes: [Timestamp] = []
    /// Planned work, the oldest first.
    package internal(set) var maintenance: [MaintenanceWindow] = []
    /// The highest number of planned work that an entry told of.
    package internal(set) var highestMaintenance = 0
    /// The exceptions from release policies, the oldest first.
    package internal(set) var exceptions: [PolicyException] = []
    /// The highest number of an exception that an entry told of.
    var highestException = 0
    /// The newest baseline of each fleet.
    var baselines: [Baseline] = []
    /// The highest number of a baseline that an entry told of.
    var highestBaseline = 0
    /// What each node told of itself.
    var nodeFacts: [NodeKey: NodeFacts] = [:]
    /// What later entries say of earlier ones.
    package internal(set) var overlay = EntryOverlay()
    /// Every span in which a party was affected, the oldest first.
    package internal(set) var impacts: [ImpactWindow] = []
    /// How far messages have come that wait for a channel, or that one did not take in the end.
    var deliveries: [DeliveryID: DeliveryProgress] = [:]
    /// What operators were advised, the oldest first.
    package internal(set) var advice: [Advice] = []
    /// The last spans in which nobody watched, the oldest first; at most `watchGapLimit`.
    package internal(set) var watchGaps: [WatchGap] = []
    /// Upgrades and ways back, the oldest first.
    package internal(set) var changes: [ChangeState] = []
    /// The highest number of a change that an entry told of.
    package internal(set) var highestChange = 0
    /// What parties told that is of no incident yet, the oldest first.
    var looseReports: [PartyReport] = []

    /// The state before the first entry.
    package init() {}

    /// The incident with this number.
    package func incident(_ id: IncidentID) -> IncidentState? {
        incidents.first { $0.id == id }
    }

    /// The incidents that people still work on, the newest first.
    package var openIncidents: [IncidentState] {
        incidents.reversed().filter { $0.status.isOpen }
    }

    /// The newest incident that people still work on and that may be about this fleet.
    package func newestOpenIncident(of fleet: String?) -> IncidentState? {
        openIncidents.first { $0.mayConcern(fleet) }
    }
}

// MARK: Applying entries

extension LogState {
    /// Takes one more entry into account.
    ///
    /// Entries already read are passed over; nothing throws, and events that make no sense here
    /// change nothing.
    package mutating func apply(_ entry: Entry) {
        guard entry.sequence > sequence else { return }
        sequence = entry.sequence
        if let number = entry.incident?.number { highestIncident = max(highestIncident, number) }
        if entry.event.evidence?.isKept == true {
            changeIncident(entry.incident) { $0.keptProofs += 1 }
        }
        switch entry.event {
        case .incident(let event): apply(event, of: entry)
        case .role(let event): changeIncident(entry.incident) { $0.apply(event, of: entry) }
        case .timeline(let event): apply(event, of: entry)
        case .task(let event): changeIncident(entry.incident) { $0.apply(event, of: entry) }
        case .advice(let event): apply(event, of: entry)
        case .clock(let event): changeIncident(entry.incident) { $0.apply(event, of: entry) }
        case .attendance(let event): changeIncident(entry.incident) { $0.apply(event, of: entry) }
        case .checklist(let event): changeIncident(entry.incident) { $0.apply(event, of: entry) }
        case .update(let event): apply(event, of: entry)
        case .impact(let event): apply(event, of: entry)
        case .signal(let event): apply(event, of: entry)
        case .delivery(let event): apply(event, of: entry)
        case .fleet(let event): apply(event, of: entry)
        case .watch(let event): apply(event)
        case .change(let event): apply(event, of: entry)
        case .log(let event): apply(event, of: entry)
        case .policy(let event): apply(event, of: entry)
        case .baseline(let event): apply(event, of: entry)
        case .unknown(let name, _): if entry.payload == nil { applyNameless(name, of: entry) }
        }
    }

    mutating func changeIncident(_ id: IncidentID?, _ change: (inout IncidentState) -> Void) {
        guard let id, let index = incidents.lastIndex(where: { $0.id == id })
        else { return }
        change(&incidents[index])
    }

    private mutating func apply(_ event: TimelineEvent, of entry: Entry) {
        switch event {
        case .noted, .attached: break
        case .said:
            guard let conclusion = Conclusion(entry) else { return }
            changeIncident(entry.incident) { $0.conclude(conclusion) }
        case .reported(let party, _): noteReport(of: party, in: entry)
        case .corrected(let line, let text): overlay.correct(line, to: text, by: entry)
        }
    }

    mutating func apply(_ event: IncidentEvent, of entry: Entry) {
        switch event {
        case .declared(let title, let severity, let mode, let fleet, let impactFrom, let commander):
            guard let id = entry.incident, incident(id) == nil else { return }
            incidents.append(
                IncidentState(
                    id: id,
                    title: title,
                    severity: severity,
                    mode: mode,
                    fleet: fleet,
                    commander: commander,
                    declaredAt: entry.occurredAt,
                    impactFrom: impactFrom,
                    entry: entry.id
                )
            )
            adoptImpacts(id, of: fleet)
            beginRecord(of: id, in: entry)
        case .merged(let target):
            changeIncident(entry.incident) { $0.mergedInto = target }
            for index in impacts.indices
            where impacts[index].isOpen && impacts[index].incident == entry.incident {
                impacts[index].incident = target
            }
        case .statusChanged(let from, let status, _):
            noteTurn(from: from, to: status, in: entry)
            changeIncident(entry.incident) { $0.apply(event, of: entry) }
        case .severityChanged, .commanderChanged, .originStated, .published,
            .withdrawn, .parentChanged, .summarised, .instantStated, .reviewChanged, .paused,
            .resumed:
            changeIncident(entry.incident) { $0.apply(event, of: entry) }
        }
    }

    /// What was found before somebody declared the incident belongs to it all the same.
    private mutating func adoptImpacts(_ id: IncidentID, of fleet: String?) {
        for index in impacts.indices {
            let impact = impacts[index]
            guard impact.isOpen, impact.incident == nil, mayBeSame(impact.fleet, fleet)
            else { continue }
            impacts[index].incident = id
            incidents[incidents.count - 1].beginImpact(at: impact.from)
        }
    }

    /// How many entries about unknown updates are kept; only a log that lost some has any.
    private static let strayLimit = 1000

    /// An update with a number behind a gap is none, unless the log tells of entries that it lost.
    mutating func apply(_ event: UpdateEvent, of entry: Entry) {
        let last = entry.incident.flatMap { incident($0) }?.updates.last?.number ?? 0
        if !hasLosses, event.number > last + (event.isRelease ? 1 : 0) {
            if strays.count < Self.strayLimit { strays.append(entry) }
            return
        }
        changeIncident(entry.incident) { $0.apply(event, of: entry) }
        follow(event, of: entry)
    }

    mutating func noteLosses(_ lost: [LostEntries]) {
        guard !lost.isEmpty else { return }
        hasLosses = true
        for entry in strays {
            if case .update(let event) = entry.event { apply(event, of: entry) }
        }
        strays = []
    }
}

extension IncidentState {
    fileprivate mutating func apply(_ event: UpdateEvent, of entry: Entry) {
        switch event {
        case .queued(let number, let text, let channels, let nextDue):
            guard number > updates.last?.number ?? 0 else { return }
            let deliveries = channels.map { ($0, StatusUpdate.Delivery.queued) }
            updates.append(
                StatusUpdate(
                    number: number,
                    text: text,
                    author: entry.actor,
                    at: entry.occurredAt,
                    channels: channels,
                    entry: entry.id,
                    isRedacted: entry.isRedacted,
                    deliveries: Dictionary(deliveries, uniquingKeysWith: { first, _ in first })
                )
            )
            milestones.settle(promise: nextUpdateDue, at: entry.occurredAt)
            nextUpdateDue = nextDue
        case .delivered(let number, let channel, let receipt, _):
            setDelivery(number, channel, .delivered(receipt: receipt, at: entry.occurredAt))
        case .attemptFailed(let number, let channel, let reason, let attempt, let retryAt):
            setDelivery(number, channel, .retrying(reason: reason, attempt: attempt, at: retryAt))
        case .gaveUp(let number, let channel, let reason, let attempt):
            setDelivery(number, channel, .failed(reason: reason, attempt: attempt))
        case .requeued(let number, let channel):
            setDelivery(number, channel, .queued)
        }
    }

    private mutating func setDelivery(
        _ number: Int,
        _ channel: ChannelID,
        _ delivery: StatusUpdate.Delivery
    ) {
        guard let index = updates.firstIndex(where: { $0.number == number }),
            updates[index].deliveries[channel] != nil
        else { return }
        updates[index].deliveries[channel] = delivery
    }
}

extension UpdateEvent {
    /// The number of the update that it is about.
    var number: Int {
        switch self {
        case .queued(let number, _, _, _), .delivered(let number, _, _, _),
            .attemptFailed(let number, _, _, _, _), .gaveUp(let number, _, _, _),
            .requeued(let number, _):
            number
        }
    }

    fileprivate var isRelease: Bool {
        if case .queued = self { return true }
        return false
    }
}
