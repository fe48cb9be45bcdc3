import Primitives

/// What a probe turns to.
package struct ProbeReach: Sendable {
    /// The commands of this machine that are run.
    package let commands: [CommandSpec]
    private let server: Server

    /// Who is asked, as it is written down: every poll asks for the commands, and hardly anybody
    /// takes the address apart.
    private enum Server: Sendable {
        case none
        case named(String)
        case page(String)
        case pages(String?)
        case beside(String)
        case port(String)
        case peer(String)
    }

    private init(_ server: Server, commands: [CommandSpec] = []) {
        self.server = server
        self.commands = commands
    }

    /// Files of this machine, or nothing.
    static let nothing = ProbeReach(.none)

    /// Commands of this machine.
    static func commands(_ commands: [CommandSpec]) -> Self { Self(.none, commands: commands) }

    /// One server, by the words that show it.
    static func named(_ words: String) -> Self { Self(.named(words)) }

    /// A page of the node.
    static func page(_ url: String) -> Self { Self(.page(url)) }

    /// Several pages of the node, of which this is one.
    static func pages(_ url: String?) -> Self { Self(.pages(url)) }

    /// A page of a server that is not the node.
    static func server(_ url: String) -> Self { Self(.beside(url)) }

    /// A host and port of the node.
    static func port(_ address: String) -> Self { Self(.port(address)) }

    /// A libp2p peer.
    static func peer(_ address: String) -> Self { Self(.peer(address)) }

    /// The host that answers for the node itself; nil where another one does, or none.
    package var host: String? {
        switch server {
        case .none, .named, .beside: nil
        case .page(let url): Self.host(of: url)
        case .pages(let url): url.flatMap(Self.host)
        case .port(let address): PortAddress(address)?.host
        case .peer(let address): (try? PeerAddress(address))?.host
        }
    }

    /// Where one server is asked, fit to be shown; nil where several are, or none.
    package var place: String? {
        switch server {
        case .none, .pages, .peer: nil
        case .named(let words): words
        case .page(let url), .beside(let url): Self.shown(url)
        case .port(let address): address
        }
    }

    private static func host(of url: String) -> String? { try? WebAddress(url).host }

    /// An address without what could be a secret.
    private static func shown(_ url: String) -> String? {
        guard let address = try? WebAddress(url) else { return nil }
        return address.hostAndPort + address.shownPath
    }
}
