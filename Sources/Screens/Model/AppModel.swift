import CellGrid
package import CommandTable
package import FleetModel
package import IncidentLog
package import Monitoring
package import Primitives
import Reports

/// Everything that the screen shows, and where the person is in it.
package struct AppModel: Sendable {
    // What is known.
    /// The fleet watched; nil when none is configured.
    package var fleet: Fleet? {
        didSet { newsSpan = fleet?.progressSpan }
    }
    /// How old news of the nodes may be; it takes a walk over all their probes to find.
    private(set) var newsSpan: Duration?
    /// What the nodes gave.
    package internal(set) var snapshot = FleetSnapshot()
    /// What the log tells.
    package internal(set) var log = LogState() {
        didSet { takeSignals() }
    }
    /// The signals of the fleet that were not cleared when the log last moved, among all that it
    /// remembers.
    private(set) var uncleared: [SignalState] = []
    /// How many signals of other fleets asked for attention when the log last moved.
    private(set) var signalsElsewhere = 0
    /// The last entries of the log, the oldest first; at most `entryLimit` and a page.
    package internal(set) var entries: [Entry] = []
    /// How far back these reach, and what is being read of the time before.
    var past = LoadedPast()
    /// The present moment; virtual in a drill.
    package internal(set) var now: Timestamp
    /// Who sits at the keyboard.
    package let operatorName: String
    /// Who else has the log open.
    var colleagues: [Colleague] = []
    /// Where the drill stands; nil outside drills.
    package internal(set) var drill: DrillStatus?
    /// How the drill went; nil before its end.
    var score: DrillScore?
    /// The drills that can be started from the welcome screen.
    package var drillNames: [String] = []
    /// The themes to choose from.
    package var themes = ThemeChoices()
    /// The commands that change the log, and the parser of their words.
    let book: CommandBook
    /// All commands in the order of the help.
    let commands: BoundCommands
    /// Whether nothing may be written down or sent.
    package var isReadOnly = false
    /// Minutes that local time is ahead of UTC.
    package var localOffsetMinutes = 0

    // Where the person is.
    /// Columns and rows of the terminal.
    package internal(set) var size: (width: Int, height: Int)
    /// The screen shown, and the way to it.
    var trail = Trail(at: .commandCentre)
    /// The pane that keys go to on the command centre.
    package internal(set) var focus: Pane = .fleet
    /// Whether the focused pane fills the screen.
    package internal(set) var isZoomed = false
    /// The incident shown; nil when none is open.
    package internal(set) var incidentID: IncidentID?
    /// How far the log was read at the start.
    package internal(set) var reading: LogReading
    /// When the screen was opened: what became critical before does not ring.
    let openedAt: Timestamp
    /// Where the person is in each list.
    var cursors: [CommandRow.Context: ListCursor] = [:]
    /// The nodes of the fleet pane in their order, kept steady while what it depends on stays.
    var nodeOrder = NodeOrder([])
    /// What they are ordered by.
    var fleetSort = FleetSort.worstFirst
    /// Nodes marked, to do one thing with all of them.
    var markedNodes: Set<NodeID> = [] {
        didSet { markedInOrder = nodeOrder.filter(markedNodes.contains) }
    }
    /// The same in the order of their rows.
    private(set) var markedInOrder: [NodeID] = []
    /// The rows of the fleet pane where they are not simply all nodes in their order.
    var fleetRows: FleetRows?
    /// What the nodes are grouped by, and what the person wants them grouped by; nil for what is
    /// usual.
    var fleetGrouping = FleetGrouping.none
    var chosenGrouping: FleetGrouping?
    /// Whether all nodes had been heard of when the usual grouping was found.
    var isGroupingSettled = false
    /// The groups that the person folded or unfolded, by name: whether they are folded.
    var groupFolds: [String: Bool] = [:]
    /// How all nodes fare, in the order of the fleet file; empty for a few nodes.
    var heat = HeatStrip([])
    /// What stands on the nodes, as of the last entry or snapshot.
    var health = FleetHealth(LogState(), of: nil, at: Timestamp(milliseconds: 0))
    /// How many nodes are healthy, and how many are known not to be.
    var healthyCount = 0
    var sickCount = 0
    /// The columns of the fleet pane, those that ask for attention first, as of the last snapshot.
    var fleetColumns = FleetColumns.Choice()
    /// What the numbers of a large fleet were on all of its nodes together.
    var fleetBands = FleetBands()
    /// Whether signals that were cleared are listed too.
    var showsCleared = false
    /// What of the log its pane shows.
    var logView = LogView.people
    /// The lines of the log's pane.
    var logRows = LogRows()
    /// The entries that concern the node shown.
    var nodeEntries = NodeEntries()
    /// Where the entries about each signal, step and party are.
    var entryIndex = EntryIndex()
    /// The line of the log that the cursor is on, counted from the newest, and its newest entry.
    package internal(set) var logScroll = 0
    var logAnchor: EntryID?
    /// What the machine noticed that the person wants to see line by line.
    var openedEntries: Set<EntryID> = []
    /// Where the person wants the dividers of the panes; the others are where they are by
    /// themselves.
    var paneShares: [PaneDivider: PaneShare] = [:]
    /// What the mouse holds, nil for nothing; and its last press on a divider.
    var held: Held?
    var dividerPress: DividerPress?
    /// Whether keys go to what is told beside a list.
    var readsDetail = false
    /// The text that stands still to be copied from; nil while it is not shown.
    var bare: BareView?
    /// How many rows a long screen is scrolled down.
    var scroll = 0
    /// The review that the person looks at.
    var review = ReviewView()
    /// Where the person is on the screen of a node.
    var nodeView = NodeView()
    /// The line being typed for the incident shown; it survives every change of screen.
    var composer = LineEditor()
    /// Every text that was typed and is not in the log yet.
    package internal(set) var drafts: Drafts
    /// Whether keys go to the composer.
    package internal(set) var isComposing = false
    /// What asks the person before anything else goes on.
    package internal(set) var dialog: Dialog?
    /// What was sent from the line for the log since the screen was opened, the oldest first.
    var sentLines: [String] = []
    /// The earlier line that the line for the log shows; nil for one that is being typed.
    var recalled: RecalledLine?
    /// The word of the line for the log that is being completed; nil for none.
    var completion: Completion?
    /// Whether the person let the drill stand still.
    var isPaused = false
    /// Whether the drill stands still while something is asked or explained.
    var drillWaits = true
    /// Whether the drill was last told to stand still.
    var isTimeStopped = false
    /// Which commands of the footer are refused, and where that was judged.
    var footerRefusals = FooterRefusals()
    /// Where the person was when the program ended, until the log is read; nil for no matter.
    var resumed: Whereabouts?
    /// Whether the bell is silent.
    var isMuted = false
    /// When the bell last rang for a signal.
    var rungAt: [SignalKey: Timestamp] = [:]
    /// The commands taken from the palette, the last first.
    var takenCommands: [String] = []
    /// A short word about what just happened.
    var toast: Toast?
    /// Whether times are shown in local time instead of UTC.
    var showsLocalTime = false
    /// Until which entry the person has seen the log at its end.
    var seenSequence: Int64 = 0

    /// How many entries are kept for the log; older ones are read no more then.
    package static let entryLimit = 5000

    /// A model at start; `reading` is `.underWay` when the log is still to come, and `drafts`
    /// what an earlier run left.
    package init(
        fleet: Fleet?,
        book: CommandBook,
        operatorName: String,
        now: Timestamp,
        size: (width: Int, height: Int),
        drill: DrillStatus? = nil,
        reading: LogReading = .done,
        drafts: Drafts = Drafts(),
        keymap: Keymap = .usual
    ) {
        self.fleet = fleet
        newsSpan = fleet?.progressSpan
        self.book = book
        commands = BoundCommands(keymap.applied(to: ScreenCommand.rows(with: book)))
        self.operatorName = operatorName
        self.now = now
        openedAt = now
        self.reading = reading
        self.drafts = drafts
        self.size = size
        self.drill = drill
        nodeOrder = NodeOrder(fleet?.nodes.map(\.id) ?? [])
        arrangeFleet()
        keepCursorOnNode()
        if fleet == nil, reading != .opening { focus = .log }
        composer = LineEditor(drafts[composerKey]?.texts.first ?? "")
    }

    /// What the mouse moves while its button is down.
    enum Held: Equatable {
        /// A divider of the panes.
        case divider(PaneDivider)
        /// The cursor of the plots.
        case plotCursor
    }

    /// How far the log was read at the start.
    package enum LogReading: Sendable {
        /// Neither the log nor the fleet file was opened yet.
        case opening
        /// Entries of the past are still coming.
        case underWay
        /// It could not be read to its end.
        case failed
        /// What comes now is new.
        case done
    }

    /// A short word about what just happened.
    package struct Toast: Equatable, Sendable {
        let text: String
        let kind: Kind
        /// Until when it is shown.
        let until: Timestamp

        /// What the word is about.
        enum Kind {
            /// Something was done.
            case notice
            /// What the person asked for cannot be done; the next thing done well replaces it.
            case problem
            /// Something in the background went wrong.
            case backgroundProblem
        }

        var isProblem: Bool { kind != .notice }
    }

    /// The panes of the command centre.
    package enum Pane: Int, CaseIterable, Sendable {
        case situation
        case fleet
        case checklist
        case log
        case parties

        /// The list in it.
        var context: CommandRow.Context {
            switch self {
            case .situation: .situation
            case .fleet: .fleet
            case .checklist: .checklist
            case .log: .log
            case .parties: .parties
            }
        }
    }

    /// What an empty list says: that nothing is there is known only when the log was read.
    func emptyWords(_ words: String) -> String {
        switch reading {
        case .opening: "opening the log…"
        case .underWay: "reading the log…"
        case .failed: "the log could not be read"
        case .done: words
        }
    }

    /// Why it is not known yet where a line will go.
    var notReadWords: String {
        reading == .opening ? "opening the log…" : "reading the log…"
    }

    /// The name of the fleet watched; nil when none is configured.
    var fleetName: String? { fleet?.name }

    /// The incident shown.
    package var incident: IncidentState? {
        incidentID.flatMap { log.incident($0) }
    }

    /// The node under the cursor.
    var selectedNode: NodeID? { selected(.fleet).flatMap(FleetRows.node) }

    /// The node that commands speak of: that of the line under the cursor where something is told
    /// in lines, else the one under the cursor of the fleet.
    var node: NodeID? {
        guard list?.context == .detail else { return selectedNode }
        let row = selected(.detail)
        let nodes = detail?.lines.compactMap(\.node) ?? []
        return nodes.first { $0.rawValue == row } ?? nodes.first
    }

    /// The step that commands speak of.
    var step: StepState? {
        subject(.checklist).flatMap { incident?.step(StepID($0)) }
    }

    /// The parties in the order of the fleet file, then those that only the log knows.
    var parties: [PartyID] {
        let known = fleet?.parties.map(\.id) ?? []
        var others: [PartyID] = []
        for impact in log.impacts where !known.contains(impact.party) {
            if !others.contains(impact.party) { others.append(impact.party) }
        }
        return known + others
    }

    /// The party that commands speak of.
    var party: PartyID? { subject(.parties).map { PartyID($0) } }

    /// What the readings of a node say; unknown before it was asked.
    func assessment(_ node: NodeID) -> NodeAssessment {
        snapshot.assessments[node] ?? NodeAssessment(.unknown, reasons: ["not asked yet"])
    }

    /// The health of a node: the worst of what its readings say and of its signals.
    package func health(of node: NodeID) -> NodeAssessment {
        health.assessment(of: node, assessment(node))
    }

    /// Looks once at every signal that the log remembers.
    private mutating func takeSignals() {
        uncleared.removeAll(keepingCapacity: true)
        signalsElsewhere = 0
        for signal in log.signals.values {
            let standing = signal.standing(at: now)
            if signal.mayConcern(fleet?.name) {
                if standing != .cleared { uncleared.append(signal) }
            } else if standing <= .acknowledged {
                signalsElsewhere += 1
            }
        }
    }

    /// Counts the nodes that are well, after news of readings or of signals.
    mutating func takeHealth() {
        health = FleetHealth(log, of: fleet?.name, at: now)
        let verdicts = (fleet?.nodes ?? []).map {
            health.verdict(of: $0.id, assessment($0.id).verdict)
        }
        healthyCount = verdicts.count { $0 == .healthy }
        sickCount = verdicts.count { $0 >= .degraded }
    }

    /// The moment in the zone that the person chose, to the minute.
    func minute(_ time: Timestamp) -> String { zoned(time).hourMinute }

    /// The moment in the zone that the person chose, to the second, with the zone's mark.
    func second(_ time: Timestamp) -> String {
        zoned(time).clock + (showsLocalTime ? "" : "Z")
    }

    /// The moment that a person typed, without `Z` in the zone that times are shown in.
    func moment(_ text: String) throws(TypedText.Problem) -> Timestamp {
        let zone: Duration = showsLocalTime ? .seconds(localOffsetMinutes * 60) : .zero
        return try TypedText.time(text, before: now, zone: zone)
    }

    /// The moment shifted into the zone that the person chose.
    func zoned(_ time: Timestamp) -> Timestamp {
        showsLocalTime ? time + .seconds(localOffsetMinutes * 60) : time
    }
}
