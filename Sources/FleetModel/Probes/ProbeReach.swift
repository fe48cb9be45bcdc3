import Primitives

/// What a probe turns to.
package struct ProbeReach: Sendable {
    /// The host that answers for the node itself; nil where another one does, or none.
    package var host: String?
    /// Where one server is asked, fit to be shown; nil where several are, or none.
    package var place: String?
    /// The commands of this machine that are run.
    package var commands: [CommandSpec] = []

    /// Files of this machine, or nothing.
    static let nothing = ProbeReach()

    /// A page of the node.
    static func page(_ url: String) -> Self { Self(host: host(of: url), place: shown(url)) }

    /// Several pages of the node, of which this is one.
    static func pages(_ url: String?) -> Self { Self(host: url.flatMap(host)) }

    /// A page of a server that is not the node.
    static func server(_ url: String) -> Self { Self(place: shown(url)) }

    /// A host and port of the node.
    static func port(_ address: String) -> Self {
        Self(host: PortAddress(address)?.host, place: address)
    }

    /// A libp2p peer.
    static func peer(_ address: String) -> Self {
        Self(host: (try? PeerAddress(address))?.host)
    }

    private static func host(of url: String) -> String? { try? WebAddress(url).host }

    /// An address without what could be a secret.
    private static func shown(_ url: String) -> String? {
        guard let address = try? WebAddress(url) else { return nil }
        return address.hostAndPort + address.shownPath
    }
}
