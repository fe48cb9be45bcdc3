package import FleetModel
package import IncidentLog
package import Monitoring
package import Primitives

/// What the nodes of a fleet run, held against its release policy.
package struct PolicyReport: Report {
    let fleet: String
    /// The versions that may run.
    let releases: [String]
    let nodes: [Row]
    /// The nodes that run what nothing allows.
    package let offPolicy: [NodeID]
    /// The nodes that should tell a version and do not.
    package let unknown: [NodeID]

    /// One node.
    struct Row: Encodable, Sendable {
        let node: NodeID
        let version: String?
        let state: State
        let exception: ExceptionID?
        let until: Timestamp?
        let endsSoon: Bool
        let words: String

        enum State: String, Encodable, Sendable {
            case release
            case excepted
            case offPolicy = "off-policy"
            /// A probe should tell it and does not.
            case unknown
            /// No probe tells it.
            case notTold = "not told"
        }

        init(_ release: NodeRelease) {
            node = release.node
            version = release.version
            var (exception, until, soon): (ExceptionID?, Timestamp?, Bool) = (nil, nil, false)
            switch release.standing {
            case .onPolicy: state = .release
            case .excepted(let id, let end, let endsSoon):
                state = .excepted
                (exception, until, soon) = (id, end, endsSoon)
            case .offPolicy(let lack):
                state = .offPolicy
                switch lack {
                case .noException: break
                case .notApproved(let id), .over(let id): exception = id
                }
            case nil: state = release.tellsVersion ? .unknown : .notTold
            }
            (self.exception, self.until, endsSoon) = (exception, until, soon)
            words =
                release.standing?.words(of: release.version ?? "")
                ?? (release.tellsVersion ? "version not known" : "tells no version")
        }
    }

    /// What the nodes run at this moment.
    package init(_ fleet: Fleet, _ readings: FleetReadings, _ log: LogState, at now: Timestamp) {
        self.fleet = fleet.name
        releases = fleet.releases
        nodes = fleet.releases(readings, log, at: now).map(Row.init)
        offPolicy = nodes.filter { $0.state == .offPolicy }.map(\.node)
        unknown = nodes.filter { $0.state == .unknown }.map(\.node)
    }

    /// A row a node.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "NODE",
            "STATE",
            "LEFT",
            "VERSION",
            spare: ["LEFT"],
            empty: "the fleet has no nodes"
        )
        for row in nodes {
            table.add(
                row.node.rawValue,
                row.state.rawValue,
                row.until.map { ($0 - now).brief } ?? "-",
                row.words
            )
        }
        return [.line("may run: \(releases.joined(separator: ", "))"), .table(table)]
    }
}
