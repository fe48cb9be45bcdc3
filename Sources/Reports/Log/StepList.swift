import FleetModel
package import IncidentLog
package import Primitives

/// The steps of an incident's checklists.
package struct StepList: ListReport {
    /// The steps in order.
    package let rows: [Row]
    private let incident: IncidentID

    /// A step and what became of it.
    package struct Row: Encodable, Sendable {
        let id: StepID
        let title: String
        let state: String
        let kind: String
        let condition: String?
        let by: String?
        let at: Timestamp?
        let remark: String?
        let nodes: [NodeID]
        let signOff: String?
        let overridden: Bool
        let done: Bool
        /// The name of its checklist, where an incident has several.
        let checklist: String?
        let target: String?
        let expect: String?
        let command: String?
        let needs: String?
        let evidence: EvidenceRow?
        let gate: String?
        /// Whether it holds back the end of the incident.
        let blocking: Bool?
        /// What must happen before.
        let waitsFor: String?
        let after: [StepID]?
        let destroys: String?
        let tickedBy: String?
        let tickedAt: Timestamp?
        let startedAt: Timestamp?
        let attempt: Int?
        let waivedUntil: Timestamp?
        let holdSeconds: Double?
        let timeoutSeconds: Double?
        let retries: Int?
        let staleSeconds: Double?
        let onFail: String?

        init(_ step: StepState, of incident: IncidentState, at now: Timestamp) {
            let definition = step.definition
            id = definition.id
            title = definition.title
            state = step.standing(at: now).rawValue
            kind = definition.kind.rawValue
            condition = definition.condition
            by = step.actor?.name
            at = step.at
            remark = step.remark(toldAt: now)
            nodes = definition.nodes
            signOff = definition.signOff
            overridden = step.isOverridden
            done = step.isDone(at: now)
            checklist =
                incident.checklists.count > 1
                    && incident.checklists.indices.contains(step.checklist)
                ? incident.checklists[step.checklist].name : nil
            target = definition.target?.name
            expect = definition.expect
            command = definition.command
            needs = definition.evidence == .none ? nil : definition.evidence.rawValue
            evidence = step.evidence.flatMap {
                $0.isProof && !step.isKeptBack(at: now)
                    ? EvidenceRow($0, entry: step.evidenceEntry) : nil
            }
            gate = definition.gate?.rawValue
            blocking = definition.gate == nil ? nil : step.isBlocking(at: now)
            waitsFor = done ? nil : incident.obstacle(to: step, at: now)?.sentence
            after = definition.after.isEmpty ? nil : definition.after
            destroys = definition.destroys
            tickedBy = step.progress == .verified ? step.tickedBy?.name : nil
            tickedAt = step.progress == .verified ? step.tickedAt : nil
            startedAt = step.startedAt
            attempt = step.attempt == 0 ? nil : step.attempt
            waivedUntil = step.waivedUntil
            holdSeconds = definition.hold?.inSeconds
            timeoutSeconds = definition.timeout?.inSeconds
            retries = definition.retries == 0 ? nil : definition.retries
            staleSeconds = definition.stale?.inSeconds
            onFail = definition.onFail?.rawValue
        }

        /// What is said of it beside where it stands.
        var words: String {
            let told = [remark, waivedUntil.map { "until \($0.toMinute)" }].compactMap(\.self)
            if !told.isEmpty { return told.joined(separator: ", ") }
            return waitsFor.map { "waits: \($0)" } ?? condition ?? command ?? expect ?? ""
        }
    }

    /// The checklists of an incident at this moment.
    package init(_ incident: IncidentState, at now: Timestamp) {
        self.init(
            rows: incident.steps.map { Row($0, of: incident, at: now) },
            of: incident.id
        )
    }

    init(rows: [Row], of incident: IncidentID) {
        self.rows = rows
        self.incident = incident
    }

    /// A row a step.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "STEP",
            "KIND",
            "STATE",
            "BY",
            "AT",
            "TITLE",
            "PROOF OR REASON",
            spare: ["KIND", "AT", "BY"],
            empty: "\(incident) has no checklist"
        )
        for step in rows {
            table.add(
                step.id.rawValue,
                step.kind,
                step.state + (step.overridden ? "*" : ""),
                step.by ?? "-",
                step.at.map { "\($0.hourMinute)Z" } ?? "-",
                step.title,
                step.words
            )
        }
        return [.table(table)]
    }
}
