import CellGrid
import FleetModel
import IncidentLog
import Primitives

/// The steps that are done once for each node, or for each party, as a grid: a row a target, a
/// column a step.
struct StepGrid {
    private let title: String
    private let checks: [StepID]
    private let targets: [StepTarget]
    private let steps: [StepState]

    /// The grid that a step is a cell of; nil when it is done once for all.
    init?(around step: StepState, _ model: AppModel) {
        guard let target = step.definition.target, let incident = model.incident else { return nil }
        title = target.node == nil ? "For each party" : "For each node"
        var (checks, targets): ([StepID], [StepTarget]) = ([], [])
        steps = incident.steps.filter { other in
            guard let own = other.definition.target, (own.node == nil) == (target.node == nil)
            else {
                return false
            }
            if !checks.contains(own.step) { checks.append(own.step) }
            if !targets.contains(where: { $0.isSame(as: own) }) { targets.append(own) }
            return true
        }
        (self.checks, self.targets) = (checks, targets)
    }

    /// The narrowest column of a step: a mark and a time.
    private static let narrowest = 9

    /// Adds the grid to what is told of a step; each row of a node leads to it.
    func add(to detail: inout Detail, _ model: AppModel) {
        let longest = targets.map { DisplayWidth.of($0.name) }.max() ?? 0
        let nameWidth = min(longest + 1, max(8, detail.width / 3))
        let rest = detail.width - nameWidth
        let shown = checks.prefix(max(1, rest / Self.narrowest))
        let width = max(1, rest / max(1, shown.count))
        detail.head(title)
        var head = [TextSpan(Self.fill("", nameWidth), style: detail.theme[.muted])]
        for check in shown {
            head.append(TextSpan(Self.fill(check.rawValue, width), style: detail.theme[.muted]))
        }
        detail.add(head)
        for target in targets {
            let name = TextSpan(Self.fill(target.name, nameWidth), style: detail.theme[.text])
            let cells = shown.map { check in
                cell(target, check, model, width, detail.theme)
            }
            detail.add([name] + cells, node: target.node)
        }
        if shown.count < checks.count {
            detail.add("\(checks.count - shown.count) more columns need a wider terminal", .muted)
        }
    }

    /// The mark of a step for a target, when it came there, and `+` when that is proved.
    private func cell(
        _ target: StepTarget,
        _ check: StepID,
        _ model: AppModel,
        _ width: Int,
        _ theme: Theme
    ) -> TextSpan {
        let step = steps.first { step in
            step.definition.target.map { $0.step == check && $0.isSame(as: target) } ?? false
        }
        guard let step else { return TextSpan(Self.fill("-", width), style: theme[.muted]) }
        let look = StepLook(step, model)
        let time = step.at.map { " \(model.minute($0))" } ?? ""
        let isProved = step.evidence?.isProof == true && !step.isKeptBack(at: model.now)
        let text = String(look.mark) + time + (isProved ? "+" : "")
        return TextSpan(Self.fill(text, width), style: theme[look.role])
    }

    /// A text in a column of so many cells, with a gap behind it.
    private static func fill(_ text: String, _ width: Int) -> String {
        let cut = DisplayWidth.truncate(text, to: max(0, width - 1))
        return DisplayWidth.pad(cut, to: width, alignment: .leading)
    }
}
