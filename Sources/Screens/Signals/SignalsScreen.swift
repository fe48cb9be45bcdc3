import CellGrid
import CommandTable
import IncidentLog
import Primitives

/// The alarm list: what asks for attention, the most urgent first.
enum SignalsScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let names = model.rows(.signals)
        let windows = model.openWindows
        let list = list(model, in: rect)
        ListFrame.draw(
            "",
            rows: names.compactMap(model.signal(inRow:)),
            empty: model.emptyWords(.signals, "Nothing asks for attention."),
            selection: model.cursor(in: .signals).place(in: names),
            mark: model.mark(.signals),
            theme,
            in: list,
            on: &canvas
        ) { row($0, model, theme) }
        guard ListFrame.hasFrame(in: list) else { return }
        drawTitle(model, theme, in: list, on: &canvas)
        for (place, window) in windows.prefix(footerHeight(model, in: rect)).enumerated() {
            canvas.draw(
                maintenance(window, model),
                x: rect.x + 1,
                y: list.maxY + place,
                width: max(0, rect.width - 2),
                style: theme[.muted]
            )
        }
    }

    /// Rows for planned work below the list.
    private static func footerHeight(_ model: AppModel, in rect: Rect) -> Int {
        min(model.openWindows.count, max(0, rect.height / 3))
    }

    /// Where the list with its frame lies.
    static func list(_ model: AppModel, in rect: Rect) -> Rect {
        let below = footerHeight(model, in: rect)
        return Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - below)
    }

    /// How many stand and how fast they come, in the border at the top; the others there too where
    /// there is room, else in the border at the bottom.
    private static func drawTitle(
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        let title = title(model, theme)
        let others = others(model)
        let width = max(0, rect.width - 2)
        let needed = (title.map(\.text) + [others]).reduce(0) { $0 + DisplayWidth.of($1) }
        let isTogether = needed + 3 <= width
        let rest = others.isEmpty ? "" : isTogether ? "─ \(others) " : " \(others) "
        let more = TextSpan(rest, style: theme[.title])
        canvas.draw(title + (isTogether ? [more] : []), x: rect.x + 1, y: rect.y, width: width)
        if !isTogether { canvas.draw([more], x: rect.x + 1, y: rect.maxY - 1, width: width) }
    }

    /// Those that ask for nothing now, and those of others.
    private static func others(_ model: AppModel) -> String {
        let counts = SignalList.counts(model)
        var parts: [String] = []
        if model.signalsElsewhere > 0 {
            parts.append("\(model.signalsElsewhere) in other fleets")
        }
        if counts.returned > 0 { parts.append("\(counts.returned) over unseen") }
        if counts.old > 0 { parts.append("\(counts.old) for over a day") }
        if counts.shelved > 0 { parts.append("\(counts.shelved) shelved") }
        if counts.suppressed > 0 { parts.append("\(counts.suppressed) suppressed") }
        return parts.joined(separator: ", ")
    }

    private static func title(_ model: AppModel, _ theme: Theme) -> [TextSpan] {
        let counts = SignalList.counts(model)
        let standing = TextSpan(
            "\(counts.standing) standing, \(counts.unacknowledged) unacked ",
            style: theme[.title]
        )
        let rate = SignalRate(model.log, at: model.now)
        let speed = TextSpan("\(rate.text) ", style: theme[rate.role ?? .title])
        let between = TextSpan("─ ", style: theme[.title])
        // What is cut off where the frame is narrow matters less.
        let words =
            rate.role == .critical ? [speed, between, standing] : [standing, between, speed]
        var spans = [TextSpan(" Signals ─ ", style: theme[.title])] + words
        let note = model.filterNote(.signals)
        if !note.isEmpty { spans.append(TextSpan(note.dropFirst() + " ", style: theme[.key])) }
        if model.showsCleared { spans.append(TextSpan("─ with cleared ", style: theme[.muted])) }
        return spans
    }

    /// A signal in one line.
    static func row(
        _ signal: SignalState,
        _ model: AppModel,
        _ theme: Theme
    ) -> [TextSpan] {
        let look = SignalLook(signal, at: model.now)
        let style = theme[look.role]
        let end = signal.clearedAt ?? model.now
        var spans = [
            TextSpan(DisplayWidth.pad(look.mark, to: 4, alignment: .leading), style: style),
            TextSpan(DisplayWidth.pad(look.word, to: 10, alignment: .leading), style: style),
            TextSpan(
                "\(model.minute(signal.since)) "
                    + DisplayWidth.pad((end - signal.since).brief, to: 8, alignment: .leading),
                style: theme[.muted]
            ),
        ]
        if let note = note(signal, model) {
            spans.append(TextSpan(note + " ", style: theme[.key]))
        }
        let isQuiet = look.role == .muted
        spans.append(TextSpan(signal.text, style: theme[isQuiet ? .muted : .text]))
        return spans
    }

    /// Who cares, how often it came back, how many findings stand under it.
    private static func note(_ signal: SignalState, _ model: AppModel) -> String? {
        var parts: [String] = []
        if let mark = signal.acknowledgement {
            parts.append("✓\(mark.by.name) \(model.momentAndAge(mark.at))")
        }
        if signal.isActive, let shelf = signal.shelf, model.now < shelf.until {
            parts.append("\((shelf.until - model.now).brief) \(shelf.by.name): \(shelf.reason)")
        }
        if case .maintenance(let id) = signal.suppressor {
            let left = model.log.maintenance(id).map { " \(max(.zero, $0.to - model.now).brief)" }
            parts.append("\(id)\(left ?? "")")
        }
        if signal.isFlapping { parts.append("flapping") }
        if signal.timesOpened > 1 { parts.append("×\(signal.timesOpened)") }
        let under = model.log.suppressed(by: signal).count
        if under > 0 { parts.append("+\(under)") }
        return parts.isEmpty ? nil : "[\(parts.joined(separator: " "))]"
    }

    private static func maintenance(_ window: MaintenanceWindow, _ model: AppModel) -> String {
        let nodes =
            window.nodes.isEmpty
            ? "all nodes" : window.nodes.map(\.rawValue).joined(separator: ", ")
        let span =
            window.isInForce(at: model.now)
            ? "\((window.to - model.now).brief) left"
            : "begins in \((window.from - model.now).brief), at \(model.minute(window.from)),"
                + " for \((window.to - window.from).brief)"
        return "~ \(window.id) \(span) on \(nodes): \(window.reason) (\(window.by.name))"
    }
}

