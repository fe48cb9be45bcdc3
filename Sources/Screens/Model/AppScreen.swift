import CellGrid
import CommandTable

/// One screen as a value: how it is opened, where its keys go, which lists are on it, how it moves
/// and how it is drawn.
///
/// The registry `all` is the only place that keys, the mouse, the footer, the help and the drawing
/// know screens from.
struct AppScreen: Sendable {
    /// The name that routes carry.
    let id: String
    /// What it is, in a word or two.
    let title: String
    /// The command that opens it and does nothing else; nil when it has none of its own.
    var opener: CommandRow?
    /// The name of another command that opens it; nil when it has an opener, and on the screens
    /// that the program begins with.
    var verb: String?
    /// Where keys go before they go everywhere; nil when it has no keys of its own.
    var context: @Sendable (AppModel) -> CommandRow.Context? = { _ in nil }
    /// Where keys go that mean nothing there: the list that what is told of is a row of.
    var outer: CommandRow.Context?
    /// The lists on it.
    var lists: [ScreenList] = []
    /// Where a list lies; nil while it is not shown.
    var place: @Sendable (AppModel, ScreenList) -> Rect? = { model, _ in
        CommandCentreLayout(model).body
    }
    /// What is known of its subject, in lines of so many columns; nil when it has none.
    var detail: (@Sendable (AppModel, Theme, Int) -> Detail?)?
    /// Whether the line for the log is below it.
    var hasComposer = false
    /// Whether it has the whole terminal, without the lines at the top and the bottom.
    var fillsTerminal = false
    /// The commands of the screen that it obeys, beside the one that opens it; nil for all.
    var only: [ScreenCommand]?
    /// What it says in so many columns, where it has no list.
    var text: (@Sendable (AppModel, Int) -> [String])?
    /// Whether times on it are told to the second.
    var showsSeconds = false
    /// What of the past it reads when that is not held.
    var reads = PastRead.nothing
    /// What the footer says of its keys.
    var hints: @Sendable (AppModel) -> [FooterBar.Hint] = { _ in [] }
    /// Moves by rows: the cursor of the list that keys go to, unless it says otherwise.
    var move: @Sendable (inout AppModel, Int) -> Void = { model, rows in
        if let list = model.list { model.move(list.context, by: rows) }
    }
    /// Takes one step back inside the screen; false when there is none and the screen is left.
    var back: @Sendable (inout AppModel) -> Bool = { _ in false }
    /// Draws it in a place of the canvas.
    let draw: Draw

    /// Draws something of the model in a place of the canvas.
    typealias Draw = @Sendable (AppModel, Theme, Rect, inout Canvas) -> Void

    /// Older entries that a screen shows.
    enum PastRead: Sendable {
        case nothing
        /// Those of the pane of the log.
        case pane
        /// Those of the whole log.
        case all
    }

    /// Every screen, in the order in which the help names those that have a key of their own.
    static let all: [AppScreen] = [
        .welcome, .commandCentre, .node, .steps, .step, .parties, .party, .updates, .update,
        .signals, .signal, .changes, .change, .incidents, .review, .score, .wall, .bare,
    ]

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
    private static let byOpener = Dictionary(
        uniqueKeysWithValues: all.compactMap { screen in screen.opener.map { ($0.name, screen) } }
    )

    /// The screen of a route.
    static func of(_ route: ScreenRoute) -> AppScreen { byID[route.screen] ?? .commandCentre }

    /// The screen that a command opens and nothing else; nil when it does something else.
    static func opened(by name: String) -> AppScreen? { byOpener[name] }

    /// Scrolls what is one long text.
    static let scrolls: @Sendable (inout AppModel, Int) -> Void = { model, rows in
        model.scroll = max(0, min(model.scroll + rows, 500))
    }
}

extension AppModel {
    /// The screen shown, with what it does.
    var shown: AppScreen { AppScreen.of(screen) }
}
