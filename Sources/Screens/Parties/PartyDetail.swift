import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives

/// One party: whether it is served and since when, what it needs, what harmed it, what it was told.
enum PartyDetail {
    static func of(_ party: PartyID, _ model: AppModel, _ theme: Theme, width: Int) -> Detail {
        var detail = Detail("Party \(party)", theme, width: width)
        let impacts = model.log.impacts.filter {
            $0.party == party && $0.mayConcern(model.fleet?.name)
        }
        let (words, role) = PartiesPane.state(party, impacts, model)
        detail.add("\(party): \(words)", role == .muted ? .text : role)
        if let open = impacts.last(where: \.isOpen) {
            detail.add("since", model.told(open.from))
            detail.add("how", open.kind)
        }
        let definition = model.fleet?.parties.first { $0.id == party }
        addNeeds(definition, model, to: &detail)
        addImpacts(impacts, model, to: &detail)
        detail.nodes(definition?.nodes ?? [], model) {
            model.assessment($0).reasons.first ?? ""
        }
        addUpdates(model, to: &detail)
        detail.history("Log of this party", of: .party(party), model)
        return detail
    }

    private static func addNeeds(_ party: Party?, _ model: AppModel, to detail: inout Detail) {
        guard let party, !party.needs.isEmpty else { return }
        detail.head("Needs")
        for need in party.needs { detail.add(need.source) }
        let nodes = party.nodes.isEmpty ? "every node" : "\(party.nodes.count) nodes"
        detail.add("on", nodes, .muted)
        guard let reading = model.snapshot.needs[party.id] else {
            detail.add("now", "not judged yet", .muted)
            return
        }
        let (word, role): (String, ThemeRole) =
            switch reading.truth {
            case .holds: ("met", .good)
            case .fails: ("not met", .critical)
            case .unknown: ("not known", .stale)
            }
        detail.add("now", "\(word): \(reading.reading)", role)
    }

    private static func addImpacts(
        _ impacts: [ImpactWindow],
        _ model: AppModel,
        to detail: inout Detail
    ) {
        guard !impacts.isEmpty else { return }
        detail.head("Impacts ─ \(impacts.count)")
        for impact in impacts.suffix(20).reversed() {
            let look = ImpactLook(impact, model)
            detail.add(look.text, look.role)
        }
    }

    /// Updates go to channels, not to parties: all of the incident are told.
    private static func addUpdates(_ model: AppModel, to detail: inout Detail) {
        guard let updates = model.incident?.updates, !updates.isEmpty else { return }
        detail.head("Updates sent ─ \(updates.count)")
        for update in updates.suffix(20).reversed() {
            let receipts = update.channels.map { channel in
                "\(channel) \(DeliveryLook(update.deliveries[channel], model).text)"
            }
            detail.add(
                "#\(update.number)  \(model.momentAndAge(update.at))",
                receipts.joined(separator: "  ")
            )
        }
    }
}
