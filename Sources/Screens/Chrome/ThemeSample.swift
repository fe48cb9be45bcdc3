package import CellGrid

/// A small picture in which every role of a theme stands, for who chooses one.
package enum ThemeSample {
    /// What stands for a role in the sample.
    private static func words(_ role: ThemeRole) -> String {
        switch role {
        case .text: "peers 41, mesh 6"
        case .muted: "13:06, 2 of 3, by itself"
        case .strong: "do-ams3"
        case .title: "Fleet"
        case .border: "┌──────┬──────┐"
        case .borderFocus: "┌──────┬──────┐"
        case .header: " TOCSIN  INC-0007 "
        case .key: "Enter"
        case .selection: "▸ ac-cn-hongkong-c "
        case .selectionUnfocused: "▸ gc-us-central1-a "
        case .good: "✓ sibling links stable"
        case .changed: "v0.4 → master"
        case .warning: "!* few peers"
        case .warningAcknowledged: "! few peers, hanno has it"
        case .critical: "!!* no sibling links"
        case .criticalAcknowledged: "!! no sibling links, hanno has it"
        case .over: "△ churn, cleared 13:50"
        case .shelved: "z store fails, until 18:00"
        case .stale: "41 ? 4m old"
        case .drill: "DRILL ×60"
        case .overdue: "update OVERDUE 02:47"
        case .decision: "DECISION redeploy v0.4"
        case .person: "hanno"
        case .input: "restarting do-ams3"
        case .link: "https://status.example"
        case .match: "mesh"
        case .disabled: "skip step (there is none)"
        case .tableHeader: "node   ver  peers"
        case .plot: "▁▂▃▅▇█▆▃"
        case .plotOther: "▁▁▂▂▃▂▂▁"
        case .plotLimit: "─ ─ ─ 90 %"
        }
    }

    /// Columns of the sample, of which the first hold the names of the roles.
    private static let (width, nameWidth) = (64, 24)

    /// The picture: one row a role, on the theme's own ground.
    package static func draw(_ theme: Theme) -> Canvas {
        let roles = ThemeRole.allCases
        var canvas = Canvas(width: width, height: roles.count, style: theme[.text])
        for (y, role) in roles.enumerated() {
            canvas.draw(role.rawValue, x: 1, y: y, style: theme[.muted])
            canvas.draw(words(role), x: nameWidth, y: y, style: theme[role])
        }
        return canvas
    }
}
