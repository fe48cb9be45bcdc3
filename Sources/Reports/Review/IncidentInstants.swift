import FleetModel
import IncidentLog
import Primitives

/// The instants of an incident that its measures go from and to.
struct IncidentInstants {
    /// When the harm began; nil when nobody knows.
    let impactFrom: Timestamp?
    /// When it was first seen: by a signal, by a party that told, or by who declared it.
    let detected: Notice
    let declaredAt: Timestamp
    /// When somebody first had command.
    let commandedAt: Timestamp?
    /// When the first update arrived somewhere.
    let firstWordAt: Timestamp?
    let mitigatedAt: Timestamp?
    let resolvedAt: Timestamp?
    /// What becomes of the parties that were harmed, by name.
    let parties: [PartyEnd]
    private let datedBack: Set<FleetRecord.Turn>
    private let stated: [IncidentInstant]

    /// That something was seen, by whom.
    struct Notice {
        let at: Timestamp
        let source: Source

        enum Source {
            case signal(SignalID)
            case party(PartyID, by: String)
            case person(String)
        }

        /// Who saw it, in words.
        var words: String {
            switch source {
            case .signal(let id): "the signal '\(id.words)'"
            case .party(let party, let name): "\(name), for \(party)"
            case .person(let name): name
            }
        }
    }

    /// When a party was served again.
    struct PartyEnd {
        let party: PartyID
        /// When its harm began.
        let from: Timestamp
        /// When the last of its impacts ended; nil while one lasts.
        let to: Timestamp?
        /// Whether what lasts is accepted.
        let isResidual: Bool
    }

    init(_ incident: IncidentState, _ log: LogState) {
        impactFrom = incident.impactFrom
        declaredAt = incident.moment(of: .declared) ?? incident.declaredAt
        commandedAt = incident.roles.changes.first { $0.role == .commander && $0.to != nil }?.at
        stated = incident.statedInstants
        mitigatedAt = incident.mitigatedAt
        resolvedAt = incident.resolvedAt
        datedBack = incident.milestones.datedBack
        firstWordAt = incident.updates.flatMap { update in
            update.deliveries.values.compactMap { delivery in
                if case .delivered(_, let at) = delivery { at } else { nil }
            }
        }.min()
        let own = incident.origin.detectedBy ?? incident.declaredBy
        if stated.contains(.detected), let at = incident.moment(of: .detected) {
            detected = Notice(at: at, source: .person(own))
        } else {
            detected =
                Self.notices(of: incident).min { $0.at < $1.at }
                ?? Notice(at: incident.declaredAt, source: .person(own))
        }
        parties = Self.ends(of: log.impacts.filter { $0.incident == incident.id })
    }

    /// Everything that may have been the first to be seen.
    private static func notices(of incident: IncidentState) -> [Notice] {
        let standing = incident.relevantSignals.map {
            Notice(at: $0.raisedAt, source: .signal($0.id))
        }
        let later = incident.milestones.firstSignal.map {
            Notice(at: $0.at, source: .signal($0.signal))
        }
        let reports = incident.milestones.reports.map {
            Notice(at: $0.at, source: .party($0.party, by: $0.by.name))
        }
        let own = Notice(at: incident.declaredAt, source: .person(incident.declaredBy))
        let told = incident.origin.detectedAt.map { at in
            Notice(at: at, source: .person(incident.origin.detectedBy ?? incident.declaredBy))
        }
        return standing + [later, told].compactMap { $0 } + reports + [own]
    }

    private static func ends(of impacts: [ImpactWindow]) -> [PartyEnd] {
        Dictionary(grouping: impacts, by: \.party).map { party, windows in
            let open = windows.filter(\.isOpen)
            return PartyEnd(
                party: party,
                from: windows.map(\.from).min() ?? windows[0].from,
                to: open.isEmpty ? windows.compactMap(\.to).max() : nil,
                isResidual: !open.isEmpty && open.allSatisfy { $0.residualReason != nil }
            )
        }
        .sorted { $0.party < $1.party }
    }

    // MARK: What cannot be right

    /// The instants in the order that they must have.
    private var chain: [Link] {
        [
            Link(.impactStarted, impactFrom), Link(.detected, detected.at),
            Link(.declared, declaredAt, .declared), Link(.mitigated, mitigatedAt, .mitigated),
            Link(.resolved, resolvedAt, .resolved),
        ]
    }

    private struct Link {
        let instant: IncidentInstant
        let at: Timestamp?
        let turn: FleetRecord.Turn?

        init(_ instant: IncidentInstant, _ at: Timestamp?, _ turn: FleetRecord.Turn? = nil) {
            self.instant = instant
            self.at = at
            self.turn = turn
        }
    }

    /// What is wrong with an instant; those that nothing is wrong with are missing.
    var problems: [IncidentInstant: String] {
        let known = chain.compactMap { link in link.at.map { (link, $0) } }
        var problems: [IncidentInstant: String] = [:]
        for (link, _) in known {
            if link.turn.map(datedBack.contains) == true {
                problems[link.instant] = "when \(link.instant.words) was dated back"
            }
            if stated.contains(link.instant) {
                problems[link.instant] = "when \(link.instant.words) was stated afterwards"
            }
        }
        for (place, one) in known.enumerated() {
            for other in known.dropFirst(place + 1) where other.1 < one.1 {
                let text = "\(other.0.instant.words) before \(one.0.instant.words)"
                problems[one.0.instant] = text
                problems[other.0.instant] = text
            }
        }
        return problems
    }
}

extension IncidentState {
    /// The signals that stood when it was declared and may be of its cause: raised since the harm
    /// began, or in the day before the declaration when that is not known.
    var relevantSignals: [FleetRecord.Standing] {
        let from = impactFrom ?? declaredAt - .seconds(86_400)
        return (records[.declared]?.signals ?? []).filter { $0.raisedAt >= from && $0.kind.isFault }
    }
}
