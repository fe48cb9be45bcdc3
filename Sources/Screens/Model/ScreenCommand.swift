package import CommandTable

/// The commands that only concern the screen; their raw values are their names in the palette.
package enum ScreenCommand: String, CaseIterable, Sendable {
    case help, quit, back, zoom, suspend, say, filter
    case palette = "commands"
    case jump
    case nextHit = "next hit"
    case previousHit = "previous hit"
    case search = "search log"
    case logView = "log view"
    case openLine = "open line"
    case dividerLeft = "divider left"
    case dividerRight = "divider right"
    case dividerUp = "divider up"
    case dividerDown = "divider down"
    case dividerReset = "divider reset"
    case nextPane = "next pane"
    case previousPane = "previous pane"
    case toggleZone = "time zone"
    case repaint = "redraw"
    case skipAhead = "next inject"
    case faster, slower, pause
    case drillWaits = "drill waits"
    case entryBefore = "entry before"
    case entryAfter = "entry after"
    case timeBefore = "ten minutes back"
    case timeAfter = "ten minutes on"
    case reviewForm = "review form"
    case reviewAudience = "review audience"
    case copy, undo, mute
    case edit = "write in editor"
    case up, down, first, last
    case pageUp = "page up"
    case pageDown = "page down"
    case openNode = "open node"
    case sortByNext = "sort by next"
    case sortByPrevious = "sort by previous"
    case reverseSort = "reverse order"
    case markNode = "mark node"
    case markAll = "mark all nodes"
    case groupNodes = "group nodes"
    case shorterWindow = "shorter window"
    case longerWindow = "longer window"
    case cursorLeft = "earlier moment"
    case cursorRight = "later moment"
    case previousMark = "previous mark"
    case nextMark = "next mark"
    case compareNodes = "compare nodes"
    case openIncident = "open incident"
    case openSignal = "open signal"
    case openRow = "open row"
    case showCleared = "show cleared"
    case playDrill = "play drill"
    case addEndpoint = "add endpoint"
    case theme

    /// Whether a command only moves a cursor: it takes no word away that is still being read.
    var onlyMoves: Bool {
        let moves: [ScreenCommand] = [
            .up, .down, .pageUp, .pageDown, .first, .last, .cursorLeft, .cursorRight,
            .previousMark, .nextMark, .nextHit, .previousHit,
        ]
        return moves.contains(self)
    }

    /// All rows in the order of the help: these, with those that change the log among them.
    package static func rows(with book: CommandBook) -> [CommandRow] {
        opening + book.rows + AppScreen.all.compactMap(\.opener) + others
    }

    /// What opens something stands first in its place.
    private static let opening: [CommandRow] = [
        row(
            .say,
            "write a line in the log",
            [.init("i")],
            footer: "say",
            cli: "log add TEXT"
        ),
        row(
            .openNode,
            "look at the node; open or fold a group",
            [.init("Enter", in: .fleet), .init("Enter", in: .detail)],
            footer: "node",
            cli: "fleet status NODE"
        ),
        row(
            .openIncident,
            "show the incident",
            [.init("Enter", in: .incidents)],
            footer: "show",
            cli: "incident show"
        ),
        row(
            .openSignal,
            "show the signal",
            [.init("Enter", in: .signals), .init("Enter", in: .situation)],
            footer: "show",
            cli: "signal show ID"
        ),
        row(
            .openRow,
            "all that is known of the row",
            [
                .init("Enter", in: .checklist), .init("Enter", in: .parties),
                .init("Enter", in: .updates), .init("Enter", in: .changes),
            ],
            footer: "open"
        ),
    ]

    private static let others: [CommandRow] = [
        row(
            .groupNodes,
            "group the nodes by verdict, version, role, label or name, or not",
            [.init("b", in: .fleet)],
            footer: "group"
        ),
        row(
            .openLine,
            "show the line whole; open or fold what the machine noticed",
            [.init("Enter", in: .log)],
            footer: "open",
            cli: "log list"
        ),
        row(
            .logView,
            "the log: people, all, signals",
            [.init("v")],
            footer: "people/all/signals",
            cli: "log list"
        ),
        row(.dividerLeft, "the panes' divider to the left", [.init("{ Shift+←")]),
        row(.dividerRight, "the panes' divider to the right", [.init("} Shift+→")]),
        row(.dividerUp, "the divider below or above the pane up", [.init("( Shift+↑")]),
        row(.dividerDown, "the divider below or above the pane down", [.init(") Shift+↓")]),
        row(.dividerReset, "all dividers where they are by themselves", [.init("|")]),
        row(.nextPane, "next pane", [.init("Tab")], footer: "pane"),
        row(.previousPane, "previous pane", [.init("Shift+Tab")]),
        row(.zoom, "let the pane fill the screen, and back", [.init("z")]),
        row(.up, "up", [.init("↑ k")]),
        row(.down, "down", [.init("↓ j")]),
        row(.pageUp, "a page up", [.init("PageUp Ctrl+B")]),
        row(.pageDown, "a page down", [.init("PageDown Ctrl+F")]),
        row(.first, "to the first line", [.init("Home")]),
        row(.last, "to the last line", [.init("End G")]),
        row(.copy, "copy the row under the cursor", [.init("y")]),
        row(.undo, "take back what you did last", [.init("Z")]),
        row(.edit, "write the line, or a long text, in $EDITOR", [.init("Ctrl+O")]),
        row(.mute, "let the bell be silent, or ring", [.init("B")]),
        row(.toggleZone, "times in UTC or local", [.init("T")]),
        row(
            .skipAhead,
            "drill: go on to the next inject of the timeline",
            [.init("f")],
            footer: "next inject"
        ),
        row(
            .pause,
            "drill: let time stand still, or go on",
            [.init("p"), .init("Space", in: .replay)],
            footer: "pause"
        ),
        row(
            .entryBefore,
            "replay: back to what a person wrote before",
            [.init("[", in: .replay)],
            footer: "back"
        ),
        row(
            .entryAfter,
            "replay: on to what a person wrote next",
            [.init("]", in: .replay)],
            footer: "on"
        ),
        row(.timeBefore, "replay: ten minutes back", [.init("{", in: .replay)], footer: "10m back"),
        row(.timeAfter, "replay: ten minutes on", [.init("}", in: .replay)], footer: "10m on"),
        row(
            .reviewForm,
            "the review in the next form",
            [.init("v", in: .review)],
            footer: "form",
            cli: "export --style STYLE"
        ),
        row(
            .reviewAudience,
            "the review for the team, or for everybody",
            [.init("a", in: .review)],
            footer: "audience",
            cli: "export"
        ),
        row(
            .drillWaits,
            "drill: whether time stands still while help or a form is open",
            [.init("W")]
        ),
        row(.faster, "drill: faster", [.init("+ =")]),
        row(.slower, "drill: slower", [.init("-")]),
        row(
            .palette,
            "any command, by some of its letters",
            [.init(": Ctrl+P")],
            footer: "commands"
        ),
        row(
            .jump,
            "go to a node, step, signal, party, incident, entry or screen",
            [.init("g")],
            footer: "go to"
        ),
        row(
            .search,
            "search the log of all incidents",
            [.init("F")],
            cli: "log search WORD"
        ),
        row(.help, "what the keys do here", [.init("? F1")], footer: "help"),
        row(.back, "back", [.init("Escape")], footer: "back"),
        row(.theme, "choose how the screen looks", [], cli: "theme list"),
        row(.repaint, "draw everything anew", [.init("Ctrl+L")]),
        row(.suspend, "suspend (fg brings it back)", [.init("Ctrl+Z")]),
        row(.quit, "quit", [.init("q Ctrl+C")], footer: "quit"),
        row(
            .filter,
            "list only what has these words",
            [.init("/")],
            footer: "filter"
        ),
        row(.nextHit, "to the next row that the filter found", [.init("n")]),
        row(.previousHit, "to the row before that the filter found", [.init("N")]),
        row(
            .showCleared,
            "list cleared ones too",
            [.init("h", in: .signals)],
            footer: "cleared",
            cli: "signal list --all"
        ),
        row(
            .sortByNext,
            "order the nodes by the next column: worst first, name, what is shown",
            [.init(">", in: .fleet)],
            footer: "sort"
        ),
        row(
            .sortByPrevious,
            "order the nodes by the column before",
            [.init("<", in: .fleet)]
        ),
        row(
            .markNode,
            "mark the node; what you do next is done with all marked",
            [.init("Space", in: .fleet)],
            footer: "mark"
        ),
        row(
            .markAll,
            "mark every node listed, or take all marks away",
            [.init("M", in: .fleet)]
        ),
        row(.reverseSort, "turn the order of the nodes round", [.init("R", in: .fleet)]),
        row(.shorterWindow, "a shorter window of time", [.init("[", in: .node)]),
        row(
            .longerWindow,
            "a longer window of time",
            [.init("]", in: .node)],
            cli: "fleet history NODE --since 7d"
        ),
        row(.cursorLeft, "values at an earlier moment", [.init("← h", in: .node)]),
        row(.cursorRight, "values at a later moment", [.init("→ l", in: .node)]),
        row(.previousMark, "to the mark before", [.init("<", in: .node)]),
        row(.nextMark, "to the mark after", [.init(">", in: .node)]),
        row(
            .compareNodes,
            "draw the other nodes of the fleet too, or not",
            [.init("c", in: .node)],
            footer: "compare"
        ),
        row(.playDrill, "play a drill", [.init("d", in: .welcome)], cli: "drill run NAME"),
        row(
            .addEndpoint,
            "point Tocsin at an endpoint",
            [.init("e", in: .welcome)],
            cli: "config detect URL"
        ),
    ]

    private static func row(
        _ command: ScreenCommand,
        _ title: String,
        _ bindings: [CommandRow.Binding],
        footer: String = "",
        cli: String? = nil
    ) -> CommandRow {
        CommandRow(command.rawValue, title, bindings, footer: footer, cli: cli)
    }
}
