import CellGrid
import CommandTable
import IncidentLog
import Monitoring
import Primitives
import Reports

/// The review of an incident as it is exported, in one of its forms and for one audience.
enum ReviewScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let detail = detail(model, theme, width: ListFrame.inside(rect).width)
        let cursor = model.cursor(in: .review)
        let isListed = ListFilter(cursor.filter)
        let rows = zip(detail.rows, detail.lines).filter { isListed($0.1.text) }
        ListFrame.draw(
            detail.title + model.filterNote(.review),
            rows: rows,
            empty: model.emptyWords(.review, ""),
            selection: cursor.place(in: .names(rows.map(\.0))),
            mark: model.mark(.review),
            theme,
            in: rect,
            on: &canvas
        ) { $0.1.spans }
    }

    /// The text, its headings and prompts told apart.
    static func detail(_ model: AppModel, _ theme: Theme, width: Int) -> Detail {
        let view = model.review
        let title = "Review ─ \(view.style.rawValue), \(view.audience.rawValue)"
        guard let review = view.review else {
            var detail = Detail(title, theme, width: width)
            let none = model.reviewedIncident == nil
            detail.add(
                none ? "No incident yet." : view.isWaiting ? "writing it…" : "It cannot be read."
            )
            return detail
        }
        let missing = review.missing.count
        let rest = missing == 0 ? "" : " ─ \(missing) to be written"
        var detail = Detail(title + rest, theme, width: width)
        for line in review.markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            detail.add(String(line), role(of: line))
        }
        return detail
    }

    private static func role(of line: Substring) -> ThemeRole {
        if line.hasPrefix("#") { return .title }
        if line.hasPrefix("> _To be written") { return .warning }
        return line.hasPrefix(">") || line.hasPrefix("| ---") || line == "---" ? .muted : .text
    }
}

/// Which review the person looks at, and what came of asking for it.
struct ReviewView: Sendable {
    /// The form.
    private(set) var style = ReviewStyle.waku
    /// For whom.
    private(set) var audience = Audience.internal
    private var asked: ReviewRequest?
    private var given: ReviewRequest?
    /// The last one that was written.
    private(set) var review: Review?

    /// Whether one is being written.
    var isWaiting: Bool { asked != nil }

    /// The next form.
    mutating func turnStyle() {
        let all = ReviewStyle.allCases
        let place = all.firstIndex(of: style) ?? 0
        style = all[(place + 1) % all.count]
    }

    /// The other audience.
    mutating func turnAudience() { audience = audience == .internal ? .public : .internal }

    /// What is to be asked for, of a log that is known so far; nil when it is there, or coming.
    mutating func ask(_ incident: IncidentID, _ sequence: Int64) -> ReviewRequest? {
        let request = ReviewRequest(
            incident,
            style: style.rawValue,
            audience: audience.rawValue,
            sequence: sequence
        )
        guard asked == nil, given != request else { return nil }
        asked = request
        return request
    }

    /// Takes the answer into account.
    mutating func take(_ review: Review?, for request: ReviewRequest) {
        guard asked == request else { return }
        asked = nil
        given = request
        self.review = review
    }
}

extension AppModel {
    /// The incident whose review is shown: the one that is shown, else the newest.
    var reviewedIncident: IncidentID? { incidentID ?? log.incidents.last?.id }

    /// Asks for the review while it is looked at and the log tells something else.
    mutating func askForReview() -> [Effect] {
        guard screen == .review, reading == .done, let incident = reviewedIncident,
            let request = review.ask(incident, log.sequence)
        else { return [] }
        return [.ask(.loadReview(request))]
    }
}

extension ScreenRoute {
    /// The review of the incident.
    static let review = ScreenRoute("review")
}

extension ScreenList {
    /// The lines of the review.
    static let review = ScreenList(
        context: .review,
        rows: { .names($0.detail?.rows ?? []) },
        texts: { $0.detail?.texts ?? [] },
        row: lines(of: .review) { ListFrame.inside($1) }
    )
}

extension AppScreen {
    /// The review of the incident.
    static let review = AppScreen(
        id: ScreenRoute.review.screen,
        title: "Review",
        opener: CommandRow("review", "the review of the incident", [.init("V")], cli: "export"),
        context: { _ in .review },
        lists: [.review],
        detail: { ReviewScreen.detail($0, $1, width: $2) },
        hints: { FooterBar.own($0, .review) + FooterBar.words($0, .back) },
        draw: { ReviewScreen.draw($0, $1, in: $2, on: &$3) }
    )
}
