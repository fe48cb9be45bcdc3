import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// What comes back when the program does.
extension AppModel {
    /// Where the person is; nil as long as that is not known, because the log is still read.
    package var whereabouts: Whereabouts? {
        guard reading == .done else { return nil }
        var place = Whereabouts()
        place.dividers = Dictionary(
            uniqueKeysWithValues: paneShares.map { ($0.key.rawValue, $0.value) }
        )
        place.logView = logView.rawValue
        place.showsLocalTime = showsLocalTime
        place.commands = takenCommands
        place.grouping = chosenGrouping?.rawValue
        place.sort = fleetSort.rawValue
        place.lists = keptLists
        place.incident = incidentID?.rawValue
        // What stood still is nothing to come back to.
        let here = screen == .bare ? trail.before ?? screen : screen
        place.screen = here.screen
        place.subject = here.subject
        place.pane = focus.context.rawValue
        place.isZoomed = isZoomed
        place.isMuted = isMuted
        return place
    }

    /// Arranges the screen as it was, and remembers where the person was until the log is read.
    package mutating func takeUp(_ place: Whereabouts) {
        for (name, share) in place.dividers ?? [:] where share.isSound {
            if let divider = PaneDivider(rawValue: name) { paneShares[divider] = share }
        }
        logView = place.logView.flatMap { LogView(rawValue: $0) } ?? logView
        showsLocalTime = place.showsLocalTime ?? showsLocalTime
        for name in (place.commands ?? []).prefix(Self.takenLimit)
        where row(named: name) != nil && !takenCommands.contains(name) {
            takenCommands.append(name)
        }
        chosenGrouping = place.grouping.flatMap { FleetGrouping(rawValue: $0) }
        fleetSort = place.sort.flatMap { FleetSort(rawValue: $0) } ?? fleetSort
        if place.hasQuit != true { resumed = place }
        orderNodes()
    }

    /// The longest name or filter that is taken up, in bytes.
    private static let longestText = 400

    /// Where the person is in the lists.
    private var keptLists: [String: Whereabouts.InList]? {
        var lists: [String: Whereabouts.InList] = [:]
        for (context, cursor) in cursors where context != .detail {
            let filter = cursor.filter.isEmpty ? nil : cursor.filter
            guard cursor.row != nil || filter != nil else { continue }
            lists[context.rawValue] = Whereabouts.InList(row: cursor.row, filter: filter)
        }
        return lists.isEmpty ? nil : lists
    }

    private mutating func takeUp(_ lists: [String: Whereabouts.InList]) {
        func usable(_ text: String?) -> String? {
            text.flatMap { $0.utf8.count <= Self.longestText ? $0 : nil }
        }
        for list in ScreenList.all {
            guard let place = lists[list.context.rawValue] else { continue }
            var cursor = cursor(in: list.context)
            cursor.row = usable(place.row) ?? cursor.row
            cursor.filter = usable(place.filter) ?? ""
            cursors[list.context] = cursor
        }
        arrangeFleet()
        keepCursorOnNode()
    }

    /// The incident that was looked at, when it is still open.
    var resumedIncident: IncidentID? {
        resumed?.incident.flatMap { name in log.openIncidents.first { $0.id.rawValue == name }?.id }
    }

    /// Goes back to where the person was, who did nothing else meanwhile.
    mutating func resume() {
        guard let place = resumed else { return }
        resumed = nil
        if place.isMuted == true, !isMuted { toggleMute() }
        guard screen == .commandCentre, dialog == nil, !isComposing else { return }
        takeUp(place.lists ?? [:])
        let hasParties = !parties.isEmpty
        let hasSteps = incident?.steps.isEmpty == false
        if let pane = Pane.allCases.first(where: { $0.context.rawValue == place.pane }),
            pane != .parties || hasParties, pane != .checklist || hasSteps,
            pane != .fleet || fleet != nil
        {
            focus = pane
            isZoomed = place.isZoomed ?? false
        }
        guard let name = place.screen, let next = AppScreen.all.first(where: { $0.id == name })
        else { return }
        goBack(to: next, of: place.subject)
    }

    /// Shows a screen as long as there is what it shows.
    private mutating func goBack(to next: AppScreen, of subject: String?) {
        let route = ScreenRoute(next.id, of: subject)
        let starts: [ScreenRoute] = [.commandCentre, .welcome, .score, .wall, .bare]
        guard !starts.contains(where: { $0.screen == route.screen }) else { return }
        if route.screen == ScreenRoute.node("").screen {
            guard let node = route.node, fleet?.nodes.contains(where: { $0.id == node }) == true
            else { return }
            _ = openNode(node)
            return
        }
        guard subject == nil || next.detail != nil else { return }
        show(route)
        if subject != nil, detail == nil { begin(at: .commandCentre) }
    }
}
