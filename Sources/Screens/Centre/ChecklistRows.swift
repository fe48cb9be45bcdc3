import CellGrid
import CommandTable
import FleetModel
import IncidentLog
import Primitives

/// Which lines of the checklist's pane each step has: one, and more for a text that would be cut,
/// as far as lines are left over.
///
/// What is still to be done is read first, so it gets lines before what is done.
struct ChecklistRows {
    /// A step as it lies in the pane.
    struct Row {
        let step: StepState
        /// Its place among the rows of the list.
        let place: Int
        let look: StepLook
        /// Its title, cut into lines.
        let lines: [String]
    }

    /// The steps in sight, from the top.
    let rows: [Row]

    /// The columns in front of a title.
    static let indent = 4
    /// Lines narrower than this leave words out.
    private static let shortWidth = 56

    /// The steps in sight when the pane has so many columns and lines for them.
    init(_ model: AppModel, width: Int, height: Int) {
        let ids = model.rows(.checklist)
        let first = ScreenList.firstRow(
            selection: model.cursor(in: .checklist).place(in: ids),
            count: ids.count,
            height: height
        )
        var rows = ids.dropFirst(first).prefix(max(0, height)).enumerated()
            .compactMap { row, id in
                model.incident?.step(StepID(id)).map {
                    Self.row($0, at: first + row, model, width: width)
                }
            }
        var spare = height - rows.count
        let readingOrder =
            rows.indices.filter { !rows[$0].step.isDone(at: model.now) }
            + rows.indices.filter { rows[$0].step.isDone(at: model.now) }
        for place in readingOrder {
            let row = rows[place]
            let more = row.lines.count - 1
            guard more > 0 else { continue }
            if more <= spare {
                spare -= more
            } else {
                rows[place] = Row(
                    step: row.step,
                    place: row.place,
                    look: row.look,
                    lines: [row.step.definition.title]
                )
            }
        }
        self.rows = rows
    }

    /// How many lines the steps take when no text is cut of what is still to be done.
    static func wantedLines(_ model: AppModel, width: Int) -> Int {
        let steps = model.incident?.steps ?? []
        // Beyond this the pane scrolls, whatever it is given.
        guard steps.count <= 60 else { return steps.count }
        return steps.reduce(0) { count, step in
            count
                + (step.isDone(at: model.now)
                    ? 1 : row(step, at: 0, model, width: width).lines.count)
        }
    }

    /// The place of the step on a line of the pane; nil below the last.
    func place(onLine line: Int) -> Int? {
        var top = 0
        for row in rows {
            top += row.lines.count
            if line < top { return row.place }
        }
        return nil
    }

    private static func row(
        _ step: StepState,
        at place: Int,
        _ model: AppModel,
        width: Int
    ) -> Row {
        let look = StepLook(step, model, isShort: width < shortWidth)
        let room = width - indent - statusWidth(look, width: width) - 2
        return Row(
            step: step,
            place: place,
            look: look,
            lines: lines(of: step.definition.title, first: room, others: width - indent - 1)
        )
    }

    /// A text in lines, of which the first has less room.
    private static func lines(of text: String, first: Int, others: Int) -> [String] {
        let lines = first < 8 ? [] : DisplayWidth.wrap(text, width: first)
        guard lines.count > 1 else { return [text] }
        let rest = lines.dropFirst().joined(separator: " ")
        return [lines[0]] + DisplayWidth.wrap(rest, width: others)
    }

    /// The columns that the words at the right end of a row have.
    static func statusWidth(_ look: StepLook, width: Int) -> Int {
        min(DisplayWidth.of(look.status), width / 2)
    }
}
