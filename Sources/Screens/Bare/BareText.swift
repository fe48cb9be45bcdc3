import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Monitoring
import Primitives
import Reports

/// What a list or a detail says, row by row, each row as one whole line.
struct BareText {
    /// The rows; one that says several lines has line ends.
    var rows: [String]
    /// The row that the cursor is on.
    var cursor = 0
}

extension AppModel {
    /// What stands where the keys go, as text and nothing else; tables fit into so many columns
    /// where they can.
    func bareText(width: Int) -> BareText {
        if let text = shown.text { return BareText(rows: text(self, width)) }
        guard let context = list?.context else { return BareText(rows: []) }
        switch context {
        case .fleet: return fleetText(width)
        case .log: return logText
        case .node: return nodeText
        case .detail, .review: return detailText(context)
        case .situation, .signals:
            return text(of: context) { name in
                signal(inRow: name).map { Self.text(SignalsScreen.row($0, self, .plain)) }
            }
        case .checklist:
            return text(of: context) { id in
                incident?.step(StepID(id)).map { step in
                    let look = StepLook(step, self)
                    return "\(look.mark) \(step.definition.title): \(look.status)"
                }
            }
        case .parties: return text(of: context) { partyText(PartyID($0)) }
        case .updates:
            return text(of: context) { id in
                incident?.updates.first { "\($0.number)" == id }.map { update in
                    Self.text(UpdatesScreen.head(update, self, .plain)) + update.text
                }
            }
        case .incidents:
            let layout = IncidentsScreen.Rows(self)
            return text(of: context) { id in
                layout.incidents.first { $0.id.rawValue == id }
                    .map { Self.text(layout.spans($0, self, .plain)) }
            }
        case .changes:
            return text(of: context) { id in
                log.change(ChangeID(id)).map { Self.text(ChangesScreen.spans($0, self, .plain)) }
            }
        case .replay, .welcome, .anywhere: return BareText(rows: [])
        }
    }

    private static func text(_ spans: [TextSpan]) -> String { spans.map(\.text).joined() }

    /// The rows of a list, each by its name; what is none any more has an empty line.
    private func text(
        of context: CommandRow.Context,
        _ text: (String) -> String?
    ) -> BareText {
        let names = rows(context)
        guard !names.isEmpty else {
            return BareText(rows: [emptyWords(context, "Nothing is listed here.")])
        }
        return BareText(
            rows: names.map { text($0) ?? "" },
            cursor: cursor(in: context).place(in: names)
        )
    }

    /// The nodes below the heading of their columns, each with why it is not well.
    private func fleetText(_ width: Int) -> BareText {
        let columns = FleetColumns(self, width: width)
        let titles = columns.shown.map {
            DisplayWidth.pad($0.title, to: $0.width, alignment: $0.alignment)
        }
        let name = DisplayWidth.pad("node", to: columns.nameWidth)
        let nodes = text(of: .fleet) { row in
            if let group = fleetRows?.group(row) {
                return Self.text(FleetPane.words(of: group, .plain))
            }
            return nodeLine(NodeID(row), columns)
        }
        let heading = "   " + ([name] + titles).joined(separator: " ")
        return BareText(rows: [heading] + nodes.rows, cursor: nodes.cursor + 1)
    }

    private func nodeLine(_ node: NodeID, _ columns: FleetColumns) -> String {
        let isLong = DisplayWidth.of(node.rawValue) > columns.nameWidth
        let name = isLong ? node.rawValue : DisplayWidth.pad(node.rawValue, to: columns.nameWidth)
        let cells = zip(columns.shown, columns.cells(of: node)).map { column, cell in
            DisplayWidth.pad(cell.text, to: column.width, alignment: column.alignment)
        }
        let mark = look(of: node).mark + (markedNodes.contains(node) ? "*" : " ")
        let reasons = health(of: node).reasons.joined(separator: "; ")
        return "\(mark) " + ([name] + cells).joined(separator: " ")
            + (reasons.isEmpty ? "" : "  \(reasons)")
    }

    /// The lines of the log's pane, the oldest first.
    private var logText: BareText {
        let rows = logRows.rows.reversed().map { row in
            switch row {
            case .entry(let place): line(of: entries[place])
            case .burst(let places) where places.count == 1: line(of: entries[places[0]])
            case .burst(let places): Self.text(LogPane.burst(places, self, .plain))
            }
        }
        return BareText(rows: rows, cursor: max(0, rows.count - 1 - logScroll))
    }

    private func partyText(_ party: PartyID) -> String {
        let impacts = log.impacts.filter { $0.party == party }
        let (state, _) = PartiesPane.state(party, impacts, self)
        let need = snapshot.needs[party]?.reading
        return "\(party): \(state)" + (need.map { ", \($0)" } ?? "")
    }

    /// The node's verdict, its numbers, and what else is known of it.
    private var nodeText: BareText {
        guard let node = screen.node else { return BareText(rows: []) }
        let health = health(of: node)
        let head = [
            "\(look(of: node).mark) \(node): \(health.verdict.rawValue)",
            (health.reasons + health.notes).joined(separator: "; "),
            Self.text(NodeScreen.versions(self, node, .plain)).trimmed, "",
        ]
        let rows = NodeRows(self, node, .plain)
        let series = rows.names.map { name in
            let series = PlotSeries(self, node, name, dots: 2)
            let last = series.last.map(series.scaleText) ?? "no value"
            let span = series.range.map { range in
                ", \(series.scaleText(range.lowerBound)) to \(series.scaleText(range.upperBound))"
                    + " in \(nodeView.window.title)"
            }
            return "\(series.title): \(last)\(span ?? "")"
        }
        let lines = (0..<rows.lineCount).map { Self.text(rows.line($0)) }
        return BareText(rows: head + series + [""] + lines, cursor: head.count + rows.selected)
    }

    /// What is told of one thing, its paragraphs whole.
    private func detailText(_ context: CommandRow.Context) -> BareText {
        guard let shown = detail, let whole = self.shown.detail?(self, .plain, Self.anyWidth) else {
            return BareText(rows: [])
        }
        let cursor = cursor(in: context)
        let isListed = ListFilter(cursor.filter)
        let names = zip(shown.rows, shown.lines).filter { isListed($0.1.text) }
        let place = cursor.place(in: .names(names.map(\.0)))
        let rows = whole.texts.filter { isListed($0) }
        // Both say the same words; only where lines begin differs.
        let before = names.prefix(place).reduce(0) { $0 + $1.1.text.wordLength }
        var (row, passed) = (0, 0)
        while row < rows.count, passed + rows[row].wordLength <= before, before > 0 {
            passed += rows[row].wordLength
            row += 1
        }
        return BareText(rows: rows, cursor: min(row, max(0, rows.count - 1)))
    }

    /// No paragraph is as wide.
    private static let anyWidth = 1 << 20
}

extension String {
    /// How many characters it has that are no spaces.
    fileprivate var wordLength: Int { count { !$0.isWhitespace } }
}
