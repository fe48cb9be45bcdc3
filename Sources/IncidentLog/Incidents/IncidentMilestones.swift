package import Primitives

/// When an incident took its turns, and what of that was written down long after it happened.
package struct IncidentMilestones: Codable, Equatable, Sendable {
    /// Who declared it; nil when that entry is lost.
    package internal(set) var declaredBy: Actor?
    /// When the first signal of its fleet rose while it was open; what stood before is in the
    /// record of its declaration.
    package internal(set) var firstSignal: Sighting?
    /// What parties told: in the incident, or of it shortly before; the oldest first.
    package internal(set) var reports: [PartyReport] = []
    /// When the harm was first called mitigated: monitoring, or the end, after mitigating.
    package internal(set) var mitigatedAt: Timestamp?
    /// How many updates went out, or were no longer due, after the moment promised.
    package internal(set) var lateUpdates = 0
    /// By how much in all.
    package internal(set) var lateness = Lateness()
    /// For how long nodes of its fleet ran what no policy and no exception allowed.
    package internal(set) var offPolicy = OffPolicy()
    /// The turns whose entries were dated back.
    package internal(set) var datedBack: Set<FleetRecord.Turn> = []

    /// A signal, and when it was seen.
    package struct Sighting: Codable, Equatable, Sendable {
        /// Which.
        package let signal: SignalID
        /// When its condition began.
        package internal(set) var since: Timestamp
        /// When it was raised.
        package internal(set) var at: Timestamp
    }

    /// A span of time in milliseconds.
    package struct Lateness: Codable, Equatable, Sendable {
        private var milliseconds: Int64 = 0

        /// The span.
        package var span: Duration { .milliseconds(milliseconds) }

        init() {}

        mutating func add(_ span: Duration) { milliseconds += span.milliseconds }
    }

    /// The time in which the release policy was not kept.
    package struct OffPolicy: Codable, Equatable, Sendable {
        private var past = Lateness()
        private var since: Timestamp?
        private var signals: Set<SignalID> = []

        init() {}

        /// How long it was, or has been at a moment.
        package func span(at now: Timestamp) -> Duration {
            past.span + (since.map { max(.zero, now - $0) } ?? .zero)
        }

        mutating func begin(_ signal: SignalID, at moment: Timestamp) {
            if signals.isEmpty { since = moment }
            signals.insert(signal)
        }

        mutating func end(_ signal: SignalID, at moment: Timestamp) {
            guard signals.remove(signal) != nil, signals.isEmpty, let begun = since else { return }
            past.add(max(.zero, moment - begun))
            since = nil
        }

        mutating func move(by step: Duration) { since = since.map { $0 + step } }
    }

    init() {}

    /// So many reports are kept; a storm of them says no more of when it was noticed.
    private static let reportLimit = 100

    mutating func take(_ report: PartyReport) {
        guard reports.count < Self.reportLimit else { return }
        reports.append(report)
    }

    mutating func take(_ sighting: Sighting) {
        guard firstSignal.map({ sighting.at < $0.at }) ?? true else { return }
        firstSignal = sighting
    }

    /// Counts a promise that was not kept by this moment.
    mutating func settle(promise due: Timestamp?, at moment: Timestamp) {
        guard let due, moment > due else { return }
        lateUpdates += 1
        lateness.add(moment - due)
    }

    mutating func move(by step: Duration) {
        firstSignal = firstSignal.map {
            Sighting(signal: $0.signal, since: $0.since + step, at: $0.at + step)
        }
        for index in reports.indices { reports[index].at = reports[index].at + step }
        mitigatedAt = mitigatedAt.map { $0 + step }
        offPolicy.move(by: step)
    }
}

/// That a party told something; what it said is in the entry.
package struct PartyReport: Codable, Equatable, Sendable {
    /// Who is affected.
    package let party: PartyID
    /// Who said so.
    package let by: Actor
    /// When.
    package internal(set) var at: Timestamp
    /// The number of the entry.
    package let entry: Int64
    /// The incident it was said in; nil for the fleet's own log.
    package let incident: IncidentID?
}

extension FindingKind {
    /// Whether it tells that something is wrong with the fleet, and not only with what is known
    /// of it.
    package var isFault: Bool { self != .absent && self != .probe }
}

extension Finding {
    /// Whether it tells of nodes that run what is no release, without an exception.
    fileprivate var isOffPolicy: Bool { kind == .policy && !nodes.isEmpty }
}

// MARK: Folding

