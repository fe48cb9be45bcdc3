package import IncidentLog
package import Primitives

/// Who has which role in an incident, who was asked, and who had it before.
package struct RoleList: ListReport {
    /// The roles, the commander first.
    package let rows: [Row]
    private let changes: [RoleTable.Change]

    /// A role, who has it, and who was asked to take it.
    package struct Row: Encodable, Sendable {
        let role: String
        let holder: String?
        let since: Timestamp?
        let offeredTo: String?
        let offeredBy: String?
        let offeredAt: Timestamp?
        let offer: String?
        let chain: [Link]
    }

    /// That the role passed to somebody.
    package struct Link: Encodable, Sendable {
        let at: Timestamp
        let from: String?
        let to: String?
    }

    /// The roles of an incident at a moment.
    package init(_ incident: IncidentState, at now: Timestamp) {
        changes = incident.roles.changes
        let roles = incident.roles.known
        rows = (roles.contains(.commander) ? roles : [.commander] + roles).map { role in
            let holder = incident.roles.holder(of: role)
            let offer = incident.roles.offer(of: role)
            return Row(
                role: role.word,
                holder: holder?.name,
                since: holder?.since,
                offeredTo: offer?.to,
                offeredBy: offer?.by,
                offeredAt: offer?.at,
                offer: offer.map { $0.stands(at: now) ? "offered" : "expired" },
                chain: incident.roles.changes.filter { $0.role == role }.map {
                    Link(at: $0.at, from: $0.from, to: $0.to)
                }
            )
        }
    }

    /// A row a role, and the chain of each.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable("ROLE", "WHO", "SINCE", "OFFER", "BEFORE", empty: "no role")
        for role in rows {
            let offer = role.offeredTo.map { "\(role.offer ?? "") to \($0)" }
            let before = role.chain.dropLast().map { $0.to ?? "nobody" }
            table.add(
                role.role,
                role.holder ?? "NOBODY",
                role.since?.toMinute ?? "-",
                offer ?? "-",
                before.joined(separator: " → ")
            )
        }
        return [.table(table)]
    }
}
