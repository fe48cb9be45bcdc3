package import FleetModel
package import Primitives

/// How a version that a node runs stands to the release policy of its fleet.
package enum ReleaseStanding: Equatable, Sendable {
    /// It is a release.
    case onPolicy
    /// It is none, and an exception allows it for a while.
    case excepted(ExceptionID, until: Timestamp, endsSoon: Bool)
    /// It is none, and nothing allows it.
    case offPolicy(Lack)

    /// Why nothing allows a version.
    package enum Lack: Equatable, Sendable {
        /// Nobody asked for an exception.
        case noException
        /// An exception waits for a second person.
        case notApproved(ExceptionID)
        /// The exception that allowed it is over.
        case over(ExceptionID)

        /// The lack in a few words.
        package var words: String {
            switch self {
            case .noException: "no exception"
            case .notApproved(let id): "\(id) is not approved"
            case .over(let id): "\(id) is over"
            }
        }
    }

    /// Whether nothing allows the version.
    package var isOffPolicy: Bool {
        if case .offPolicy = self { true } else { false }
    }

    /// The version with what is to be said of it, such as
    /// `OFF-POLICY master@a1b2c3 (no exception)`.
    package func words(of version: String) -> String {
        switch self {
        case .onPolicy: version
        case .excepted(let id, let until, let endsSoon):
            "\(version) excepted by \(id) until \(until.date) \(until.hourMinute)Z"
                + (endsSoon ? ", soon over" : "")
        case .offPolicy(let lack): "OFF-POLICY \(version) (\(lack.words))"
        }
    }
}

extension LogState {
    /// How a version stands to the release policy of a fleet at this moment: the releases of the
    /// file, and the exceptions of the log; nil when the fleet has no policy, or what is
    /// known of the version does not tell.
    ///
    /// - Parameter node: The node that runs it; nil asks for all nodes at once, as a change that is
    ///   planned does.
    package func standing(
        of version: String,
        on node: NodeID?,
        in fleet: Fleet,
        at now: Timestamp
    ) -> ReleaseStanding? {
        guard fleet.hasReleasePolicy, let isRelease = fleet.mayRun(version) else { return nil }
        if isRelease { return .onPolicy }
        // Who tells only a bound may run what the exception is about.
        let isBound = ReleaseName.Bound(version) != nil
        let meant = exceptions.filter { exception in
            exception.mayConcern(fleet.name) && exception.concerns(node)
                && (isBound || ReleaseName.matches(version, exception.version))
        }
        let live = meant.filter { $0.isInForce(at: now) }.max { $0.expires < $1.expires }
        if let live {
            let endsSoon = live.isEndingSoon(at: now)
            return .excepted(live.id, until: live.expires, endsSoon: endsSoon)
        }
        if let asked = meant.last(where: { $0.state(at: now) == .requested }) {
            return .offPolicy(.notApproved(asked.id))
        }
        let over = meant.last { $0.approval != nil }
        return .offPolicy(over.map { .over($0.id) } ?? .noException)
    }
}
