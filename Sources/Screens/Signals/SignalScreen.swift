import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports

/// One signal: what was seen and where, what it means, what stands under it, and its history.
enum SignalScreen {
    static func draw(
        _ model: AppModel,
        _ signal: SignalState?,
        scroll: Int,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        canvas.fill(rect, style: theme[.text])
        var inside = rect
        if ListFrame.hasFrame(in: rect) {
            canvas.frame(
                rect,
                title: "Signal \(signal?.id.rawValue ?? "")",
                style: theme[.border],
                titleStyle: theme[.title]
            )
            inside = rect.inset(columns: 2, rows: 1)
        }
        guard let signal else { return }
        let lines = lines(signal, model, theme, width: max(20, inside.width))
        let first = min(scroll, max(0, lines.count - inside.height))
        for (row, line) in lines.dropFirst(first).prefix(max(0, inside.height)).enumerated() {
            canvas.draw(line, x: inside.x, y: inside.y + row, width: inside.width)
        }
    }

    private static func lines(
        _ signal: SignalState,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> [[TextSpan]] {
        let look = SignalLook(signal, at: model.now)
        var lines = wrap(
            "\(look.mark) \(look.word)  \(signal.text)",
            width,
            theme[look.role == .muted ? .text : look.role]
        )
        lines += standingLines(signal, model, theme, width: width)
        if let meaning = signal.finding.meaning {
            lines += section("What it usually means", [meaning], theme, width: width)
        }
        lines += section("Evidence", signal.finding.evidence, theme, width: width)
        lines += nodeLines(signal, model, theme)
        lines += section(
            "May be explained by",
            signal.finding.causes.map { cause in
                let isStanding =
                    model.log.signals[SignalKey(cause, of: signal.fleet)]?.isActive == true
                return "\(cause) (\(isStanding ? "stands" : "does not stand"))"
            },
            theme,
            width: width
        )
        let under = model.log.suppressed(by: signal)
        lines += section(
            "Suppressed under it ─ \(under.count)",
            under.map { "~ \(model.minute($0.since)) \($0.id): \($0.text)" },
            theme,
            width: width
        )
        return lines + historyLines(signal.key, model, theme, width: width)
    }

    private static func standingLines(
        _ signal: SignalState,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> [[TextSpan]] {
        func moment(_ time: Timestamp) -> String {
            "\(model.zoned(time).date) \(model.second(time))"
        }
        let end = signal.clearedAt ?? model.now
        var texts = [
            "since \(moment(signal.since)), for \((end - signal.since).brief);"
                + " raised \(moment(signal.raisedAt))"
        ]
        if signal.timesOpened > 1 { texts.append("came back: \(signal.timesOpened) times in all") }
        if signal.isFlapping { texts.append("comes and goes: it stays open until it is steady") }
        if let mark = signal.acknowledgement {
            let note = mark.note.map { ": \($0)" } ?? ""
            texts.append("acknowledged by \(mark.by.name) at \(moment(mark.at))\(note)")
        } else if signal.isActive, signal.suppressor == nil {
            texts.append("nobody has taken note of it yet; a does")
        }
        if let shelf = signal.shelf, shelf.until > model.now {
            texts.append(
                "shelved by \(shelf.by.name) until \(moment(shelf.until)): \(shelf.reason)"
            )
        }
        switch signal.suppressor {
        case .signal(let cause): texts.append("suppressed: \(cause) explains it")
        case .maintenance(let id):
            let window = model.log.maintenance(id)
            let until = window.map { " until \(moment($0.to)): \($0.reason)" } ?? ""
            texts.append("suppressed: maintenance \(id)\(until)")
        case nil: break
        }
        if let clearedAt = signal.clearedAt {
            let how = signal.isClearedByHand ? " by hand" : ""
            texts.append("cleared\(how) at \(moment(clearedAt))")
            if signal.standing(at: model.now) == .returned {
                texts.append("it came and went before anybody took note of it; a does")
            }
        }
        return texts.flatMap { wrap($0, width, theme[.muted]) }
    }

    private static func nodeLines(
        _ signal: SignalState,
        _ model: AppModel,
        _ theme: Theme
    ) -> [[TextSpan]] {
        guard !signal.finding.nodes.isEmpty else { return [] }
        var lines = heading("Nodes ─ \(signal.finding.nodes.count)", theme)
        lines += signal.finding.nodes.map { node in
            let assessment = model.assessment(node)
            let look = model.look(of: node)
            return [
                TextSpan("\(look.mark) \(node) ", style: theme[look.role]),
                TextSpan(state(of: node, signal, assessment, model), style: theme[.muted]),
            ]
        }
        return lines
    }

    /// How a node of a signal is at the moment: what is wrong with it, the version that it runs.
    private static func state(
        of node: NodeID,
        _ signal: SignalState,
        _ assessment: NodeAssessment,
        _ model: AppModel
    ) -> String {
        if let reason = assessment.reasons.first { return reason }
        let version = model.snapshot.readings.nodes[node]?[.version].map { " \($0)" } ?? ""
        let member = model.log.signals[signal.key.member(node)]
        let other = model.log.signals.active(in: signal.fleet)
            .filter { $0.id != signal.id && $0.finding.nodes == [node] }
            .min { ($0.priority, $0.raisedAt, $0.id) < ($1.priority, $1.raisedAt, $1.id) }
        let finding = member?.isActive == true ? member : other
        return "answers\(version)" + (finding.map { "; \($0.text)" } ?? "")
    }

    private static func historyLines(
        _ key: SignalKey,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> [[TextSpan]] {
        let entries = model.entries.filter { entry in
            if case .signal(let event) = entry.event { return event.concerns(key) }
            return false
        }
        guard !entries.isEmpty else { return [] }
        return heading("History", theme)
            + entries.suffix(200).reversed().flatMap { entry in
                let line = EntryText(entry, overlay: model.log.overlay)
                let author = entry.actor.kind == .automatic ? "" : "\(entry.actor.name) "
                let day = model.zoned(entry.occurredAt).date.dropFirst(5)
                return wrap(
                    "\(day) \(model.minute(entry.occurredAt)) \(line.mark) \(author)\(line.text)",
                    width,
                    theme[model.role(of: entry, line)]
                )
            }
    }

    private static func section(
        _ title: String,
        _ texts: [String],
        _ theme: Theme,
        width: Int
    ) -> [[TextSpan]] {
        guard !texts.isEmpty else { return [] }
        return heading(title, theme) + texts.flatMap { wrap($0, width, theme[.text]) }
    }

    private static func heading(_ text: String, _ theme: Theme) -> [[TextSpan]] {
        [[], [TextSpan(text, style: theme[.title])]]
    }

    private static func wrap(_ text: String, _ width: Int, _ style: Style) -> [[TextSpan]] {
        DisplayWidth.wrap(text, width: width).map { [TextSpan($0, style: style)] }
    }
}

extension ScreenRoute {
    private static let signalScreen = "signal"

    /// One signal, by its row name.
    static func signal(_ name: String) -> ScreenRoute { ScreenRoute(signalScreen, of: name) }

    /// The row name of the signal that the screen shows; nil on other screens.
    var signal: String? { screen == Self.signalScreen ? subject : nil }
}

extension AppScreen {
    /// One signal.
    static let signal = AppScreen(
        id: "signal",
        title: "Signal",
        verb: ScreenCommand.openSignal.rawValue,
        parent: .signals,
        context: { _ in .signals },
        showsSeconds: true,
        reads: .all,
        hints: { model in
            FooterBar.own(model, .signals, without: .openSignal)
                + FooterBar.words(model, .back)
        },
        move: scrolls,
        draw: { model, theme, rect, canvas in
            SignalScreen.draw(
                model,
                model.signal,
                scroll: model.scroll,
                theme,
                in: rect,
                on: &canvas
            )
        }
    )
}
