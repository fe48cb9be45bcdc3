import IncidentLog
import Primitives

/// How one update stands on one channel: a mark, words and a role.
struct DeliveryLook {
    let mark: String
    /// The mark with what is known: `✓ 1234…`, `… sending`, `! try 2: reason, again 08:02`.
    let text: String
    let role: ThemeRole

    init(_ delivery: StatusUpdate.Delivery?, _ model: AppModel) {
        switch delivery {
        case .delivered(let receipt, _): (mark, text, role) = ("✓", "✓ \(receipt)", .good)
        case .queued: (mark, text, role) = ("…", "… sending", .changed)
        case .retrying(let reason, let attempt, let at):
            mark = "!"
            text = "! try \(attempt): \(reason), again \(model.second(at))"
            role = .warning
        case .failed(let reason, let attempt):
            (mark, text, role) = ("✗", "✗ \(reason), given up after try \(attempt)", .critical)
        case nil: (mark, text, role) = ("–", "–", .muted)
        }
    }
}
