/// The sorts of faults that detectors know; the word is the first part of a signal's identity.
package enum FindingKind: String, CaseIterable, Codable, Sendable {
    /// A node answers nobody.
    case down
    /// A probe of a node that answers fails or goes unanswered, or a source does.
    case probe
    /// A condition of the fleet file holds.
    case check
    /// A condition of the fleet file cannot be judged: what it asks about is not told.
    case absent
    /// A party's need is not met.
    case need
    /// A fact that others depend on changed.
    case identity
    /// Nothing is known of a node any more.
    case noData = "no data"
    /// A head or finality stands still.
    case stall
    /// A node is behind the fleet's reference head.
    case lag
    /// Memory grows without end.
    case leak
    /// An internal queue grows.
    case backlog
    /// CPU use is far above the node's own past and its siblings'.
    case cpu
    /// Gossip mesh or sibling links are missing.
    case mesh
    /// Gossip links are made and broken over and over.
    case churn
    /// Writes to a store fail, or what was stored is gone.
    case storage
    /// A process starts over and over.
    case restarts
    /// Nodes of one fleet differ in version, protocols, runtime or configuration.
    case skew
    /// A node changes between well and ill over and over.
    case flapping
    /// A certificate expires soon or is not valid.
    case certificate
    /// A node runs what is no release, or an exception from that rule ends soon.
    case policy
}

extension FindingKind {
    /// The kind with this word, or with one that it was called by once.
    package init?(word: String) {
        guard let kind = FindingKind(rawValue: word) ?? FormerWord.kinds[word] else { return nil }
        self = kind
    }

    /// Reads the kind from its word.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let word = try container.decode(String.self)
        guard let kind = FindingKind(word: word) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "there is no kind of finding '\(word)'"
            )
        }
        self = kind
    }

    /// Whether a detector of its own finds it, so that a fleet file may switch it off.
    package var isDetector: Bool {
        switch self {
        case .down, .probe, .check, .need, .identity, .absent, .policy: false
        case .noData, .stall, .lag, .leak, .backlog, .cpu, .mesh, .churn, .storage, .restarts,
            .skew, .flapping, .certificate:
            true
        }
    }

    /// Whether every start of a process brings it for a moment.
    package var comesWithStart: Bool {
        switch self {
        case .check, .absent, .stall, .lag, .mesh, .churn, .cpu, .noData: true
        case .down, .probe, .need, .identity, .leak, .backlog, .storage, .restarts, .skew,
            .flapping, .certificate, .policy:
            false
        }
    }
}
