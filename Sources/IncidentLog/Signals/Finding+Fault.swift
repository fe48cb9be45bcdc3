import Primitives

extension Finding {
    /// What is wrong in an operator's words, without where: `no peers`, `unread channel grows`.
    ///
    /// A check of the fleet file is called as the file calls it.
    package var fault: String {
        let rule = (self.rule ?? id).rawValue
        guard kind != .check else { return rule }
        let parts = rule.split(separator: "/", maxSplits: 1)
        guard let words = parts.first.flatMap({ FaultWords.words(of: String($0)) }) else {
            return rule
        }
        guard kind == .skew, parts.count > 1 else { return words }
        return "\(words) in \(parts[1])"
    }

    /// What the sentence tells beyond the fault and its one node, with the node's name; nil when
    /// that is all of it.
    package var detail: String? {
        guard text.hasPrefix(fault) else { return named(text) }
        var rest = text.dropFirst(fault.count)
        let place = nodes.count == 1 ? " on \(nodes[0])" : ""
        if rest.hasPrefix(place) { rest = rest.dropFirst(place.count) }
        guard let next = rest.first else { return nil }
        guard ":;".contains(next) else { return named(text) }
        return named(String(rest.dropFirst().drop { $0 == " " }))
    }
}

extension SignalID {
    /// Whether it tells that a fault goes with a version.
    package var isByVersion: Bool {
        rawValue.prefix { $0 != "/" }.hasSuffix(FaultWords.byVersion)
    }

    /// What the signal tells, in an operator's words: `no peers on kebab`,
    /// `unread channel grows by version`.
    ///
    /// A signal of a check or of another kind that has no words of its own is called by its
    /// identity.
    package var words: String {
        let parts = rawValue.split(separator: "/", maxSplits: 1).map(String.init)
        guard let name = parts.first, let fault = FaultWords.words(of: name) else {
            return rawValue
        }
        if let end = FaultWords.groupings.first(where: name.hasSuffix) { return fault + end }
        return parts.count > 1 ? "\(fault) on \(parts[1])" : fault
    }
}

/// The faults that are found without a check, by the first part of their signals' identity.
package enum FaultWords {
    /// The words for a fault; nil for what says itself what is wrong.
    package static func words(of name: String) -> String? {
        var name = name[...]
        for end in groupings + [" detector"] where name.hasSuffix(end) {
            name = name.dropLast(end.count)
        }
        return table[String(name)]
    }

    /// How the name of a fault ends that follows what nodes have in common.
    static let groupings = [byVersion, " by config", " by runtime", " by role"]

    static let byVersion = " by version"

    private static let table = [
        "no data": "no data",
        "no relay data": "relay half does not answer",
        "stall": "no new block",
        "relay stall": "no new relay block",
        "finality stall": "nothing new finalized",
        "relay finality stall": "nothing new finalized on the relay chain",
        "lag": "behind the fleet",
        "relay lag": "relay half behind the fleet",
        "finality lag": "finality late",
        "relay finality lag": "relay finality late",
        "slow blocks": "blocks come too slowly",
        "peers": "no peers",
        "few peers": "too few peers",
        "relay peers": "no relay peers",
        "siblings": "no sibling links",
        "sibling missing": "sibling link missing",
        "mesh": "empty gossip mesh",
        "churn": "gossip links come and go",
        "storage": "store fails",
        "storage lost": "stored messages lost",
        "database": "database damaged",
        "restarts": "restart loop",
        "flapping": "up and down again and again",
        "certificate": "certificate expires soon",
        "certificate urgent": "certificate expires very soon",
        "leak": "memory grows",
        "queue": "unread channel grows",
        "phantom peers": "gossip keeps dead peers",
        "cpu": "high CPU use",
        "heartbeat": "heartbeat missing or failed",
        "version skew": "version differs",
        "runtime skew": "runtime version differs",
        "relay protocol skew": "relay protocol differs",
        "protocol skew": "protocols differ",
        "genesis skew": "genesis differs",
        "relay genesis skew": "genesis of the relay half differs",
        "off policy": "off policy",
        "exception ends": "exception soon over",
        "config skew": "configuration differs",
        "database skew": "database layout differs",
    ]
}
