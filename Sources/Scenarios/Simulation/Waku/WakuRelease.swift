/// The programs that ran on `wakuv2.prod` in July 2021.
enum WakuRelease: String, Decodable, Sendable {
    /// nim-waku v0.4 of 3 June 2021.
    case v04 = "v0.4"
    /// The master branch of 9 July 2021 (53794d384).
    case master0709

    /// The one relay id that identify lists and that the node dials with; changed by
    /// nim-waku 651, merged on 29 June 2021.
    var relayID: String {
        switch self {
        case .v04: "/vac/waku/relay/2.0.0-beta2"
        case .master0709: "/vac/waku/relay/2.0.0"
        }
    }

    /// Whether the node has the keep-alive protocol of v0.3 and v0.4, replaced by the ping of
    /// libp2p with nim-waku 621.
    var hasKeepAlive: Bool { self == .v04 }

    /// The layout of the message table that the program reads and writes.
    var messageSchema: Int {
        switch self {
        case .v04: 1
        case .master0709: 2
        }
    }

    /// The layout of a table after the program opened it: newer programs migrate, and nothing
    /// goes back.
    func schema(afterOpening schema: Int) -> Int { max(schema, messageSchema) }
}

/// The clients connected to one node, by the release that they were built from.
///
/// A client and a node that do not share a relay id are cut within a round trip: from March 2021
/// to September 2022 nim-libp2p dropped every peer that refused its relay stream.
struct WakuClients: Decodable, Equatable, Sendable {
    /// nim-waku clients built from v0.4.
    var released: Int
    /// nim-waku clients built from the master branch of that week.
    var master: Int
    /// js-waku clients up to 0.8.1, which know the id of v0.4 only.
    var javascript: Int

    private enum CodingKeys: String, CodingKey {
        case released = "nim-v0.4"
        case master = "nim-master"
        case javascript = "js"
    }

    /// How many stay connected to a node of this release.
    func connected(to release: WakuRelease) -> Int {
        switch release {
        case .v04: released + javascript
        case .master0709: master
        }
    }

    /// How many are dropped by a node of this release and try again and again.
    func dropped(by release: WakuRelease) -> Int {
        released + master + javascript - connected(to: release)
    }
}
