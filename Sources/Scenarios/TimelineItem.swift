import IncidentLog
import Primitives

/// One line of a scenario's timeline: what happens when, and by whom.
struct TimelineItem: Sendable {
    let at: Timestamp
    let actor: Actor
    let event: Event

    enum Event: Sendable {
        case action(ScenarioAction.Kind)
        case change(Inject)
    }
}

extension TimelineItem: Decodable {
    private enum CodingKeys: String, CodingKey {
        case at, by
        case note, report, log, config
        case declare, status, severity, pass, fail, skip, update, impact, residual
        case impactOver = "impact-over"
        case restart, join, clients, strain
        case silenceRelay = "silence-relay"
        case missingAuthors = "missing-authors"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        at = try container.decode(Timestamp.self, forKey: .at)
        let name = try container.decodeIfPresent(String.self, forKey: .by) ?? "drill"
        actor = Actor(name, kind: .drill)
        let verbs = container.allKeys.filter { $0 != .at && $0 != .by }
        guard let verb = verbs.first, verbs.count == 1 else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "a line of the timeline says exactly one thing"
                )
            )
        }
        event =
            if let change = try Self.change(verb, container) {
                .change(change)
            } else {
                .action(try Self.action(verb, container))
            }
    }

    private typealias Container = KeyedDecodingContainer<CodingKeys>

    private static func change(
        _ verb: CodingKeys,
        _ container: Container
    ) throws -> Inject? {
        switch verb {
        case .restart:
            .restart(try container.decode(Inject.Restart.self, forKey: verb))
        case .join: .join(try container.decode([NodeID].self, forKey: verb))
        case .clients: .clients(try container.decode(Inject.Clients.self, forKey: verb))
        case .silenceRelay: .silenceRelay(try container.decode([NodeID].self, forKey: verb))
        case .strain: .strain(try container.decode(Inject.Strain.self, forKey: verb))
        case .missingAuthors: .missingAuthors(try container.decode(Int.self, forKey: verb))
        case .at, .by, .note, .report, .log, .config, .declare, .status, .severity, .pass, .fail,
            .skip, .update, .impact, .impactOver, .residual:
            nil
        }
    }

    private static func action(
        _ verb: CodingKeys,
        _ container: Container
    ) throws -> ScenarioAction.Kind {
        func fields() throws -> ActionFields {
            try container.decode(ActionFields.self, forKey: verb)
        }
        func text() throws -> String { try container.decode(String.self, forKey: verb) }
        switch verb {
        case .update: return .sendUpdate(text: try text())
        case .impactOver: return .closeImpact(PartyID(try text()))
        case .report:
            let fields = try fields()
            return .report(try fields.partyID(), text: try fields.string("text"))
        case .log:
            let fields = try fields()
            return .logLine(try fields.nodeID(), text: try fields.string("text"))
        case .config: return try fields().configChange()
        case .declare: return try fields().declaration()
        case .status: return try fields().statusChange()
        case .severity:
            let fields = try fields()
            return .severity(try fields.severity(), reason: fields.optional("reason"))
        case .pass:
            let fields = try fields()
            return .passStep(try fields.stepID(), note: fields.optional("note"))
        case .fail:
            let fields = try fields()
            return .failStep(try fields.stepID(), reason: try fields.string("reason"))
        case .skip:
            let fields = try fields()
            return .skipStep(try fields.stepID(), reason: try fields.string("reason"))
        case .impact: return try fields().impact()
        case .residual:
            let fields = try fields()
            return .acceptResidual(try fields.partyID(), reason: try fields.string("reason"))
        case .note, .at, .by, .restart, .join, .clients, .silenceRelay, .strain, .missingAuthors:
            return .note(text: try container.decode(String.self, forKey: .note))
        }
    }
}

/// The named texts of one action.
private struct ActionFields: Decodable {
    private let texts: [String: String]

    init(from decoder: any Decoder) throws {
        texts = try decoder.singleValueContainer().decode([String: String].self)
    }

    func optional(_ key: String) -> String? { texts[key] }

    func string(_ key: String) throws -> String {
        guard let text = texts[key] else { throw mistake("'\(key)' is missing") }
        return text
    }

    func nodeID() throws -> NodeID { NodeID(try string("node")) }
    func partyID() throws -> PartyID { PartyID(try string("party")) }
    func stepID() throws -> StepID { StepID(try string("step")) }

    func severity() throws -> Severity {
        guard let severity = Severity(text: try string("severity")) else {
            throw mistake("unknown severity")
        }
        return severity
    }

    private func timestamp(_ key: String) throws -> Timestamp {
        guard let moment = Timestamp(try string(key)) else {
            throw mistake("'\(key)' is not an ISO 8601 moment in UTC")
        }
        return moment
    }

    func configChange() throws -> ScenarioAction.Kind {
        .configChanged(
            try nodeID(),
            key: try string("key"),
            from: try string("from"),
            to: try string("to")
        )
    }

    func declaration() throws -> ScenarioAction.Kind {
        .declare(
            title: try string("title"),
            severity: try severity(),
            runbook: try string("runbook"),
            impactFrom: texts["impact-from"] == nil ? nil : try timestamp("impact-from")
        )
    }

    func statusChange() throws -> ScenarioAction.Kind {
        guard let status = IncidentStatus(rawValue: try string("to")) else {
            throw mistake("unknown status")
        }
        return .status(status, reason: texts["reason"])
    }

    func impact() throws -> ScenarioAction.Kind {
        guard let cause = ImpactCause(rawValue: texts["cause"] ?? "original") else {
            throw mistake("unknown cause")
        }
        return .openImpact(
            try partyID(),
            kind: try string("kind"),
            from: try timestamp("from"),
            cause: cause
        )
    }

    private func mistake(_ text: String) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: text))
    }
}