extension LogState {
    /// So many reports without an incident are remembered for one that is declared later.
    private static let looseReportLimit = 50
    /// A report is about an incident that was declared so much later at most, unless the harm is
    /// known to have begun before the report.
    private static let reportLead: Duration = .seconds(86_400)

    mutating func noteReport(of party: PartyID, in entry: Entry) {
        let report = PartyReport(
            party: party,
            by: entry.actor,
            at: entry.occurredAt,
            entry: entry.sequence,
            incident: entry.incident
        )
        guard entry.incident == nil else {
            return changeIncident(entry.incident) { $0.milestones.take(report) }
        }
        looseReports.append(report)
        if looseReports.count > Self.looseReportLimit { looseReports.removeFirst() }
    }

    /// What parties said before somebody declared the incident belongs to it all the same, and so
    /// does the fleet as it was.
    mutating func beginRecord(of id: IncidentID, in entry: Entry) {
        let declaredAt = entry.occurredAt
        let statedFrom = incident(id)?.statedImpactFrom ?? declaredAt
        let from = min(statedFrom, declaredAt - Self.reportLead)
        let reports = looseReports.filter { $0.at >= from && $0.at <= declaredAt }
        looseReports.removeAll { reports.contains($0) }
        let fleet = incident(id)?.fleet
        let standing = activeSignals(of: fleet).map(\.finding).filter(\.isOffPolicy)
        changeIncident(id) { incident in
            incident.milestones.declaredBy = entry.actor
            for finding in standing {
                incident.milestones.offPolicy.begin(finding.id, at: entry.occurredAt)
            }
            for report in reports { incident.milestones.take(report) }
        }
        record(.declared, of: id, in: entry)
    }

    /// Looks at the fleet of an incident at one of its turns.
    mutating func record(_ turn: FleetRecord.Turn, of id: IncidentID?, in entry: Entry) {
        guard let incident = id.flatMap({ incident($0) }) else { return }
        let record = FleetRecord(self, of: incident.fleet, at: entry.occurredAt)
        changeIncident(id) { incident in
            incident.records[turn] = record
            if entry.isBackDated { incident.milestones.datedBack.insert(turn) }
        }
    }

    /// Notes the turns that a change of state is.
    mutating func noteTurn(
        from: IncidentStatus,
        to status: IncidentStatus,
        in entry: Entry
    ) {
        guard let incident = entry.incident.flatMap({ incident($0) }) else { return }
        let isMitigated = from == .mitigating && (status == .monitoring || status == .resolved)
        if isMitigated, incident.milestones.mitigatedAt == nil {
            changeIncident(entry.incident) { $0.milestones.mitigatedAt = entry.occurredAt }
            record(.mitigated, of: entry.incident, in: entry)
        }
        if status == .resolved { record(.resolved, of: entry.incident, in: entry) }
    }

    /// Notes since when the fleet of an incident runs what it should not, and until when.
    mutating func noteOffPolicy(_ event: SignalEvent, in entry: Entry) {
        guard let id = entry.incident, let index = incidents.lastIndex(where: { $0.id == id })
        else { return }
        switch event {
        case .found(let finding), .reopened(let finding):
            guard finding.isOffPolicy else { return }
            incidents[index].milestones.offPolicy.begin(finding.id, at: entry.occurredAt)
        case .cleared(let signal, _, _):
            incidents[index].milestones.offPolicy.end(signal, at: entry.occurredAt)
        case .raised, .changed, .acknowledged, .acknowledgedAll, .shelved, .unshelved,
            .suppressed, .reminded, .notified, .notNotified, .maintenanceDeclared,
            .maintenanceEnding, .maintenanceEnded:
            return
        }
    }

    /// Notes when an incident's fleet first asked for attention while it was open.
    mutating func noteSighting(_ event: SignalEvent, in entry: Entry) {
        guard let id = entry.incident, let index = incidents.lastIndex(where: { $0.id == id }),
            incidents[index].milestones.firstSignal == nil
        else { return }
        let sighting: IncidentMilestones.Sighting
        switch event {
        case .raised(let signal, _, _, _, let since):
            sighting = .init(signal: signal, since: since, at: entry.occurredAt)
        case .found(let finding), .reopened(let finding):
            guard finding.kind.isFault else { return }
            sighting = .init(signal: finding.id, since: finding.since, at: entry.occurredAt)
        case .cleared, .changed, .acknowledged, .acknowledgedAll, .shelved, .unshelved,
            .suppressed, .reminded, .notified, .notNotified, .maintenanceDeclared,
            .maintenanceEnding, .maintenanceEnded:
            return
        }
        incidents[index].milestones.take(sighting)
    }
}
