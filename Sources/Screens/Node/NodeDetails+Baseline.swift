import CellGrid
import IncidentLog
import Primitives

extension NodeDetails {
    /// What is other than in the baseline: what somebody has to do something about first.
    static func baselineLines(
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme
    ) -> [[TextSpan]] {
        guard let baseline = model.log.baseline(of: model.fleetName),
            let own = baseline.nodes[node], !own.departures.isEmpty
        else { return [] }
        let words = own.words.map { [[TextSpan($0, style: theme[.strong])]] } ?? []
        return words
            + own.lines.flatMap { line -> [[TextSpan]] in
                let reason = line.departure.acceptance.map { ": \($0.reason)" } ?? ""
                let values = line.departure.present.joined(separator: " ")
                let before = line.departure.before.joined(separator: " ")
                let isBack = line.standing == .reverted
                return [
                    [
                        TextSpan(
                            "\(line.standing.rawValue)\(reason) ",
                            style: theme[line.standing.role]
                        ),
                        TextSpan(line.key.rawValue, style: theme[.text]),
                    ]
                ]
                    + (isBack
                        ? []
                        : [
                            [
                                TextSpan("  \(values)", style: theme[.text]),
                                TextSpan(" (was \(before))", style: theme[.muted]),
                            ]
                        ])
            }
    }
}

extension NodeBaseline.Standing {
    /// The role that tells it by colour.
    var role: ThemeRole {
        switch self {
        case .notReverted: .critical
        case .newDrift: .warning
        case .accepted: .muted
        case .reverted: .good
        }
    }
}
