import CommandTable
import IncidentLog
import Primitives

/// Which commands of the footer the rule book refuses.
///
/// To ask it costs more than a key may take: it is asked when the person rests, and what it said
/// counts as long as nothing is other than then.
struct FooterRefusals: Sendable {
    /// Since when no key was pressed; nil until the next look at the clock.
    var restsSince: Timestamp?
    /// The commands that are refused.
    fileprivate var names: Set<String> = []
    fileprivate var place: Place?

    /// What a refusal may follow from.
    fileprivate struct Place: Equatable, Sendable {
        let screen: ScreenRoute
        let context: CommandRow.Context?
        let row: String?
        let incident: IncidentID?
        let entry: EntryID?
        let isReading: Bool
    }
}

extension AppModel {
    /// For so long no key must come.
    private static let rest: Duration = .milliseconds(300)

    private var footerPlace: FooterRefusals.Place {
        FooterRefusals.Place(
            screen: screen,
            context: contexts.first,
            row: list.flatMap { cursor(in: $0.context).row },
            incident: incidentID,
            entry: entries.last?.id,
            isReading: reading == .opening || reading == .underWay
        )
    }

    /// Asks the rule book about the commands of the footer, once for each place of the person.
    mutating func judgeFooter() {
        guard let since = footerRefusals.restsSince else {
            footerRefusals.restsSince = now
            return
        }
        let place = footerPlace
        guard now - since >= Self.rest, dialog == nil, footerRefusals.place != place else { return }
        let rows = FooterBar.hints(self).compactMap(\.command).compactMap { row(named: $0) }
        footerRefusals.names = Set(rows.filter { refusal(of: $0) != nil }.map(\.name))
        footerRefusals.place = place
    }

    /// Whether the command of a hint was refused when it was last judged, here and of the same.
    func isRefusedInFooter(_ hint: FooterBar.Hint) -> Bool {
        guard let name = hint.command, footerRefusals.names.contains(name) else { return false }
        return footerRefusals.place == footerPlace
    }
}
