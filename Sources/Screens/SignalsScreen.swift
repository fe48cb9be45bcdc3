import CellGrid
import IncidentCore

/// What asks for attention, the most urgent first.
enum SignalsScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let rows = model.log.activeSignals.map { signal in
            let role: ThemeRole = signal.priority == .critical ? .critical : .warning
            return [
                TextSpan(signal.priority == .critical ? "CRIT " : "WARN ", style: theme[role]),
                TextSpan(
                    "\(model.minute(signal.since)) \((model.now - signal.since).brief)  ",
                    style: theme[.muted]
                ),
                TextSpan(signal.text, style: theme[.text]),
            ]
        }
        ListFrame.draw(
            "Signals ─ \(rows.count)",
            rows: rows,
            empty: "Nothing asks for attention.",
            selection: model.selectedRow,
            theme,
            in: rect,
            on: &canvas
        )
    }
}
