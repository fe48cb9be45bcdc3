/// What follows from whether a node lists an id, accepts it, and itself asks for it.
package enum ProtocolVerdict: Equatable, Sendable {
    case usable
    /// It lists another version, though it accepts this one: exact clients will not use it.
    case listsOtherVersion([String], accepts: Bool)
    /// It lists the id, but refuses streams of it.
    case refuses
    /// It lists and accepts the id, but its own stream is of another version only: who refuses
    /// that one may be dropped.
    case asksForOtherVersion([String])
    /// It accepts the id without listing this or any other version.
    case acceptsUnlisted
    case absent

    /// The verdict on an id.
    package init(on id: String, in report: PeerReport) {
        let accepts = report.accepted[id]
        let others = report.protocols.filter { $0.isOtherVersion(of: id) }
        if report.protocols.contains(id) {
            let asked = report.asked.filter { $0.isOtherVersion(of: id) }
            self =
                if accepts == false {
                    .refuses
                } else if asked.isEmpty || report.asked.contains(id) {
                    .usable
                } else {
                    .asksForOtherVersion(asked)
                }
        } else if !others.isEmpty {
            self = .listsOtherVersion(others, accepts: accepts == true)
        } else {
            self = accepts == true ? .acceptsUnlisted : .absent
        }
    }

    /// The verdict in words; nil when there is nothing to say.
    package var sentence: String? {
        switch self {
        case .usable: nil
        case .listsOtherVersion(let ids, accepts: true):
            "advertises \(ids.joined(separator: ", ")) instead: clients that match exactly "
                + "will not use it, though the node would accept it"
        case .listsOtherVersion(let ids, accepts: false):
            "incompatible version: the node speaks \(ids.joined(separator: ", "))"
        case .refuses: "listed, but refused: overloaded, or not for us"
        case .asksForOtherVersion(let ids):
            "listed and accepted, but the node itself asks for \(ids.joined(separator: ", ")): "
                + "clients that refuse that may be dropped"
        case .acceptsUnlisted: "accepted, but not listed"
        case .absent: "not spoken by the node"
        }
    }
}
