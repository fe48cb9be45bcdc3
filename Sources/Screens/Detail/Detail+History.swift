import CellGrid
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports

extension Detail {
    /// How many nodes and how many entries are told; a fleet may have thousands.
    private static let (nodeLimit, entryLimit) = (100, 200)

    /// Adds what the log says of it, the newest first.
    ///
    /// - Parameter isMeant: Whether an entry about this subject is told of.
    mutating func history(
        _ title: String,
        of subject: EntryIndex.Subject,
        last limit: Int = entryLimit,
        _ model: AppModel,
        where isMeant: (Entry) -> Bool = { _ in true }
    ) {
        let entries = model.entries(about: subject, last: limit, where: isMeant)
        guard !entries.isEmpty else { return }
        head(title)
        for entry in entries.reversed() {
            let line = EntryText(entry, incident: model.incident, overlay: model.log.overlay)
            let author = entry.actor.kind == .automatic ? "" : "\(entry.actor.name) "
            let day = model.zoned(entry.occurredAt).date.dropFirst(5)
            add(
                "\(day) \(model.minute(entry.occurredAt)) \(line.mark) \(author)\(line.text)",
                model.role(of: entry, line)
            )
        }
    }

    /// Adds nodes, each with how it is; they lead to its screen.
    mutating func nodes(_ nodes: [NodeID], _ model: AppModel, _ state: (NodeID) -> String) {
        guard !nodes.isEmpty else { return }
        head("Nodes ─ \(nodes.count)")
        for node in nodes.prefix(Self.nodeLimit) {
            let look = model.look(of: node)
            add(
                [
                    TextSpan("\(look.mark) \(node) ", style: theme[look.role]),
                    TextSpan(state(node), style: theme[.muted]),
                ],
                node: node
            )
        }
        if nodes.count > Self.nodeLimit {
            add("and \(nodes.count - Self.nodeLimit) more: the fleet lists them all", .muted)
        }
    }
}

extension AppModel {
    /// A moment with its day, and how long ago it was: `2021-07-09 08:08:00Z (28m ago)`.
    func told(_ time: Timestamp) -> String {
        let age = time <= now ? "\(age(since: time)) ago" : "in \((time - now).brief)"
        return "\(zoned(time).date) \(second(time)) (\(age))"
    }
}
