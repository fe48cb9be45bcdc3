import FleetModel
package import IncidentLog
package import Primitives

/// A signal as machines read it.
package struct SignalRow: Encodable, Sendable {
    let id: SignalID
    let fleet: String?
    let kind: String
    let priority: String
    let state: String
    let text: String
    let nodes: [NodeID]
    let since: Timestamp
    let raised: Timestamp
    let cleared: Timestamp?
    /// How often it came.
    let times: Int
    let flapping: Bool
    let acknowledged: Acknowledgement?
    let shelved: Shelf?
    /// A signal or planned work.
    let suppressedBy: String?
    let suppresses: [SignalID]
    let evidence: [String]
    let meaning: String?
    let causes: [SignalID]

    struct Acknowledgement: Encodable, Sendable {
        let by: String
        let at: Timestamp
        let note: String?
    }

    struct Shelf: Encodable, Sendable {
        let by: String
        let at: Timestamp
        let until: Timestamp
        let reason: String
    }

    init(_ signal: SignalState, _ log: LogState, at now: Timestamp) {
        let finding = signal.finding
        id = signal.id
        fleet = signal.fleet
        kind = finding.kind.rawValue
        priority = signal.priority.rawValue
        state = signal.standing(at: now).rawValue
        text = signal.text
        nodes = finding.nodes
        since = signal.since
        raised = signal.raisedAt
        cleared = signal.clearedAt
        times = signal.timesOpened
        flapping = signal.isFlapping
        acknowledged = signal.acknowledgement.map {
            Acknowledgement(by: $0.by.name, at: $0.at, note: $0.note)
        }
        shelved = signal.shelf.map {
            Shelf(by: $0.by.name, at: $0.at, until: $0.until, reason: $0.reason)
        }
        suppressedBy =
            switch signal.suppressor {
            case .signal(let id): id.rawValue
            case .maintenance(let id): id.rawValue
            case nil: nil
            }
        suppresses = log.suppressed(by: signal).map(\.id)
        evidence = finding.evidence
        meaning = finding.meaning
        causes = finding.causes
    }
}

extension SignalState {
    /// Who or what takes care of it, in words; nil when nobody does.
    package func keeper(at now: Timestamp) -> String? {
        if let shelf, now < shelf.until { return "\(shelf.by.name) until \(shelf.until.toMinute)" }
        return switch suppressor {
        case .maintenance(let id): id.rawValue
        case .signal(let id): "under \(id)"
        case nil: acknowledgement.map { "\($0.by.name) \($0.at.hourMinute)Z" }
        }
    }
}
