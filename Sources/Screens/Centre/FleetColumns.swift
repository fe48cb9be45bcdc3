import CellGrid
import FleetModel
import Monitoring
import Primitives

/// The columns of the fleet pane: those that some node has a value for, as many as fit.
struct FleetColumns {
    /// One column: its heading, its width and the cell of a node.
    struct Column: Sendable {
        let title: String
        let width: Int
        var alignment = DisplayWidth.Alignment.trailing
        let cell: @Sendable (AppModel, NodeID) -> (text: String, role: ThemeRole)
        let isKnown: @Sendable (NodeReadings) -> Bool
    }

    let nameWidth: Int
    let shown: [Column]

    init(_ model: AppModel, width: Int) {
        nameWidth = max(4, min(model.nodeOrder.longestName, max(10, width * 2 / 5 - 4)))
        var room = width - 5 - nameWidth
        var chosen: [Column] = []
        for column in model.knownColumns.map({ Self.all[$0] }) where column.width + 1 <= room {
            chosen.append(column)
            room -= column.width + 1
        }
        shown = chosen
    }

    /// The columns that some node has a value for, by their places; worked out once for each
    /// snapshot, not for each frame.
    static func known(in readings: FleetReadings) -> [Int] {
        all.indices.filter { readings.nodes.values.contains(where: all[$0].isKnown) }
    }

    /// All columns, the most telling first: the last ones fall away when there is no room.
    private static let all: [Column] = [
        Column(
            title: "ver",
            width: 8,
            alignment: .leading,
            cell: { fact($0, $1, .version, shortVersion) },
            isKnown: { $0[.version] != nil }
        ),
        Column(
            title: "peers",
            width: 5,
            cell: { number($0, $1, .peers, isBad: { $0 == 0 }) },
            isKnown: { $0[.peers] != nil }
        ),
        Column(
            title: "links",
            width: 5,
            cell: { links($0, $1) },
            isKnown: { $0[.siblingLinks] != nil }
        ),
        Column(
            title: "lag",
            width: 5,
            cell: { number($0, $1, .lag, isBad: { $0 >= Fleet.lagLimitBlocks }) },
            isKnown: { $0[.heightBest] != nil }
        ),
        Column(
            title: "backlog",
            width: 7,
            cell: { number($0, $1, .backlog, isBad: { $0 >= 200 }) },
            isKnown: { $0[.backlog] != nil }
        ),
        Column(
            title: "relay",
            width: 12,
            alignment: .leading,
            cell: {
                fact($0, $1, .relay) { $0.split(separator: "/").last.map(String.init) ?? $0 }
            },
            isKnown: { $0[FactName.relay] != nil }
        ),
        Column(
            title: "mem",
            width: 6,
            cell: { memory($0, $1) },
            isKnown: { $0[.memory] != nil }
        ),
        Column(
            title: "mem",
            width: 8,
            alignment: .leading,
            cell: { spark($0, $1, .memory, width: 8) },
            isKnown: { ($0.metrics[.memory]?.historyCount ?? 0) > 1 }
        ),
        Column(
            title: "answer",
            width: 7,
            cell: { model, node in
                value(model, node, .latency) {
                    (NumberText.seconds($0), .muted)
                }
            },
            isKnown: { $0[.latency] != nil }
        ),
        Column(
            title: "best",
            width: 9,
            cell: { number($0, $1, .heightBest) },
            isKnown: { $0[.heightBest] != nil }
        ),
        Column(
            title: "mesh",
            width: 4,
            cell: { number($0, $1, .mesh, isBad: { $0 == 0 }) },
            isKnown: { $0[.mesh] != nil }
        ),
    ]

    /// A cell from a metric; values that are too old are marked and dimmed.
    private static func value(
        _ model: AppModel,
        _ node: NodeID,
        _ metric: MetricName,
        _ show: (Double) -> (text: String, role: ThemeRole)
    ) -> (text: String, role: ThemeRole) {
        guard let reading = model.snapshot.readings.nodes[node]?.metrics[metric] else {
            return ("·", .muted)
        }
        let cell = show(reading.value)
        let limit = model.fleet?.polling.staleAfter ?? .seconds(30)
        return reading.isFresh(at: model.now, within: limit) ? cell : ("?" + cell.text, .stale)
    }

    private static func number(
        _ model: AppModel,
        _ node: NodeID,
        _ metric: MetricName,
        isBad: (Double) -> Bool = { _ in false }
    ) -> (text: String, role: ThemeRole) {
        value(model, node, metric) { (NumberText.brief($0), isBad($0) ? .warning : .text) }
    }

    private static func memory(
        _ model: AppModel,
        _ node: NodeID
    ) -> (text: String, role: ThemeRole) {
        value(model, node, .memory) { (NumberText.bytes($0), .text) }
    }

    private static func links(
        _ model: AppModel,
        _ node: NodeID
    ) -> (text: String, role: ThemeRole) {
        let siblings = (model.fleet?.nodes.count(where: \.isWaku) ?? 1) - 1
        return value(model, node, .siblingLinks) {
            ("\(NumberText.brief($0))/\(siblings)", $0 < Double(siblings) ? .warning : .text)
        }
    }

    private static func fact(
        _ model: AppModel,
        _ node: NodeID,
        _ name: FactName,
        _ show: (String) -> String
    ) -> (text: String, role: ThemeRole) {
        guard let fact = model.snapshot.readings.nodes[node]?.facts[name],
            let text = fact.values.first
        else { return ("·", .muted) }
        let limit = model.fleet?.polling.staleAfter ?? .seconds(30)
        let isFresh = fact.isFresh(at: model.now, within: limit)
        return isFresh ? (show(text), .text) : ("?" + show(text), .stale)
    }

    /// The version without the hash of its build: `3.2.1` for `3.2.1-ff69d35`, but
    /// `v0.35.1-64` for what lies 64 commits after v0.35.1.
    private static func shortVersion(_ version: String) -> String {
        // What the metrics of a node without a version give away is a bound.
        if version.hasPrefix("newer than ") { return ">" + version.dropFirst(11) }
        if version.hasSuffix(" or older") { return "≤" + version.dropLast(9) }
        let word = version.prefix { $0 != " " }
        let parts = word.split(separator: "-")
        let kept = parts.prefix { part in
            let digits = part.first == "g" ? part.dropFirst() : part
            return digits.count < 7 || !digits.allSatisfy(\.isHexDigit)
        }
        return kept.isEmpty ? String(word) : kept.joined(separator: "-")
    }

    private static func spark(
        _ model: AppModel,
        _ node: NodeID,
        _ metric: MetricName,
        width: Int
    ) -> (text: String, role: ThemeRole) {
        let history = model.snapshot.readings.nodes[node]?.metrics[metric]?.history ?? []
        return (Sparkline.blocks(history.map { Optional($0.value) }, width: width), .muted)
    }
}
