import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// The values that are offered while something is typed, from the log and the fleet.
extension AppModel {
    /// The values of an argument, the likeliest first, each with what is known of it.
    func offered(_ kind: CommandArgument.Kind) -> [PaletteRow] {
        values(of: kind).map { PaletteRow($0.text, $0.detail, .word(Self.quoted($0.text))) }
    }

    private func values(of kind: CommandArgument.Kind) -> [(text: String, detail: String)] {
        switch kind {
        case .text, .time, .entry, .number: []
        case .duration:
            [("30m", "half an hour"), ("1h", "an hour"), ("2h", "two hours"), ("1d", "a day")]
        case .severity:
            Severity.allCases.map { ("\($0.rawValue)", $0.label) }
        case .status:
            (incident?.status.successors ?? IncidentStatus.allCases).map { ($0.rawValue, "") }
        case .role:
            [Role.commander, .communications, .operations, .scribe].map { ($0.word, "") }
                + (fleet?.parties ?? []).map { (Role.liaison($0.id).word, "") }
        case .cause: ImpactCause.allCases.map { ($0.rawValue, "") }
        case .person: people.map { ($0, $0 == operatorName ? "you" : "") }
        case .incident:
            log.incidents.reversed().map { ($0.id.rawValue, "\($0.severity.label) \($0.title)") }
        case .step:
            (incident?.steps ?? []).map {
                (
                    $0.definition.id.rawValue,
                    "\($0.definition.title), \($0.standing(at: now).rawValue)"
                )
            }
        case .party:
            parties.map {
                ($0.rawValue, log.openImpact(of: $0, in: fleet?.name)?.kind ?? "served")
            }
        case .channel: (fleet?.channels ?? []).map { ($0.id.rawValue, "") }
        case .signal: signalRows.map { ($0.id.rawValue, $0.text) }
        case .node: nodeOrder.map { ($0.rawValue, words(of: $0)) }
        case .findingKind: FindingKind.allCases.map { ($0.rawValue, "") }
        case .maintenance: openWindows.map { ($0.id.rawValue, $0.reason) }
        case .exception: openExceptions.map { ($0.id.rawValue, "\($0.version): \($0.text)") }
        case .reasonClass: PolicyException.ReasonClass.allCases.map { ($0.rawValue, "") }
        case .change:
            changes.map { ($0.id.rawValue, "\($0.plan.what), \($0.progress.rawValue)") }
        case .answer: Vote.Answer.allCases.map { ($0.rawValue, $0.label) }
        case .runbook: Fleet.offeredRunbooks(of: fleet).map { ($0.name, "") }
        }
    }

    /// The people that the entries held tell of, who wrote last first, and the person at the
    /// keyboard.
    var people: [String] {
        var names: [String] = []
        var known: Set<String> = []
        for entry in entries.reversed()
        where entry.actor.kind == .person && known.insert(entry.actor.name).inserted {
            names.append(entry.actor.name)
        }
        let leads = [operatorName] + log.openIncidents.map(\.commander)
        return names + leads.filter { known.insert($0).inserted }
    }

    /// The state of a node in a few words.
    func words(of node: NodeID) -> String {
        let health = health(of: node)
        guard let reason = health.reasons.first else { return health.verdict.rawValue }
        return "\(health.verdict.rawValue): \(reason)"
    }

    static func quoted(_ text: String) -> String {
        text.contains(" ") ? "\"\(text)\"" : text
    }
}
