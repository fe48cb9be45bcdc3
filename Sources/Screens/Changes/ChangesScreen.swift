import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives
import Reports

/// Upgrades and ways back, the newest first: where each stands, and who has not agreed.
enum ChangesScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let ids = model.rows(.changes)
        ListFrame.draw(
            "Changes ─ \(ids.count)" + model.filterNote(.changes),
            rows: ids.compactMap { model.log.change(ChangeID($0)) },
            empty: model.emptyWords(
                .changes,
                "No change is planned. \(model.keyText("change plan")) plans one."
            ),
            selection: model.cursor(in: .changes).place(in: ids),
            mark: model.mark(.changes),
            theme,
            in: rect,
            on: &canvas
        ) { spans($0, model, theme) }
    }

    /// A change in one line.
    static func spans(_ change: ChangeState, _ model: AppModel, _ theme: Theme) -> [TextSpan] {
        let look = ChangeLook(change, model)
        return [
            TextSpan("\(change.id) ", style: theme[.strong]),
            TextSpan("\(change.plan.releases)  ", style: theme[.text]),
            TextSpan("\(look.summary)  ", style: theme[look.role]),
            TextSpan(change.plan.what, style: theme[.muted]),
        ]
    }
}

/// How a change looks: its standing in words, and the role of that.
struct ChangeLook {
    let summary: String
    let role: ThemeRole

    init(_ change: ChangeState, _ model: AppModel) {
        let (verdict, summary) = change.verdict(at: model.now)
        guard change.progress.isOpen else {
            let note = change.endNote.map { " — \($0)" } ?? ""
            (self.summary, role) = ("\(change.progress.rawValue)\(note)", .muted)
            return
        }
        self.summary = change.met.isEmpty ? summary : "ABORT — \(change.met[0].criterion)"
        role =
            switch verdict {
            case .go: change.met.isEmpty ? .good : .critical
            case .hold: .warning
            case .noGo: .critical
            }
    }
}

extension ScreenList {
    /// The changes of the fleet shown.
    static let changes = ScreenList(
        context: .changes,
        rows: { .names($0.changes.map(\.id.rawValue)) },
        texts: { model in
            model.changes.map { change in
                [
                    change.id.rawValue, change.progress.rawValue, change.plan.releases,
                    change.plan.what,
                ].joined(separator: " ")
            }
        },
        row: lines(of: .changes) { ListFrame.inside($1) }
    )
}

extension AppModel {
    /// The changes that may be about the fleet shown, the newest first.
    var changes: [ChangeState] {
        log.changes.reversed().filter { $0.mayConcern(fleetName) }
    }

    /// The change that commands speak of: where changes are listed the one there, else the only
    /// one that is open.
    var change: ChangeState? {
        if shown.outer == .changes {
            return subject(.changes).flatMap { log.change(ChangeID($0)) }
        }
        let open = changes.filter(\.progress.isOpen)
        return open.count == 1 ? open[0] : nil
    }
}

extension AppScreen {
    /// The changes of the fleet shown.
    static let changes = AppScreen.of(
        .changes,
        id: "changes",
        title: "Changes",
        opener: CommandRow(
            "changes",
            "see changes and who agrees",
            [.init("X")],
            cli: "change list"
        ),
        hints: { model in
            FooterBar.own(model, .changes) + FooterBar.words(model, .nextPane, .back)
        },
        drawList: { ChangesScreen.draw($0, $1, in: $2, on: &$3) },
        detail: { model, theme, width in
            model.change.map { ChangeDetail.of($0, model, theme, width: width) }
        }
    )

    /// One change.
    static let change = AppScreen.whole(
        of: .changes,
        id: "change",
        title: "Change",
        verb: .openRow
    ) { model, theme, width in
        model.change.map { ChangeDetail.of($0, model, theme, width: width) }
    }
}
