import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports

/// One signal: what was seen and where, what it means, what stands under it, and its history.
enum SignalDetail {
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
        detail.nodes(signal.finding.nodes, model) { node in
            state(of: node, signal, model.assessment(node), model)
        }
        let causes = signal.finding.causes.map { cause in
            let key = SignalKey(cause, of: signal.fleet)
            let isStanding = model.log.signals[key]?.isActive == true
            return "\(cause.words) (\(isStanding ? "stands" : "does not stand"))"
        }
        detail.section("May be explained by", causes)
        let under = model.log.suppressed(by: signal)
        detail.section(
            "Suppressed under it ─ \(under.count)",
            under.map { "~ \(model.momentAndAge($0.since)) \($0.id): \($0.text)" }
        )
        detail.history("History", of: .signal(signal.id), model) { entry in
            if case .signal(let event) = entry.event { return event.concerns(signal.key) }
            return false
        }
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
                + " raised \(model.told(signal.raisedAt))"
        ]
        if signal.timesOpened > 1 { texts.append("came back: \(signal.timesOpened) times in all") }
        if signal.isFlapping { texts.append("comes and goes: it stays open until it is steady") }
        if let mark = signal.acknowledgement {
            let note = mark.note.map { ": \($0)" } ?? ""
            texts.append("acknowledged by \(mark.by.name) at \(model.told(mark.at))\(note)")
        } else if signal.isActive, signal.suppressor == nil {
            texts.append("nobody has taken note of it yet; a does")
        }
        if let shelf = signal.shelf, shelf.until > model.now {
            texts.append(
                "shelved by \(shelf.by.name) until \(model.told(shelf.until)): \(shelf.reason)"
            )
        }
        switch signal.suppressor {
        case .signal(let cause): texts.append("suppressed: \(cause.words) explains it")
        case .maintenance(let id):
            let window = model.log.maintenance(id)
            let until = window.map { " until \(model.told($0.to)): \($0.reason)" } ?? ""
            texts.append("suppressed: maintenance \(id)\(until)")
        case nil: break
        }
        if let clearedAt = signal.clearedAt {
            let how = signal.isClearedByHand ? " by hand" : ""
            texts.append("cleared\(how) at \(model.told(clearedAt))")
            if signal.standing(at: model.now) == .returned {
                texts.append("it came and went before anybody took note of it; a does")
            }
        }
        return texts
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
}

extension ScreenRoute {
    /// One signal, by its row name.
    static func signal(_ name: String) -> ScreenRoute { ScreenRoute(AppScreen.signal.id, of: name) }

    /// The row name of the signal that the screen shows; nil on other screens.
    var signal: String? { screen == AppScreen.signal.id ? subject : nil }
}

extension AppScreen {
    /// One signal.
    static let signal = AppScreen.whole(
        of: .signals,
        id: "signal",
        title: "Signal",
        verb: .openSignal
    ) { model, theme, width in
        model.signal.map { SignalDetail.of($0, model, theme, width: width) }
    }
}
