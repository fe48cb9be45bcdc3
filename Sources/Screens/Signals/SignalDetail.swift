import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports

/// One signal: what was seen and where, what it means, what stands under it, and its history.
enum SignalDetail {
    /// How many nodes and how many entries are told; a fleet may have thousands.
    private static let (nodeLimit, entryLimit) = (100, 200)

    static func of(
        _ signal: SignalState,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> Detail {
        var detail = Detail("Signal \(signal.id)", theme, width: width)
        let look = SignalLook(signal, at: model.now)
        detail.add(
            "\(look.mark) \(look.word)  \(signal.text)",
            look.role == .muted ? .text : look.role
        )
        for text in standing(signal, model) { detail.add(text, .muted) }
        if let meaning = signal.finding.meaning {
            detail.section("What it usually means", [meaning])
        }
        detail.section("Evidence", signal.finding.evidence)
        addNodes(signal, model, to: &detail)
        let causes = signal.finding.causes.map { cause in
            let key = SignalKey(cause, of: signal.fleet)
            let isStanding = model.log.signals[key]?.isActive == true
            return "\(cause) (\(isStanding ? "stands" : "does not stand"))"
        }
        detail.section("May be explained by", causes)
        let under = model.log.suppressed(by: signal)
        detail.section(
            "Suppressed under it ─ \(under.count)",
            under.map { "~ \(model.minute($0.since)) \($0.id): \($0.text)" }
        )
        addHistory(signal.key, model, to: &detail)
        return detail
    }

    /// Since when, who has it, and what keeps it quiet.
    private static func standing(_ signal: SignalState, _ model: AppModel) -> [String] {
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
        return texts
    }

    private static func addNodes(_ signal: SignalState, _ model: AppModel, to detail: inout Detail)
    {
        let nodes = signal.finding.nodes
        guard !nodes.isEmpty else { return }
        detail.head("Nodes ─ \(nodes.count)")
        let theme = detail.theme
        for node in nodes.prefix(nodeLimit) {
            let look = model.look(of: node)
            let state = state(of: node, signal, model.assessment(node), model)
            detail.add(
                [
                    TextSpan("\(look.mark) \(node) ", style: theme[look.role]),
                    TextSpan(state, style: theme[.muted]),
                ],
                node: node
            )
        }
        if nodes.count > nodeLimit {
            detail.add("and \(nodes.count - nodeLimit) more: the fleet lists them all", .muted)
        }
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
        let other = model.health.signals(on: node)
            .filter { $0.id != signal.id && $0.finding.nodes == [node] }
            .min { ($0.priority, $0.raisedAt, $0.id) < ($1.priority, $1.raisedAt, $1.id) }
        let finding = member?.isActive == true ? member : other
        return "answers\(version)" + (finding.map { "; \($0.text)" } ?? "")
    }

    private static func addHistory(_ key: SignalKey, _ model: AppModel, to detail: inout Detail) {
        let entries = model.entries.filter { entry in
            if case .signal(let event) = entry.event { return event.concerns(key) }
            return false
        }
        guard !entries.isEmpty else { return }
        detail.head("History")
        for entry in entries.suffix(entryLimit).reversed() {
            let line = EntryText(entry, overlay: model.log.overlay)
            let author = entry.actor.kind == .automatic ? "" : "\(entry.actor.name) "
            let day = model.zoned(entry.occurredAt).date.dropFirst(5)
            detail.add(
                "\(day) \(model.minute(entry.occurredAt)) \(line.mark) \(author)\(line.text)",
                model.role(of: entry, line)
            )
        }
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
        context: { _ in .detail },
        outer: .signals,
        lists: [.detail],
        detail: { model, theme, width in
            model.signal.map { SignalDetail.of($0, model, theme, width: width) }
        },
        showsSeconds: true,
        reads: .all,
        hints: { model in
            FooterBar.own(model, .detail) + FooterBar.own(model, .signals, without: .openSignal)
                + FooterBar.words(model, .back)
        },
        draw: { DetailScreen.draw($0, $1, in: $2, on: &$3) }
    )
}
