import FleetModel
import Monitoring
import CellGrid
import IncidentLog
import Primitives

/// The line at the top: how bad, since when, who commands, when people hear next, what it is about.
///
/// On a narrow line what matters least goes first: the program's name, the day, long words, then
/// the title.
enum HeaderBar {
    /// A piece of the line, in ever shorter forms; the last may be empty.
    private struct Piece {
        let forms: [(text: String, style: Style)]
        var form = 0

        init(_ style: Style, _ texts: String...) { forms = texts.map { ($0, style) } }

        var span: TextSpan { TextSpan(forms[form].text, style: forms[form].style) }
        var width: Int { DisplayWidth.of(forms[form].text) }
    }

    /// The pieces from left to right; the title stands between the first of the right and the
    /// last of the left.
    private enum Place: Int, CaseIterable {
        case program, drill, incident, others, severity, status, elapsed
        case silence, marks, colleagues, commander, update, clock

        var isLeft: Bool { rawValue <= Place.elapsed.rawValue }
    }

    /// In which order pieces become shorter, a form each time; nil stands for the title's room.
    private static let order: [Place?] = [
        .colleagues, .elapsed, .update, .clock, .program, .colleagues, .commander, .severity,
        .update, .silence, .drill,
        .colleagues, nil,
        .marks,
        .clock, .others, .status, .clock, .incident, .marks, .elapsed, .update,
        .commander,
    ]

