import CommandTable
import FleetModel
import IncidentLog
import Primitives
import Reports

/// What is under the cursor, as a text to be pasted elsewhere.
extension AppModel {
    /// A text, and the word that names it.
    typealias Copied = (text: String, what: String)

    /// What is under the cursor of the list that keys go to; nil when nothing is.
    var copied: Copied? {
        if let bare { return (bare.lines.joined(separator: "\n"), "the whole text") }
        guard let context = shown.context(self) else { return nil }
        switch context {
        case .fleet where !markedNodes.isEmpty:
            let names = markedHere.map(\.rawValue)
            return (names.joined(separator: "\n"), "\(names.count) names")
        case .fleet: return selectedNode.map { (address(of: $0), "the node's address") }
        case .node: return screen.node.map { (address(of: $0), "the node's address") }
        case .checklist: return step.map { ($0.definition.title, "the step") }
        case .log: return shownEntry.map { (line(of: $0), "the line") }
        case .parties:
            return party.map { party in
                let kind = log.openImpact(of: party, in: fleet?.name)?.kind ?? "served"
                return ("\(party) \(kind)", "the party")
            }
        case .situation, .signals: return signal.map { ($0.text, "the signal") }
        case .updates: return update.map { ($0.text, "the update") }
        case .incidents:
            let chosen = selected(.incidents).flatMap { log.incident(IncidentID($0)) }
            return chosen.map { ("\($0.id) \($0.severity.label) \($0.title)", "the incident") }
        case .changes: return change.map { ("\($0.id) \($0.plan.what)", "the change") }
        case .detail, .review:
            let row = selected(context)
            let line = detail?.rows.firstIndex { $0 == row }.flatMap { detail?.texts[$0] }
            return line.map { ($0.trimmed, "the line") }
        case .replay, .welcome, .anywhere: return nil
        }
    }

    /// The line under the cursor of the log; of what is folded, the newest.
    private var shownEntry: Entry? { logRow.map { entries[$0.newest] } }

    func line(of entry: Entry) -> String {
        let text = EntryText(entry, incident: incident, overlay: log.overlay).text
        let moment = "\(zoned(entry.occurredAt).date) \(second(entry.occurredAt))"
        return "\(moment) \(entry.actor.name): \(text)"
    }

    /// Where a node is asked, without what could be a secret; its name when that is in no file.
    private func address(of id: NodeID) -> String {
        let reaches = fleet?.nodes.first { $0.id == id }?.probes.map(\.target.descriptor.reach)
        let places = reaches?.compactMap(\.place) ?? []
        return places.first ?? reaches?.lazy.compactMap(\.host).first ?? id.rawValue
    }
}
