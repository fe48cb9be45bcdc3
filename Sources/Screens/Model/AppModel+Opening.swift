import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Screens opened by their names, for who has no keys.
extension AppModel {
    /// The names of all screens, such as `command-centre`.
    package static let screenNames: [String] = AppScreen.all.map(name)

    private static func name(of screen: AppScreen) -> String {
        screen.title.lowercased().split(separator: " ").joined(separator: "-")
    }

    /// Opens a screen by its name.
    ///
    /// - Parameter subject: The node or the signal that it shows; nil for the one under the cursor.
    /// - Returns: What the shell has to do; nil when there is no such screen or nothing to show on
    ///   it.
    package mutating func open(screen name: String, of subject: String?) -> [Effect]? {
        guard let next = AppScreen.all.first(where: { Self.name(of: $0) == name }) else {
            return nil
        }
        if next.id == ScreenRoute.node(NodeID("")).screen {
            guard let node = subject.map({ NodeID($0) }) ?? selectedNode,
                fleet?.nodes.contains(where: { $0.id == node }) == true
            else { return nil }
            cursors[.fleet, default: ListCursor()].row = node.rawValue
            return openNode(node)
        }
        var route = ScreenRoute(next.id)
        if next.id == ScreenRoute.signal("").screen {
            guard let signal = (subject ?? selected(.signals)).flatMap(signal(inRow:)) else {
                return nil
            }
            route = .signal(signal.key.rowName)
        }
        if let context = next.outer, next.lists.count == 1, route.subject == nil {
            guard let row = subject ?? selected(context) else { return nil }
            route = ScreenRoute(next.id, of: row)
        }
        if screen != route { show(route) }
        return []
    }
}
