import CellGrid
import CommandTable
import Reports

/// How the drill went, when it is over.
enum ScoreScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, style: theme[.text])
        canvas.frame(rect, title: "Score", style: theme[.border])
        let inside = rect.inset(columns: 2, rows: 1)
        let lines = lines(model, width: inside.width)
        let first = max(0, min(model.scroll, lines.count - inside.height))
        for (row, line) in lines.dropFirst(first).prefix(inside.height).enumerated() {
            canvas.draw(
                line,
                x: inside.x,
                y: inside.y + row,
                width: inside.width,
                style: theme[first + row < headLines ? .strong : .text]
            )
        }
    }

    /// How many lines sum up the rest.
    private static let headLines = DrillScore.Part.allCases.count

    /// What it says in so many columns.
    static func lines(_ model: AppModel, width: Int) -> [String] {
        guard let score = model.score else { return ["The score comes when the drill is over."] }
        return score.text.flatMap { part in
            switch part {
            case .line(let text): [text]
            case .course(_, let text): [text]
            case .table(let table): TableLayout.lines(of: table, width: width)
            }
        }
    }
}

extension ScreenRoute {
    /// How the drill went.
    static let score = ScreenRoute("score")
}

extension AppScreen {
    /// How the drill went.
    static let score = AppScreen(
        id: ScreenRoute.score.screen,
        title: "Score",
        opener: CommandRow(
            "score",
            "drill: see how it went",
            [.init("%")],
            cli: "drill run NAME --headless"
        ),
        text: { ScoreScreen.lines($0, width: $1) },
        hints: { FooterBar.words($0, .up, .down, .back) },
        move: scrolls,
        draw: { ScoreScreen.draw($0, $1, in: $2, on: &$3) }
    )
}
