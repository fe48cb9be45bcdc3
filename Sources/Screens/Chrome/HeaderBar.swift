import FleetModel
import Monitoring
import CellGrid
import IncidentLog
import Primitives

/// The line at the top: what is going on, how bad, since when, who commands, when people hear next.
enum HeaderBar {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, style: theme[.header])
        let day = rect.width >= 110 ? model.zoned(model.now).date + " " : ""
        // On the smallest screens what calls for attention is more than the time of day.
        let clock = rect.width < 30 ? "" : " \(day)\(model.clock) "
        let clockWidth = DisplayWidth.of(clock)
        canvas.draw(
            clock,
            x: max(0, rect.maxX - clockWidth),
            y: rect.y,
            style: theme[.header]
        )
        let room = rect.width - clockWidth
        let counts = SignalList.counts(model)
        let left = leftSpans(model, counts, theme)
        // The title gives way first, then the commander, then the words of the update clock.
        let needed = columns(model.incident == nil ? left[...] : left.dropLast())
        var right: [TextSpan] = []
        for detail in Detail.allCases {
            right = rightSpans(model, counts, theme, detail)
            if needed + columns(right[...]) <= room { break }
        }
        let rightWidth = columns(right[...])
        canvas.draw(left, x: rect.x, y: rect.y, width: max(0, room - rightWidth))
        canvas.draw(right, x: rect.x + max(0, room - rightWidth), y: rect.y)
    }

    /// How much is said on the right.
    private enum Detail: Int, CaseIterable {
        case full
        case shortCommander
        case withoutCommander
        case short
        case signalsOnly

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    private static func columns(_ spans: ArraySlice<TextSpan>) -> Int {
        spans.reduce(0) { $0 + DisplayWidth.of($1.text) }
    }

    private static func leftSpans(
        _ model: AppModel,
        _ counts: SignalList.Counts,
        _ theme: Theme
    ) -> [TextSpan] {
        let plain = theme[.header]
        var spans = [TextSpan(" TOCSIN ", style: plain.adding(.bold))]
        if let drill = model.drill {
            let state = drill.isOver ? "over" : "×\(drill.speed)"
            spans.append(TextSpan(" DRILL \(state) ", style: theme[.drill]))
        }
        guard let incident = model.incident else {
            spans.append(TextSpan(quietText(model, counts), style: plain))
            return spans
        }
        spans.append(TextSpan(" \(incident.id) ", style: plain.adding(.bold)))
        if model.otherOpenCount > 0 {
            spans.append(TextSpan("+\(model.otherOpenCount) open  ", style: plain))
        }
        spans.append(TextSpan("\(incident.severity.label) ", style: severity(incident, theme)))
        spans.append(TextSpan("\(incident.status.label) ", style: plain.adding(.bold)))
        spans.append(TextSpan("\(incident.elapsed(at: model.now).brief)  ", style: plain))
        spans.append(TextSpan(incident.title, style: plain))
        return spans
    }

    private static func severity(_ incident: IncidentState, _ theme: Theme) -> Style {
        guard incident.status.isOpen else { return theme[.header] }
        return switch incident.severity {
        case .sev1: theme[.critical]
        case .sev2: theme[.warning]
        case .sev3, .sev4: theme[.header]
        }
    }

    private static func quietText(_ model: AppModel, _ counts: SignalList.Counts) -> String {
        let words = model.emptyWords(quietWords(model, counts))
        let unknown = model.reading == .opening ? "" : "no fleet"
        return " \(model.fleet?.name ?? unknown)  \(words)"
    }

    private static func quietWords(_ model: AppModel, _ counts: SignalList.Counts) -> String {
        guard let fleet = model.fleet else { return "" }
        let signals = counts.standing
        let sick = model.sickCount
        return switch (signals, sick) {
        case (0, 0): "no incident, quiet"
        case (0, _): "no incident, \(sick) of \(fleet.nodes.count) nodes not healthy"
        default: "no incident, \(signals) signal\(signals == 1 ? "" : "s")"
        }
    }

    private static func rightSpans(
        _ model: AppModel,
        _ counts: SignalList.Counts,
        _ theme: Theme,
        _ detail: Detail
    ) -> [TextSpan] {
        let plain = theme[.header]
        var spans: [TextSpan] = []
        let marks: [(String, Int, ThemeRole)] = [
            ("!!*", counts.newCritical, .critical), ("!!", counts.knownCritical, .warning),
            ("!*", counts.newWarnings, .warning), ("!", counts.knownWarnings, .header),
        ]
        for (mark, count, role) in marks where count > 0 {
            spans.append(TextSpan(" \(mark)\(count) ", style: theme[role]))
        }
        if detail < .short, counts.returned > 0 {
            spans.append(TextSpan(" △*\(counts.returned) ", style: plain))
        }
        let rate = SignalRate(model.log, at: model.now)
        if let role = rate.role {
            spans.append(TextSpan(" \(rate.count)/10min ", style: theme[role]))
        }
        guard detail != .signalsOnly, let incident = model.incident, incident.status.isOpen
        else { return spans }
        switch detail {
        case .full:
            spans.append(TextSpan("  commander \(incident.commander) ", style: plain))
        case .shortCommander: spans.append(TextSpan("  IC \(incident.commander) ", style: plain))
        case .withoutCommander, .short, .signalsOnly: break
        }
        spans.append(TextSpan(" ", style: plain))
        spans.append(nextUpdate(incident, at: model.now, theme, isShort: detail == .short))
        return spans
    }

    /// `next update in 06:12`, in a warning from 5 minutes on, overdue after that.
    private static func nextUpdate(
        _ incident: IncidentState,
        at now: Timestamp,
        _ theme: Theme,
        isShort: Bool
    ) -> TextSpan {
        guard let due = incident.nextUpdateDue else {
            return TextSpan(isShort ? "" : "no update promised ", style: theme[.header])
        }
        let left = due - now
        if left < .zero {
            let words = isShort ? "OVERDUE" : "update OVERDUE"
            return TextSpan(" \(words) \((now - due).clock) ", style: theme[.overdue])
        }
        let style = left <= .seconds(300) ? theme[.warning] : theme[.header]
        return TextSpan("\(isShort ? "upd" : "next update in") \(left.clock) ", style: style)
    }
}
