package import FleetModel
package import IncidentLog
package import Primitives

/// Whether a version may run on all nodes of a fleet.
package struct VersionReport: Report {
    let fleet: String
    let version: String
    let allowed: Bool
    let exception: ExceptionID?
    let until: Timestamp?
    let words: String

    /// How a version stands to the release policy.
    package init(_ version: String, _ standing: ReleaseStanding, of fleet: Fleet) {
        self.fleet = fleet.name
        self.version = version
        allowed = !standing.isOffPolicy
        words = standing.words(of: version)
        switch standing {
        case .onPolicy: (exception, until) = (nil, nil)
        case .excepted(let id, let end, _): (exception, until) = (id, end)
        case .offPolicy(.noException): (exception, until) = (nil, nil)
        case .offPolicy(.notApproved(let id)), .offPolicy(.over(let id)):
            (exception, until) = (id, nil)
        }
    }

    /// One line.
    package func text(at now: Timestamp) -> [ReportPart] {
        [.line(exception == nil && allowed ? "\(words) is a release of \(fleet)" : words)]
    }
}