/// How many alarms came within ten minutes, held against what a person manages.
///
/// EEMUA 191: one in ten minutes is manageable, ten are a flood; half of that is worth a colour.
struct SignalRate {
    let count: Int

    init(_ log: LogState, at now: Timestamp) {
        count = log.alarmsInTenMinutes(at: now)
    }

    /// The words of the gauge.
    var text: String {
        "\(count) in 10 min" + (count >= LogState.floodSignals ? ": a flood" : "")
    }

    /// How it is shown; nil when it needs no attention.
    var role: ThemeRole? {
        if count >= LogState.floodSignals { return .critical }
        return count * 2 >= LogState.floodSignals ? .warning : nil
    }
}

extension ScreenList {
    /// The signals.
    static let signals = ScreenList(
        context: .signals,
        rows: { .names(SignalList.rows($0).map(\.key.rowName)) },
        texts: { SignalList.rows($0).map(SignalList.filterText) },
        row: lines(of: .signals) { ListFrame.inside(SignalsScreen.list($0, in: $1)) }
    )
}

extension ScreenRoute {
    /// What asks for attention.
    static let signals = ScreenRoute("signals")
}

extension AppScreen {
    /// What asks for attention.
    static let signals = AppScreen.of(
        .signals,
        id: ScreenRoute.signals.screen,
        title: "Signals",
        opener: CommandRow(
            "signals",
            "see what asks for attention",
            [.init("A")],
            cli: "signal list"
        ),
        showsSeconds: true,
        hints: { FooterBar.own($0, .signals) + FooterBar.words($0, .nextPane, .back) },
        drawList: { SignalsScreen.draw($0, $1, in: $2, on: &$3) },
        detail: { model, theme, width in
            model.signal.map { SignalDetail.of($0, model, theme, width: width) }
        }
    )
}
