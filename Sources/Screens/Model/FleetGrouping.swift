import FleetModel
import Monitoring
import Primitives

/// What the nodes of the fleet's pane are grouped by.
enum FleetGrouping: Hashable, Sendable {
    case none, verdict, version, role, name
    /// A label that fleet files or sources give to nodes.
    case label(String)

    /// The label that is taken before all others where nobody has chosen.
    static let region = Self.label("region")

    /// All that these nodes can be grouped by, in the order of the key that goes through them.
    static func all(of nodes: [Node]) -> [Self] {
        [.none, .verdict, .version, .role] + labels(of: nodes) + [.name]
    }

    /// The labels that some of these nodes have, the region first.
    static func labels(of nodes: [Node]) -> [Self] {
        let names = nodes.reduce(into: Set<String>()) { $0.formUnion($1.labels.keys) }
        let labels = names.sorted().map { Self.label($0) }
        return labels.filter { $0 == region } + labels.filter { $0 != region }
    }

    /// What it is in a word.
    private var word: String {
        switch self {
        case .none: "none"
        case .verdict: "verdict"
        case .version: "version"
        case .role: "role"
        case .name: "name"
        case .label(let name): name
        }
    }

    /// In the title of the pane; empty without groups.
    var words: String { self == .none ? "" : "by \(word)" }

    /// The group of a node; nil when nothing is known that it could be told by.
    func group(of node: Node, _ readings: NodeReadings?, _ verdict: NodeAssessment.Verdict)
        -> String?
    {
        switch self {
        case .none: nil
        case .verdict: verdict.rawValue
        case .version: readings?.facts[.version]?.values.first.map(FleetColumns.shortVersion)
        case .role: node.role
        case .name: Self.family(of: node.id.rawValue)
        case .label(let name): node.labels[name]
        }
    }

    /// The group of the nodes that have none.
    var rest: String { self == .version ? "version not known" : "no \(word)" }

    /// What the names of nodes have in common that stand together: `do-ams3.prod` for
    /// `node-01.do-ams3.prod`, `archive` for `archive-12`, `127.0.0.1` for `127.0.0.1:9001`.
    static func family(of name: String) -> String {
        if let colon = name.lastIndex(of: ":") { return String(name[..<colon]) }
        guard !name.allSatisfy({ $0.isNumber || $0 == "." }) else { return name }
        let labels = name.split(separator: ".", maxSplits: 1)
        if labels.count == 2 { return String(labels[1]) }
        var stem = name[...]
        while let last = stem.last, last.isNumber { stem = stem.dropLast() }
        while let last = stem.last, "-_".contains(last) { stem = stem.dropLast() }
        return stem.isEmpty ? name : String(stem)
    }
}

extension FleetGrouping: RawRepresentable {
    private static let labelMark = "label "

    /// Its name where it is kept; a label may have any name.
    var rawValue: String {
        if case .label(let name) = self { Self.labelMark + name } else { word }
    }

    /// The one that was kept under a name; nil when it means nothing.
    init?(rawValue: String) {
        if rawValue.hasPrefix(Self.labelMark) {
            self = .label(String(rawValue.dropFirst(Self.labelMark.count)))
            return
        }
        guard let own = Self.all(of: []).first(where: { $0.word == rawValue }) else { return nil }
        self = own
    }
}
