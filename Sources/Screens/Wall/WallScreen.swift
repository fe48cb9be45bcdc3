import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports

/// What a room reads from afar: the time, when people hear next, what is wrong, who is harmed.
enum WallScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, style: theme[.text])
        let inside = rect.inset(columns: rect.width < 60 ? 1 : 3, rows: rect.height < 20 ? 0 : 1)
        var y = drawClocks(model, theme, in: inside, on: &canvas)
        for part in parts(model, theme) {
            for line in part where y < inside.maxY {
                canvas.draw(line, x: inside.x, y: y, width: inside.width)
                y += 1
            }
            if inside.height >= 20 { y += 1 }
        }
    }

    /// What it says below the clocks.
    static func parts(_ model: AppModel, _ theme: Theme) -> [[[TextSpan]]] {
        [
            silence(model, theme), incident(model, theme), signals(model, theme),
            parties(model, theme),
        ].filter { !$0.isEmpty }
    }

    // MARK: Clocks

    /// Rows that the large digits leave to everything else, at least.
    private static let restRows = 6

    /// Draws the time, and beside it how long until the next update; returns the row below.
    private static func drawClocks(
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) -> Int {
        let time = String(model.zoned(model.now).clock)
        let update = updateClock(model)
        guard rect.height >= BigText.height + 1 + restRows, rect.width >= BigText.width(of: time)
        else {
            let line = [time, update.map { "\($0.label) \($0.text)" }].compactMap { $0 }
            canvas.draw(
                line.joined(separator: "   "),
                x: rect.x,
                y: rect.y,
                width: rect.width,
                style: theme[update?.isOverdue == true ? .overdue : .strong]
            )
            return rect.y + 1
        }
        draw(time, theme[.strong], x: rect.x, y: rect.y, on: &canvas)
        if let update {
            let style = theme[update.isOverdue ? .overdue : .text]
            let x = rect.maxX - BigText.width(of: update.text)
            if x > rect.x + BigText.width(of: time) + 2 {
                draw(update.text, style, x: x, y: rect.y, on: &canvas)
            }
            let label = "\(update.label) \(update.text)"
            canvas.draw(
                label,
                x: max(rect.x, rect.maxX - DisplayWidth.of(label)),
                y: rect.y + BigText.height,
                width: rect.width,
                style: style
            )
        }
        return rect.y + BigText.height + 2
    }

    private static func draw(
        _ text: String,
        _ style: Style,
        x: Int,
        y: Int,
        on canvas: inout Canvas
    ) {
        for (row, line) in BigText.rows(of: text).enumerated() {
            canvas.draw(line, x: x, y: y + row, style: style)
        }
    }

    /// How long until people were promised to hear, or for how long they wait for it.
    private static func updateClock(_ model: AppModel)
        -> (label: String, text: String, isOverdue: Bool)?
    {
        guard let due = model.incident?.nextUpdateDue else { return nil }
        let isOverdue = due < model.now
        let seconds = (isOverdue ? model.now - due : due - model.now).milliseconds / 1000
        let text =
            seconds < 3600
            ? "\(twoDigits(seconds / 60)):\(twoDigits(seconds % 60))"
            : "\(seconds / 3600)h\(twoDigits(seconds / 60 % 60))m"
        return (isOverdue ? "update overdue for" : "next update in", text, isOverdue)
    }

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    // MARK: Words

    private static func silence(_ model: AppModel, _ theme: Theme) -> [[TextSpan]] {
        guard model.silence != nil else { return [] }
        return [[TextSpan("\(model.silenceNote) of any node", style: theme[.warning])]]
    }

    private static func incident(_ model: AppModel, _ theme: Theme) -> [[TextSpan]] {
        guard let incident = model.incident else {
            return [[TextSpan("no incident is open", style: theme[.muted])]]
        }
        var lines: [[TextSpan]] = [
            [
                TextSpan("\(incident.id) \(incident.severity.label) ", style: theme[.strong]),
                TextSpan("\(incident.status.label) ", style: theme[.warning]),
                TextSpan(
                    "\(incident.elapsed(at: model.now).brief)  commander \(incident.commander)",
                    style: theme[.text]
                ),
            ],
            [TextSpan(incident.title, style: theme[.strong])],
        ]
        let done = incident.steps.count { $0.isDone(at: model.now) }
        if let next = incident.steps.first(where: { !$0.isDone(at: model.now) }) {
            lines.append([
                TextSpan("next  ", style: theme[.muted]),
                TextSpan(next.definition.title, style: theme[.text]),
                TextSpan("  \(done)/\(incident.steps.count)", style: theme[.muted]),
            ])
        }
        return lines
    }

    /// How many signals are told one by one.
    private static let signalRows = 12

    private static func signals(_ model: AppModel, _ theme: Theme) -> [[TextSpan]] {
        let active = model.situationSignals
        let nodes = model.fleet?.nodes.count ?? 0
        var lines: [[TextSpan]] = [
            [
                TextSpan(
                    nodes == 0 ? "" : "\(model.healthyCount) of \(nodes) nodes healthy  ",
                    style: theme[model.sickCount == 0 ? .good : .warning]
                ),
                TextSpan(
                    active.isEmpty ? "no signal is active" : "\(active.count) signals active",
                    style: theme[.muted]
                ),
            ]
        ]
        for signal in active.prefix(signalRows) {
            let isUnseen = signal.standing(at: model.now) == .unacknowledged
            let look: ThemeRole =
                signal.priority == .critical
                ? (isUnseen ? .critical : .criticalAcknowledged)
                : (isUnseen ? .warning : .warningAcknowledged)
            let keeper = isUnseen ? "nobody" : signal.keeper(at: model.now) ?? ""
            lines.append([
                TextSpan(signal.priority == .critical ? "!! " : "!  ", style: theme[look]),
                TextSpan(
                    "\(model.age(since: signal.since)) \(keeper)  ",
                    style: theme[.muted]
                ),
                TextSpan(signal.text, style: theme[look]),
            ])
        }
        return lines
    }

    private static func parties(_ model: AppModel, _ theme: Theme) -> [[TextSpan]] {
        let names = model.parties
        let width = names.map { DisplayWidth.of($0.rawValue) }.max() ?? 0
        return names.map { party in
            let open = model.log.impacts.last { $0.party == party && $0.to == nil }
            return [
                TextSpan(
                    DisplayWidth.pad(party.rawValue, to: width) + "  ",
                    style: theme[open == nil ? .muted : .strong]
                ),
                TextSpan(
                    open.map { "down since \(model.minute($0.from)), \(model.age(since: $0.from))" }
                        ?? "served",
                    style: theme[open == nil ? .good : .critical]
                ),
            ]
        }
    }
}

extension ScreenRoute {
    /// What a room reads from afar.
    static let wall = ScreenRoute("wall")
}

extension AppScreen {
    /// What a room reads from afar.
    static let wall = AppScreen(
        id: ScreenRoute.wall.screen,
        title: "Wall",
        opener: CommandRow(
            "wall",
            "large clocks and the situation, for a wall",
            [.init("K")],
            cli: "wall"
        ),
        text: { model, _ in
            WallScreen.parts(model, .plain).flatMap { $0 + [[]] }.map { $0.map(\.text).joined() }
        },
        showsSeconds: true,
        hints: { FooterBar.words($0, .back) },
        draw: { WallScreen.draw($0, $1, in: $2, on: &$3) }
    )
}
