import IncidentLog
import Primitives

extension EntryText {
    static func line(_ event: PolicyEvent) -> EntryText {
        switch event {
        case .exceptionRequested(
            let id,
            _,
            let nodes,
            let version,
            let reasonClass,
            let text,
            let expires,
            let exitPlan,
            let update
        ):
            let place = nodes.isEmpty ? "all nodes" : NodeNames.few(of: nodes)
            return EntryText(
                "§",
                .strong,
                "\(id): asks that \(version) may run on \(place) until \(expires.date) "
                    + "\(expires.hourMinute)Z (\(reasonClass.rawValue)): \(text); "
                    + "back to a release: \(exitPlan); told in update #\(update)"
            )
        case .exceptionApproved(let id):
            return EntryText("§", .strong, "\(id) approved: the version may run")
        case .exceptionEnded(let id, let reason):
            return EntryText("§", .changed, "\(id) ended: \(reason)")
        }
    }

    static func line(_ event: BaselineEvent) -> EntryText {
        switch event {
        case .taken(let id, _, let change, let nodes):
            let keys = nodes.reduce(0) { $0 + $1.keys }
            let versions = Set(nodes.compactMap(\.version)).sorted()
            let what = versions.isEmpty ? "" : ", running \(versions.joined(separator: " and "))"
            return EntryText(
                "≡",
                .changed,
                "baseline \(id)\(change.map { " before \($0)" } ?? ""): \(keys) keys of "
                    + "\(nodes.count) node\(nodes.count == 1 ? "" : "s")\(what)"
            )
        case .accepted(let node, let key, let values, let reason, _):
            return EntryText(
                "≡",
                .changed,
                "\(node) \(key) may stay \(values.joined(separator: " ")): \(reason)"
            )
        }
    }
}
