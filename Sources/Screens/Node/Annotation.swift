import Monitoring
import FleetModel
import IncidentLog
import Primitives
import Reports

/// Something that happened at a moment of a node's past and is marked on the time axis.
struct Annotation {
    let at: Timestamp
    let kind: Kind
    /// The entry that tells of it; nil for a start of the process.
    private let entry: Entry?

    /// What happened, in words; to be asked for where they are shown.
    func text(_ model: AppModel) -> String {
        entry.map { EntryText($0, overlay: model.log.overlay).text } ?? "the process started"
    }

    /// What happened, the most telling first.
    enum Kind: Int, CaseIterable {
        case restart, version, raised, fact, cleared, away, clock, line

        /// The glyph on the axis.
        var glyph: String {
            switch self {
            case .restart: "↻"
            case .version: "V"
            case .raised: "▲"
            case .fact: "≠"
            case .cleared: "△"
            case .away: "┄"
            case .clock: "◷"
            case .line: "▏"
            }
        }

        /// The word in the legend.
        var word: String {
            switch self {
            case .restart: "restart"
            case .version: "version"
            case .raised: "signal"
            case .fact: "fact"
            case .cleared: "cleared"
            case .away: "not watched"
            case .clock: "clock set"
            case .line: "log line"
            }
        }

        /// The look of the glyph.
        var role: ThemeRole {
            switch self {
            case .restart, .raised: .warning
            case .version, .fact: .changed
            case .cleared, .away, .clock, .line: .muted
            }
        }
    }

    /// Everything that is marked in the window shown, the oldest first.
    static func all(_ model: AppModel, _ node: NodeID) -> [Annotation] {
        let span = model.plotSpan
        let marks = restarts(model, node) + entries(model, node)
        return marks.filter { $0.at >= span.from && $0.at <= span.to }.sorted { $0.at < $1.at }
    }

    /// A start of the process told twice may differ by its rounding.
    private static let sameStart = 30.0

    /// The process started whenever it says so.
    private static func restarts(_ model: AppModel, _ node: NodeID) -> [Annotation] {
        var starts: [Double] = []
        let bins = model.nodeView.bins(of: .startTime, node)
        let points = model.snapshot.readings.nodes[node]?.metrics[.startTime]?.history ?? []
        for value in bins.flatMap({ [$0.min, $0.last] }) + points.map(\.value) {
            guard (1..<1e11).contains(value),
                !starts.contains(where: { abs($0 - value) < sameStart })
            else { continue }
            starts.append(value)
        }
        return starts.map { start in
            Annotation(
                at: Timestamp(milliseconds: Int64(start * 1000)),
                kind: .restart,
                entry: nil
            )
        }
    }

    private static func entries(_ model: AppModel, _ node: NodeID) -> [Annotation] {
        model.entries(of: node).compactMap { entry in
            guard let kind = kind(of: entry.event) else { return nil }
            return Annotation(at: entry.occurredAt, kind: kind, entry: entry)
        }
    }

    private static func kind(of event: Event) -> Kind? {
        switch event {
        case .fleet(.factChanged(_, let fact, let from, _, _)):
            // First facts only fill the picture.
            from.isEmpty ? nil : fact == .version || fact == .runtime ? .version : .fact
        case .fleet(.logLine): .line
        case .watch(.away): .away
        case .watch(.clockStepped): .clock
        case .signal(.raised), .signal(.found), .signal(.reopened): .raised
        case .signal(.cleared): .cleared
        case .fleet, .watch, .signal, .incident, .timeline, .role, .task, .advice, .clock,
            .attendance, .checklist, .update, .delivery,
            .impact, .log, .change, .policy, .baseline, .unknown:
            nil
        }
    }
}

extension NodeView {
    /// What was read of a metric, when it was read of this node.
    func bins(of metric: MetricName, _ node: NodeID) -> [SampleBin] {
        loaded?.node == node ? history[metric] ?? [] : []
    }
}
