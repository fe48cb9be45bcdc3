import FleetModel
import Monitoring
import Primitives

/// What the nodes of the fleet's pane are grouped by.
enum FleetGrouping: String, CaseIterable, Sendable {
    case none, verdict, version, role, name

    /// In the title of the pane; empty without groups.
    var words: String { self == .none ? "" : "by \(rawValue)" }

    /// The group of a node.
    func group(of node: Node, _ readings: NodeReadings?, _ verdict: NodeAssessment.Verdict)
        -> String
    {
        switch self {
        case .none: ""
        case .verdict: verdict.rawValue
        case .version:
            readings?.facts[.version]?.values.first.map(FleetColumns.shortVersion)
                ?? "version not known"
        case .role: node.role ?? "no role"
        case .name: Self.family(of: node.id.rawValue)
        }
    }

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
