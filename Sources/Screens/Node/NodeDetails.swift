import IncidentLog
import CellGrid
import FleetModel
import Monitoring
import Primitives
import Reports

/// What is known of a node beside its numbers, a line each: how it was asked, its facts, signals
/// and log.
///
/// The lines of the log are put into words when they are asked for: a few of hundreds are in sight.
struct NodeDetails: RandomAccessCollection {
    private let model: AppModel
    private let node: NodeID
    private let theme: Theme
    /// The lines above those of the log.
    private var head: [[TextSpan]] = []
    /// The entries told, the oldest first.
    private let entries: ArraySlice<Entry>

    init(model: AppModel, node: NodeID, theme: Theme) {
        (self.model, self.node, self.theme) = (model, node, theme)
        entries = model.entries(of: node).suffix(Self.entryLimit)
        let log = entries.isEmpty ? [] : heading("Log of this node")
        head = Array(
            (probeLines + labelLines + baselineLines + factLines + signalLines + log).dropFirst()
        )
    }

    var startIndex: Int { 0 }
    var endIndex: Int { head.count + entries.count }

    subscript(place: Int) -> [TextSpan] {
        place < head.count
            ? head[place] : line(of: entries[entries.endIndex - 1 - (place - head.count)])
    }

    private var readings: NodeReadings? { model.snapshot.readings.nodes[node] }

    private func heading(_ text: String) -> [[TextSpan]] {
        [[], [TextSpan(text, style: theme[.title])]]
    }

    private var probeLines: [[TextSpan]] {
        let probes = model.fleet?.nodes.first { $0.id == node }?.probes ?? []
        let sources = sourceLines
        guard !probes.isEmpty || !sources.isEmpty else { return [] }
        return heading("Probes") + sources
            + probes.enumerated().flatMap { index, probe -> [[TextSpan]] in
                let poll = readings?.polls[index]
                let age = poll.map { "\((model.now - $0.at).brief) ago" } ?? "not asked yet"
                let latency = poll?.latency.map { ", took \($0.brief)" } ?? ""
                let first = [
                    TextSpan("\(probe.target.kind) ", style: theme[.text]),
                    TextSpan("\(age)\(latency)", style: theme[.muted]),
                ]
                let problems = (poll?.problems ?? []).map { problem in
                    [
                        TextSpan(
                            "  \(problem.part): \(problem.reason.sentence)",
                            style: theme[problem.isFault ? .warning : .muted]
                        )
                    ]
                }
                return [first] + problems
            }
    }

    private var sourceLines: [[TextSpan]] {
        (model.fleet?.sources ?? []).enumerated().compactMap { place, source in
            guard let poll = readings?.polls[Fleet.firstSourcePlace + place] else { return nil }
            let age = "\((model.now - poll.at).brief) ago, as told by \(source.server)"
            return [
                TextSpan("promql ", style: theme[.text]), TextSpan(age, style: theme[.muted]),
            ]
        }
    }

    private var labelLines: [[TextSpan]] {
        let labels = model.fleet?.nodes.first { $0.id == node }?.labels ?? [:]
        guard !labels.isEmpty else { return [] }
        return heading("Labels")
            + labels.sorted { $0.key < $1.key }.map { name, value in
                let label = DisplayWidth.pad(name, to: 17, alignment: .leading) + " "
                return [
                    TextSpan(label, style: theme[.muted]), TextSpan(value, style: theme[.text]),
                ]
            }
    }

    private var baselineLines: [[TextSpan]] {
        let lines = Self.baselineLines(model, node, theme)
        return lines.isEmpty ? [] : heading("Baseline") + lines
    }

    private var factLines: [[TextSpan]] {
        let facts = (readings?.facts ?? [:]).sorted { $0.key < $1.key }
        guard !facts.isEmpty else { return [] }
        let limit = model.fleet?.polling.staleAfter ?? .seconds(30)
        return heading("Facts")
            + facts.flatMap { name, fact -> [[TextSpan]] in
                let isStale = !fact.isFresh(at: model.now, within: limit)
                let label = DisplayWidth.pad(name.rawValue, to: 17, alignment: .leading) + " "
                let age = isStale ? " (\((model.now - fact.at).brief) old)" : ""
                return fact.values.prefix(12).enumerated().map { index, value in
                    [
                        TextSpan(
                            index == 0 ? label : String(repeating: " ", count: 18),
                            style: theme[.muted]
                        ), TextSpan(value + age, style: theme[isStale ? .stale : .text]),
                    ]
                }
            }
    }

    private var signalLines: [[TextSpan]] {
        let signals = model.activeSignals.filter { $0.finding.nodes.contains(node) }
        guard !signals.isEmpty else { return [] }
        return heading("Signals")
            + signals.map {
                [
                    TextSpan("▲ \(model.momentAndAge($0.since)) ", style: theme[.muted]),
                    TextSpan(
                        $0.text,
                        style: theme[$0.priority == .critical ? .critical : .warning]
                    ),
                ]
            }
    }

    /// How many entries are told.
    private static let entryLimit = 200

    private func line(of entry: Entry) -> [TextSpan] {
        let line = EntryText(entry, overlay: model.log.overlay)
        let day = model.zoned(entry.occurredAt).date.dropFirst(5)
        return [
            TextSpan(
                "\(day) \(model.minute(entry.occurredAt)) \(line.mark) ",
                style: theme[.muted]
            ),
            TextSpan(line.text, style: theme[model.role(of: entry, line)]),
        ]
    }
}
