package import Primitives

/// A call of a job that must run again and again.
package struct HeartbeatReport: Report {
    private let type = "heartbeat"
    let name: String
    let at: Timestamp
    let outcome: String
    let reason: String?

    /// A call at this moment; `failure` says why the job failed, nil when it went well.
    package init(_ name: String, at: Timestamp, failure: String?) {
        self.name = name
        self.at = at
        outcome = failure == nil ? "well" : "failed"
        reason = failure
    }

    /// One line.
    package func text(at now: Timestamp) -> [ReportPart] {
        [.line("\(name) called in at \(at.clock)Z" + (reason == nil ? "" : ": failed"))]
    }
}
