import CellGrid
import FleetModel
import Primitives

/// The one time axis below the plots, with what happened marked on it.
struct TimeAxis {
    let model: AppModel
    let marks: [Annotation]
    let theme: Theme

    func draw(_ layout: NodeLayout, on canvas: inout Canvas) {
        let rect = layout.axis
        let width = layout.plotWidth
        if rect.height >= 3, width > 0 {
            drawMarks(layout, y: rect.y, on: &canvas)
            drawTicks(layout, y: rect.y + 1, on: &canvas)
            drawLegend(layout, y: rect.y + 2, on: &canvas)
        }
        guard let cursor = model.nodeView.cursor, let column = column(of: cursor, width) else {
            return
        }
        let line = Rect(
            x: layout.plotX + column,
            y: layout.list.y,
            width: 1,
            height: layout.list.height + min(1, rect.height)
        )
        canvas.select(line, theme[.selection])
    }

    /// The column of a moment; nil outside the window.
    private func column(of moment: Timestamp, _ width: Int) -> Int? {
        model.plotSpan.column(of: moment, of: width)
    }

    private func drawMarks(_ layout: NodeLayout, y: Int, on canvas: inout Canvas) {
        canvas.horizontalLine(
            x: layout.plotX,
            y: y,
            length: layout.plotWidth,
            style: theme[.border]
        )
        // The most telling of several in one column is drawn last.
        for mark in marks.sorted(by: { $0.kind.rawValue > $1.kind.rawValue }) {
            guard let column = column(of: mark.at, layout.plotWidth) else { continue }
            canvas.draw(
                mark.kind.glyph,
                x: layout.plotX + column,
                y: y,
                style: theme[mark.kind.role]
            )
        }
    }

    /// The times below the plots, and the zone that they are told in.
    func drawTicks(_ layout: NodeLayout, y: Int, on canvas: inout Canvas) {
        let window = model.nodeView.window
        let labelRoom = window.isToldInDays ? 8 : 7
        let roomy = window.ticks.first {
            Int64(layout.plotWidth) * $0.milliseconds / window.span.milliseconds >= labelRoom
        }
        guard let tick = roomy ?? window.ticks.last else { return }
        // Whole hours and days of the zone shown.
        let last = model.plotSpan.to
        let shift = model.zoned(last) - last
        var moment = SampleBinner.start(of: last + shift, step: tick) - shift
        let end = layout.plotX + layout.plotWidth
        while let column = column(of: moment, layout.plotWidth) {
            let zoned = model.zoned(moment)
            let text =
                window.isToldInDays ? String(zoned.date.dropFirst(5)) : zoned.hourMinute
            let x = layout.plotX + column
            if x + text.count + 1 <= end {
                canvas.draw("╵" + text, x: x, y: y, style: theme[.muted])
            }
            moment = moment - tick
        }
        canvas.draw(
            model.showsLocalTime ? "local" : "UTC",
            x: end + 1,
            y: y,
            width: max(0, layout.scaleWidth - 1),
            style: theme[.muted]
        )
    }

    /// What the marks mean; with a cursor, the moment and what happened then.
    private func drawLegend(_ layout: NodeLayout, y: Int, on canvas: inout Canvas) {
        let rect = layout.axis
        let compared =
            model.comparisonWords.map { words in
                [
                    TextSpan(words.mark, style: theme[.plotOther]),
                    TextSpan(" \(words.text)  ", style: theme[.muted]),
                ]
            } ?? []
        guard let cursor = model.nodeView.cursor else {
            let kinds = Annotation.Kind.allCases.filter { kind in marks.contains { $0.kind == kind }
            }
            let spans = kinds.flatMap { kind in
                [
                    TextSpan(kind.glyph, style: theme[kind.role]),
                    TextSpan(" \(kind.word)  ", style: theme[.muted]),
                ]
            }
            let room = rect.maxX - layout.plotX
            canvas.draw(compared + spans, x: layout.plotX, y: y, width: room)
            return
        }
        let zoned = model.zoned(cursor)
        var spans =
            [
                TextSpan(
                    "\(zoned.date.dropFirst(5)) \(model.second(cursor)) ",
                    style: theme[.changed]
                ),
                TextSpan("\((model.now - cursor).brief) ago  ", style: theme[.muted]),
            ] + compared
        let here = column(of: cursor, layout.plotWidth)
        for mark in marks where column(of: mark.at, layout.plotWidth) == here {
            spans.append(TextSpan("\(mark.kind.glyph) ", style: theme[mark.kind.role]))
            spans.append(TextSpan("\(mark.text(model))  ", style: theme[.text]))
        }
        canvas.draw(spans, x: rect.x, y: y, width: rect.width)
    }
}
