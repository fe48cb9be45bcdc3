package import IncidentLog
package import Primitives

/// How long the people of an incident needed, and which of these spans cannot be right.
package struct IncidentMetrics: Report {
    /// The incident.
    package let incident: IncidentID
    let title: String
    let severity: String
    let mode: String
    /// The spans, in the order of an incident.
    package let rows: [Row]
    /// How many updates went out after the moment promised, or are late now.
    package let lateUpdates: Int
    /// By how much in all.
    let lateSeconds: Double
    /// Since when the fault could have been seen, and by whom it was.
    package let debt: DetectionDebt

    /// Something that is measured.
    package enum Measure: String, Encodable, CaseIterable, Sendable {
        /// From the harm to the first who saw it.
        case timeToDetect = "ttd"
        /// From there to a commander.
        case timeToAccept = "tta"
        /// From there to the first update that arrived.
        case firstWord = "first-word"
        /// From there to the mitigation.
        case timeToMitigate = "ttm"
        /// From there to the end.
        case timeToResolve = "ttr"
        /// From the mitigation to the last party served again.
        case timeToVerify = "ttv"
        /// How long nobody had command.
        case withoutCommander = "no-commander"
        /// How long nodes ran what is no release, without an exception.
        case offPolicy = "off-policy"

        /// What it says, in words.
        package var words: String {
            switch self {
            case .timeToDetect: "impact to detection"
            case .timeToAccept: "detection to commander"
            case .firstWord: "detection to first public word"
            case .timeToMitigate: "detection to mitigation"
            case .timeToResolve: "detection to resolution"
            case .timeToVerify: "mitigation to served again"
            case .withoutCommander: "nobody had command"
            case .offPolicy: "nodes off policy, without an exception"
            }
        }
    }

    /// One span.
    package struct Row: Encodable, Equatable, Sendable {
        /// What was measured.
        package let measure: Measure
        /// The party, when it is one party's own; nil for all.
        package let party: PartyID?
        /// How long it was; nil when one of its ends is not known yet.
        package let seconds: Double?
        let from: Timestamp?
        let to: Timestamp?
        /// Why it cannot be right; nil when it may be.
        package let wrong: String?
        /// Something to know of it, such as that a party is still harmed.
        package let remark: String?
    }

    /// The measures of an incident; promises are late or not as of `now`.
    package init(_ incident: IncidentState, _ log: LogState, at now: Timestamp) {
        self.incident = incident.id
        title = incident.title
        severity = incident.severity.label
        mode = incident.mode.rawValue
        let instants = IncidentInstants(incident, log)
        let end = incident.resolvedAt ?? now
        let vacancy = incident.roles.vacancy(of: .commander, from: incident.declaredAt, to: end)
        rows =
            Self.rows(instants) + [
                Self.total(.withoutCommander, vacancy),
                Self.total(.offPolicy, incident.milestones.offPolicy.span(at: end)),
            ]
        let open = incident.nextUpdateDue.map { $0 < now ? now - $0 : .zero } ?? .zero
        lateUpdates = incident.milestones.lateUpdates + (open > .zero ? 1 : 0)
        lateSeconds = (incident.milestones.lateness.span + open).inSeconds
        debt = DetectionDebt(incident, log, instants)
    }

    private static func rows(_ instants: IncidentInstants) -> [Row] {
        let problems = instants.problems
        let detected = instants.detected.at
        func row(
            _ measure: Measure,
            _ from: Timestamp?,
            _ to: Timestamp?,
            _ instants: [IncidentInstant]
        ) -> Row {
            let span = from.flatMap { from in to.map { $0 - from } }
            let problem = instants.compactMap { problems[$0] }.first
            let wrong =
                problem ?? (span.map { $0 < .zero } == true ? "it ends before it begins" : nil)
            return Row(
                measure: measure,
                party: nil,
                seconds: span?.inSeconds,
                from: from,
                to: to,
                wrong: span == nil ? nil : wrong,
                remark: nil
            )
        }
        return [
            row(.timeToDetect, instants.impactFrom, detected, [.impactStarted, .detected]),
            row(.timeToAccept, detected, instants.commandedAt, [.detected]),
            row(.firstWord, detected, instants.firstWordAt, [.detected]),
            row(.timeToMitigate, detected, instants.mitigatedAt, [.detected, .mitigated]),
            row(.timeToResolve, detected, instants.resolvedAt, [.detected, .resolved]),
        ] + verification(instants, problems[.mitigated])
    }

    /// A sum of spans.
    private static func total(_ measure: Measure, _ span: Duration) -> Row {
        Row(
            measure: measure,
            party: nil,
            seconds: span.inSeconds,
            from: nil,
            to: nil,
            wrong: nil,
            remark: nil
        )
    }

    /// When the parties were served again after the mitigation: all of them, then each.
    private static func verification(_ instants: IncidentInstants, _ problem: String?) -> [Row] {
        let mitigated = instants.mitigatedAt
        func row(_ party: PartyID?, _ end: Timestamp?, _ remark: String?) -> Row {
            // Who was served again before anybody said "mitigated" did not wait for it.
            let span = mitigated.flatMap { from in end.map { max(.zero, $0 - from) } }
            return Row(
                measure: .timeToVerify,
                party: party,
                seconds: span?.inSeconds,
                from: mitigated,
                to: end,
                wrong: span == nil ? nil : problem,
                remark: remark
            )
        }
        guard !instants.parties.isEmpty else { return [row(nil, nil, "nobody was harmed")] }
        let residual = instants.parties.filter(\.isResidual).map(\.party.rawValue)
        let open = instants.parties.filter { $0.to == nil && !$0.isResidual }.map(\.party.rawValue)
        let end = open.isEmpty ? instants.parties.compactMap(\.to).max() : nil
        let remark =
            !open.isEmpty
            ? "still harmed: \(open.joined(separator: ", "))"
            : residual.isEmpty ? nil : "accepted: \(residual.joined(separator: ", "))"
        return [row(nil, end, remark)]
            + instants.parties.map { party in
                let remark = party.isResidual ? "accepted" : party.to == nil ? "still harmed" : nil
                return row(party.party, party.to, remark)
            }
    }

    // MARK: People

    /// A row a span, then what was late and what could have been seen before.
    package func text(at now: Timestamp) -> [ReportPart] {
        [.line("\(incident) \(severity)  \(title)" + (isDrill ? "  [DRILL]" : "")), .table(table)]
            + (lateUpdates == 0 ? [] : [.line(lateWords)])
            + debt.lines.map { .line($0) }
    }

    /// Whether it was practice, which counts in no total.
    package var isDrill: Bool { mode == IncidentMode.drill.rawValue }

    private var table: ReportTable {
        var table = ReportTable("MEASURE", "SPAN", "WHAT", "REMARK", spare: ["WHAT"])
        for row in rows {
            table.add(row.name, row.span, row.measure.words, row.note ?? "")
        }
        return table
    }

    /// The updates that were late, in words.
    var lateWords: String {
        let count = lateUpdates == 1 ? "1 update was" : "\(lateUpdates) updates were"
        return "\(count) late, by \(Duration.milliseconds(Int64(lateSeconds * 1000)).brief) in all"
    }
}

extension IncidentMetrics.Row {
    /// The measure, with its party.
    var name: String {
        measure.rawValue.uppercased().split(separator: "-").joined(separator: " ")
            + (party.map { " \($0)" } ?? "")
    }

    /// How long it was, in words.
    var span: String {
        seconds.map { seconds in
            let span = Duration.milliseconds(Int64(abs(seconds) * 1000)).brief
            return seconds < 0 ? "-\(span)" : span
        } ?? "-"
    }

    /// What is wrong with it, or to be known of it.
    var note: String? { wrong.map { "wrong: \($0)" } ?? remark }
}