    /// The room that is kept for a title, in columns.
    private static let titleRoom = 24
    /// A title is not cut to less than this.
    private static let leastTitle = 8

    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, style: theme[.header])
        let counts = SignalList.counts(model)
        var pieces = pieces(model, counts, theme)
        let title = title(model, counts)
        var needed = min(titleRoom, DisplayWidth.of(title))
        // One column stays free before what stands on the right.
        func width() -> Int { pieces.values.reduce(needed + 1) { $0 + $1.width } }
        for step in order where width() > rect.width {
            guard let step else {
                needed = 0
                continue
            }
            guard let piece = pieces[step] else { continue }
            pieces[step]?.form = min(piece.form + 1, piece.forms.count - 1)
        }
        let spans = { (isLeft: Bool) in
            Place.allCases.filter { $0.isLeft == isLeft }.compactMap { pieces[$0]?.span }
        }
        var (left, right) = (spans(true), spans(false))
        let room = rect.width - pieces.values.reduce(1) { $0 + $1.width }
        if room >= min(leastTitle, DisplayWidth.of(title)) {
            left.append(TextSpan(title, style: theme[.header]))
        }
        right.insert(TextSpan(" ", style: theme[.header]), at: 0)
        let rightWidth = min(rect.width, right.reduce(0) { $0 + DisplayWidth.of($1.text) })
        canvas.draw(left, x: rect.x, y: rect.y, width: max(0, rect.width - rightWidth))
        canvas.draw(right, x: rect.maxX - rightWidth, y: rect.y, width: rightWidth)
    }

    private static func pieces(
        _ model: AppModel,
        _ counts: SignalList.Counts,
        _ theme: Theme
    ) -> [Place: Piece] {
        let plain = theme[.header]
        let (day, clock) = (model.zoned(model.now).date, model.clock)
        var pieces: [Place: Piece] = [
            .program: Piece(plain.adding(.bold), " TOCSIN ", ""),
            .clock: Piece(
                plain,
                " \(day) \(clock) ",
                " \(clock) ",
                " \(model.minute(model.now)) ",
                ""
            ),
        ]
        if let drill = model.drill {
            let state = drill.isOver ? "over" : model.isPaused ? "PAUSED" : "×\(drill.speed)"
            let word = drill.isReplay ? "REPLAY" : "DRILL"
            let played = drill.isReplay && drill.speed == 0 ? "" : " \(state)"
            pieces[.drill] = Piece(theme[.drill], " \(word)\(played) ", " \(word) ")
        } else if model.isReadOnly {
            pieces[.drill] = Piece(plain, " [read-only] ", "")
        }
        if let silence = model.silence {
            let words = " NO NEWS for \(silence.age) "
            pieces[.silence] = Piece(theme[.warning], words, " NO NEWS ")
        }
        if !model.colleagues.isEmpty {
            let names = model.colleagues.map(\.name).joined(separator: ", ")
            pieces[.colleagues] = Piece(
                plain,
                " with \(model.colleagueWords) ",
                " with \(names) ",
                " +\(model.colleagues.count) here ",
                ""
            )
        }
        let marks = marks(counts, SignalRate(model.log, at: model.now))
        let look: ThemeRole =
            counts.newCritical > 0 ? .critical : counts.newWarnings > 0 ? .warning : .header
        let worst = marks.split(separator: " ").first.map { " \($0) " } ?? ""
        pieces[.marks] = Piece(theme[look], marks, worst, "")
        guard let incident = model.incident else { return pieces }
        pieces[.incident] = Piece(plain.adding(.bold), " \(incident.id) ", " ")
        if model.otherOpenCount > 0 {
            pieces[.others] = Piece(plain, "+\(model.otherOpenCount) open ", "")
        }
        pieces[.severity] = severityPiece(incident, model, theme)
        pieces[.status] = Piece(plain.adding(.bold), "\(incident.status.label) ", "")
        let since = incident.harmSpan(at: model.now).brief
        let moment = incident.status.isOpen ? model.momentAndAge(incident.harmedSince) : since
        pieces[.elapsed] = Piece(plain, "\(moment)  ", "\(since)  ", "\(since) ")
        guard incident.status.isOpen else { return pieces }
        pieces[.commander] = commander(incident, model, theme)
        pieces[.update] = nextUpdate(incident, model, theme)
        return pieces
    }

    /// What the header is about: the incident's title, else how the fleet is.
    private static func title(_ model: AppModel, _ counts: SignalList.Counts) -> String {
        model.incident?.title ?? quietText(model, counts)
    }

    /// How many signals call, in the marks of the lists.
    private static func marks(_ counts: SignalList.Counts, _ rate: SignalRate) -> String {
        let marks = [
            ("!!*", counts.newCritical), ("!!", counts.knownCritical), ("!*", counts.newWarnings),
            ("!", counts.knownWarnings), ("△*", counts.returned),
        ]
        var words = marks.filter { $0.1 > 0 }.map { "\($0.0)\($0.1)" }
        if rate.role != nil { words.append("\(rate.count)/10min") }
        return words.isEmpty ? "" : " \(words.joined(separator: " ")) "
    }

    /// `SEV2 major`, or `SEV2 assumed (06:12)` until somebody judges it.
    private static func severityPiece(
        _ incident: IncidentState,
        _ model: AppModel,
        _ theme: Theme
    ) -> Piece {
        let label = incident.severity.label
        guard incident.origin.severityIsAssumed, incident.status.isOpen else {
            return Piece(
                severity(incident, theme),
                "\(label) \(incident.severity.meaning) ",
                "\(label) "
            )
        }
        let age = (model.now - incident.declaredAt).clock
        return Piece(
            theme[.warning],
            "\(label) assumed (\(age)), S judges ",
            "\(label) assumed ",
            "\(label)? "
        )
    }

    /// Who leads, whom they asked to follow, or that nobody does.
    private static func commander(
        _ incident: IncidentState,
        _ model: AppModel,
        _ theme: Theme
    ) -> Piece {
        let name = incident.commander
        guard !name.isEmpty else {
            return Piece(
                theme[.critical],
                " NO COMMANDER, L takes it ",
                " NO COMMANDER ",
                " NO IC "
            )
        }
        guard let offer = incident.roles.offer(of: .commander), offer.stands(at: model.now) else {
            return Piece(theme[.header], " commander \(name) ", " IC \(name) ", "")
        }
        guard offer.isTo(model.operatorName) else {
            return Piece(
                theme[.header],
                " commander \(name), asks \(offer.to) ",
                " IC \(name) → \(offer.to)? ",
                ""
            )
        }
        return Piece(
            theme[.warning],
            " \(offer.by) offers you command: L, Enter ",
            " command? L ",
            " L? "
        )
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
        case (0, 0): model.silence == nil ? "no incident, quiet" : "no incident"
        case (0, _): "no incident, \(sick) of \(fleet.nodes.count) nodes not healthy"
        default: "no incident, \(signals) signal\(signals == 1 ? "" : "s")"
        }
    }

    /// `next update in 06:12`, in a warning from 5 minutes on, overdue after that.
    private static func nextUpdate(
        _ incident: IncidentState,
        _ model: AppModel,
        _ theme: Theme
    ) -> Piece {
        guard let due = incident.nextUpdateDue else {
            let words = " no update promised "
            return Piece(theme[.header], words, words, " ", "")
        }
        let now = model.now
        let left = due - now
        if left < .zero {
            let late = (now - due).clock
            return Piece(
                theme[.overdue],
                " update OVERDUE \(late), due \(model.minute(due)) ",
                " update OVERDUE \(late) ",
                " OVERDUE \(late) ",
                ""
            )
        }
        let style = left <= .seconds(300) ? theme[.warning] : theme[.header]
        return Piece(
            style,
            " next update \(model.minute(due)) (in \(left.clock)) ",
            " next update in \(left.clock) ",
            " upd \(left.clock) ",
            ""
        )
    }
}

extension Severity {
    /// What it means, in a word of the field.
    fileprivate var meaning: String {
        switch self {
        case .sev1: "critical"
        case .sev2: "major"
        case .sev3: "minor"
        case .sev4: "low"
        }
    }
}

extension IncidentState {
    /// For how long it has done harm, or did: from the beginning of the impact when that is known.
    fileprivate func harmSpan(at now: Timestamp) -> Duration { (resolvedAt ?? now) - harmedSince }

    fileprivate var harmedSince: Timestamp { min(impactFrom ?? declaredAt, declaredAt) }
}
