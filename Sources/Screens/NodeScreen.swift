import CellGrid
import IncidentCore

/// One node: the verdict with its reasons, every fact, every number with its recent course.
enum NodeScreen {
    static func draw(
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) {
        canvas.fill(rect, style: theme[.text])
        let assessment = model.assessment(node)
        canvas.frame(
            rect,
            title: [
                TextSpan("Node \(node) ─ ", style: theme[.title]),
                TextSpan(
                    "\(assessment.verdict.mark) \(assessment.verdict.rawValue)",
                    style: theme[assessment.verdict.role]
                ),
            ],
            style: theme[.border]
        )
        let inside = rect.inset(columns: 2, rows: 1)
        let lines = self.lines(model, node, theme, width: inside.width)
        let first = min(model.scroll, max(0, lines.count - inside.height))
        for (row, line) in lines.dropFirst(first).prefix(max(0, inside.height)).enumerated() {
            canvas.draw(line, x: inside.x, y: inside.y + row, width: inside.width)
        }
    }

    private static func lines(
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme,
        width: Int
    ) -> [[TextSpan]] {
        let readings = model.snapshot.readings.nodes[node]
        var lines = verdictLines(model, node, theme)
        lines += factLines(readings, model, theme, width: width)
        lines += metricLines(readings, model, theme, width: width)
        lines += signalLines(model, node, theme)
        lines += entryLines(model, node, theme)
        return lines
    }

    private static func heading(_ text: String, _ theme: Theme) -> [[TextSpan]] {
        [[], [TextSpan(text, style: theme[.title])]]
    }

    private static func verdictLines(
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme
    ) -> [[TextSpan]] {
        let assessment = model.assessment(node)
        var lines = assessment.reasons.map {
            [TextSpan("\(assessment.verdict.mark) \($0)", style: theme[assessment.verdict.role])]
        }
        lines += assessment.notes.map { [TextSpan("  \($0)", style: theme[.muted])] }
        if lines.isEmpty { lines = [[TextSpan("● nothing is wrong", style: theme[.muted])]] }
        let definition = model.fleet?.nodes.first { $0.id == node }
        for (index, probe) in (definition?.probes ?? []).enumerated() {
            let poll = model.snapshot.readings.nodes[node]?.polls[index]
            let age = poll.map { "\((model.now - $0.at).brief) ago" } ?? "not asked yet"
            let latency = poll?.latency.map { ", took \($0.brief)" } ?? ""
            lines.append(
                [
                    TextSpan("  \(probe.target.kind) ", style: theme[.text]),
                    TextSpan("\(age)\(latency)", style: theme[.muted]),
                ])
        }
        return lines
    }

    private static func factLines(
        _ readings: NodeReadings?,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> [[TextSpan]] {
        let facts = (readings?.facts ?? [:]).sorted { $0.key < $1.key }
        guard !facts.isEmpty else { return [] }
        var lines = heading("Facts", theme)
        for (name, fact) in facts {
            let limit = model.fleet?.polling.staleAfter ?? .seconds(30)
            let isStale = !fact.isFresh(at: model.now, within: limit)
            let label = DisplayWidth.pad(name.rawValue, to: 18, alignment: .leading)
            let age = isStale ? " (\((model.now - fact.at).brief) old)" : ""
            for (index, value) in fact.values.prefix(12).enumerated() {
                lines.append(
                    [
                        TextSpan(
                            index == 0 ? label : String(repeating: " ", count: 18),
                            style: theme[.muted]
                        ),
                        TextSpan(value + age, style: theme[isStale ? .stale : .text]),
                    ])
            }
        }
        return lines
    }

    private static func metricLines(
        _ readings: NodeReadings?,
        _ model: AppModel,
        _ theme: Theme,
        width: Int
    ) -> [[TextSpan]] {
        let metrics = (readings?.metrics ?? [:]).sorted { $0.key < $1.key }
        guard !metrics.isEmpty else { return [] }
        var lines = heading("Numbers", theme)
        let room = max(8, min(60, width - 50))
        for (name, reading) in metrics {
            let limit = model.fleet?.polling.staleAfter ?? .seconds(30)
            let isStale = !reading.isFresh(at: model.now, within: limit)
            let values = reading.history.map(\.value)
            let range = "\(text(values.min() ?? 0, of: name))–\(text(values.max() ?? 0, of: name))"
            let label = DisplayWidth.pad(name.rawValue, to: 22, alignment: .leading)
            let value = DisplayWidth.pad(
                text(reading.value, of: name),
                to: 12,
                alignment: .trailing
            )
            let age = isStale ? " \((model.now - reading.at).brief) old" : ""
            lines.append(
                [
                    TextSpan(label, style: theme[.muted]),
                    TextSpan(value + "  ", style: theme[isStale ? .stale : .text]),
                    TextSpan(
                        Sparkline.blocks(values.map { Optional($0) }, width: room),
                        style: theme[isStale ? .stale : .link]
                    ),
                    TextSpan("  \(range)\(age)", style: theme[.muted]),
                ])
        }
        return lines
    }

    private static func text(_ value: Double, of name: MetricName) -> String {
        name.rawValue.hasPrefix("memory") ? NumberText.bytes(value) : NumberText.brief(value)
    }

    private static func signalLines(
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme
    ) -> [[TextSpan]] {
        let signals = model.log.activeSignals.filter { $0.finding.nodes.contains(node) }
        guard !signals.isEmpty else { return [] }
        return heading("Signals", theme)
            + signals.map {
                [
                    TextSpan("▲ \(model.minute($0.raisedAt)) ", style: theme[.muted]),
                    TextSpan(
                        $0.text,
                        style: theme[$0.priority == .critical ? .critical : .warning]
                    ),
                ]
            }
    }

    private static func entryLines(
        _ model: AppModel,
        _ node: NodeID,
        _ theme: Theme
    ) -> [[TextSpan]] {
        let entries = model.entries.filter { entry in
            switch entry.event {
            case .fleet(.factChanged(let other, _, _, _)), .fleet(.logLine(let other, _)):
                other == node
            case .signal(let event): event.concerns(node)
            case .incident, .timeline, .checklist, .update, .impact, .unknown: false
            }
        }
        guard !entries.isEmpty else { return [] }
        return heading("Log of this node", theme)
            + entries.suffix(200).reversed().map { entry in
                let line = EntryLine(entry)
                let day = model.zoned(entry.occurredAt).date.dropFirst(5)
                return [
                    TextSpan(
                        "\(day) \(model.minute(entry.occurredAt)) \(line.mark) ",
                        style: theme[.muted]
                    ),
                    TextSpan(line.text, style: theme[line.role]),
                ]
            }
    }
}
