import Primitives

/// The newest that is known of a heartbeat.
package struct HeartbeatCall: Equatable, Sendable {
    /// When it was.
    package var at: HeartbeatMoment
    /// What it told.
    package var outcome: Outcome

    /// What a call tells.
    package enum Outcome: Equatable, Sendable {
        /// Nobody has called yet; somebody has been waiting since then.
        case awaited
        /// All is well.
        case well
        /// What calls has failed, for this reason.
        case failed(String)
    }

    /// A call of this outcome.
    package init(at: HeartbeatMoment, _ outcome: Outcome) {
        self.at = at
        self.outcome = outcome
    }

    /// The longest reason that is kept, in Unicode scalars.
    package static let reasonLimit = 300

    private static let heading = "tocsin heartbeat 1"

    /// The whole file: a line for each part.
    var text: String {
        let (word, reason): (String, String?) =
            switch outcome {
            case .awaited: ("awaited", nil)
            case .well: ("well", nil)
            case .failed(let reason): ("failed", reason)
            }
        var lines = [
            Self.heading, "wall \(at.wall.milliseconds)", "boot \(at.boot)",
            "passed \(at.passed.milliseconds)", "outcome \(word)",
        ]
        if let reason {
            let short = String(reason.unicodeScalars.prefix(Self.reasonLimit))
            lines.append("reason " + short.withoutControls)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The call that a file tells of; nil when it is damaged.
    init?(text: String) {
        var lines = text.split(separator: "\n")[...]
        guard text.hasSuffix("\n"), lines.popFirst() == Self.heading[...] else { return nil }
        var parts: [Substring: Substring] = [:]
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            if words.count == 2 { parts[words[0]] = words[1] }
        }
        guard let wall = parts["wall"].flatMap({ Int64($0) }), let boot = parts["boot"],
            let passed = parts["passed"].flatMap({ Int64($0) }),
            passed >= 0, passed < Int64.max / 1_000_000
        else { return nil }
        switch parts["outcome"] {
        case "awaited": outcome = .awaited
        case "well": outcome = .well
        case "failed": outcome = .failed(parts["reason"].map(String.init) ?? "")
        default: return nil
        }
        at = HeartbeatMoment(
            wall: Timestamp(milliseconds: wall),
            boot: String(boot),
            passed: .milliseconds(passed)
        )
    }
}
