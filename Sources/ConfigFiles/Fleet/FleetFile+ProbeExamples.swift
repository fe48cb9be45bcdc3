internal import FleetModel
internal import Primitives

extension FleetFile {
    /// The probes of the example, as they stand under its nodes that show them.
    ///
    /// Each kind is shown once; what has no place of its own stands under the last node.
    static let probeExamples: [String] = {
        var nodes: [[any FileProbe.Type]] = [
            [WakuTarget.self, Libp2pTarget.self],
            [SubstrateTarget.self, ConfigTarget.self, SQLiteTarget.self],
            [
                PrometheusTarget.self, ExecTarget.self, LogTarget.self, HeartbeatTarget.self,
                HTTPTarget.self,
            ],
            [
                JSONRPCTarget.self, TCPTarget.self, TLSTarget.self, DNSTarget.self,
                PromQLTarget.self,
            ],
        ]
        let shown = Set(nodes.joined().map { $0.row.word })
        nodes[nodes.count - 1] += FileProbes.all.filter { !shown.contains($0.row.word) }
        return nodes.map { kinds in
            let lines = kinds.flatMap { $0.example.split(separator: "\n") }
            return lines.joined(separator: "\n    ")
        }
    }()

    /// The keys of all kinds of probes as lines of a comment.
    static let probeKeyLines = wrapped(FileProbes.keys)

    /// The words of all detectors as lines of a comment.
    static let detectorLines = wrapped(
        FindingKind.allCases.filter(\.isDetector).map(\.rawValue)
    )

    /// A list of words as a sentence on lines of a comment.
    private static func wrapped(_ words: [String]) -> String {
        var lines = [""]
        for (place, word) in words.enumerated() {
            let word = word + (place == words.count - 1 ? "." : ",")
            if lines[lines.count - 1].count + word.count > 88 { lines.append("") }
            lines[lines.count - 1] += lines[lines.count - 1].isEmpty ? word : " " + word
        }
        return lines.joined(separator: "\n# ")
    }
}
