import FleetModel
package import Primitives

extension Identifier where Subject == Fact {
    /// Whether a change of the fact goes into the log.
    ///
    /// Every fact does, those of probes yet to come included, but for what comes and goes by
    /// itself: who is connected, what these peers speak, how a node or a plugin says that it
    /// feels, what it last printed, from where it saw us, what it happened to ask of us.
    package var isKept: Bool {
        Self.ofLogs.contains(self)
            || !Self.volatile.contains(self)
                && !Self.volatilePrefixes.contains { rawValue.hasPrefix($0) }
                && !Self.volatileSuffixes.contains { rawValue.hasSuffix($0) }
    }

    private static let volatile: Set<Self> = [
        .connectedPeers, .peerProtocols, .health, .connection, .libp2pAsked, "status",
    ]
    private static let volatilePrefixes = ["log.", "log ", "observed."]
    private static let volatileSuffixes = [".last", ".line", ".health", ".status"]

    /// The digest of a node's whole configuration.
    package static let configDigest = Self("config.digest")
    /// How each source of a node's configuration is written, and whether that is a guess.
    package static let configFormat = Self("config.format")
    /// The digest of the tables and columns of a node's database.
    package static let databaseLayout = Self("database.layout")
}

/// A family of facts that a probe tells completely or not at all: a name that is missing where
/// its head is told is gone.
package struct FactListing {
    /// The digest of them all.
    package let head: FactName
    /// How the names of the others begin.
    private let prefix: String

    /// What stands in the place of the values of a fact that its listing no longer has, or did not
    /// have before.
    package static let absent = ["(absent)"]

    /// The listing that a fact is the head of; nil when it is none.
    package init?(head: FactName) {
        if head == .configDigest {
            prefix = "config "
        } else if head == .databaseLayout {
            prefix = "table "
        } else if head.rawValue.hasPrefix("database."), head.rawValue.hasSuffix(".layout") {
            let name = head.rawValue.dropFirst("database.".count).dropLast(".layout".count)
            prefix = "table \(name):"
        } else {
            return nil
        }
        self.head = head
    }

    /// The listing that a fact belongs to; nil when it stands for itself.
    package init?(member: FactName) {
        let name = member.rawValue
        if name.hasPrefix("config ") {
            self.init(head: .configDigest)
        } else if name.hasPrefix("table ") {
            let database = name.dropFirst("table ".count).split(separator: ":", maxSplits: 1)
            self.init(
                head: database.count == 2
                    ? FactName("database.\(database[0]).layout") : .databaseLayout
            )
        } else {
            return nil
        }
    }

    /// Whether the fact is one of this listing.
    package func contains(_ fact: FactName) -> Bool {
        guard fact.rawValue.hasPrefix(prefix) else { return false }
        return head != .databaseLayout || !fact.rawValue.contains(":")
    }
}
