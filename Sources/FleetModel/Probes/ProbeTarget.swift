/// One way of asking a node.
package struct ProbeSpec: Equatable, Sendable {
    /// What is asked, and where.
    package var target: ProbeTarget
    /// Headers sent with every request, such as `Authorization`.
    package var headers: [String: Secret]
    /// Credentials and trust; only probes that ask over HTTP or TLS use them.
    package var access: WebAccess
    /// The span between two polls; nil for that of the fleet.
    package var interval: Duration?
    /// The absolute deadline of one poll; nil for that of the fleet.
    package var timeout: Duration?
    /// The largest body of an answer over HTTP that is read, in bytes; nil for that of the fleet.
    package var bodyLimitBytes: Int?

    /// A probe of this target.
    package init(
        target: ProbeTarget,
        headers: [String: Secret] = [:],
        access: WebAccess = WebAccess(),
        interval: Duration? = nil,
        timeout: Duration? = nil,
        bodyLimitBytes: Int? = nil
    ) {
        self.target = target
        self.headers = headers
        self.access = access
        self.interval = interval
        self.timeout = timeout
        self.bodyLimitBytes = bodyLimitBytes
    }

    /// Everything that is sent or handed on with this probe and must not come back in texts.
    package var secrets: [Secret] { headers.values + target.descriptor.secrets }
}

/// What a probe asks, and the addresses where it asks.
///
/// URLs are `http` or `https`.
package enum ProbeTarget: Equatable, Sendable {
    /// A Waku node of any era.
    case waku(WakuTarget)
    /// A Substrate node, with its relay half.
    case substrate(SubstrateTarget)
    /// Any exposition page.
    case prometheus(PrometheusTarget)
    /// Any HTTP address.
    case http(HTTPTarget)
    /// Any JSON-RPC server.
    case jsonrpc(JSONRPCTarget)
    /// Any TCP port.
    case tcp(TCPTarget)
    /// A TLS port and its certificate.
    case tls(TLSTarget)
    /// A name server.
    case dns(DNSTarget)
    /// A libp2p peer, asked over its own protocols.
    case libp2p(Libp2pTarget)
    /// A command run on this machine.
    case exec(ExecTarget)
    /// A log that is followed.
    case log(LogTarget)
    /// The configuration of a node.
    case config(ConfigTarget)
    /// A database file on this machine.
    case sqlite(SQLiteTarget)
    /// Something that must call in again and again.
    case heartbeat(HeartbeatTarget)
    /// A Prometheus-compatible server that scrapes the node.
    case promql(PromQLTarget)

    /// What the target answers for itself.
    package var descriptor: any ProbeDescriptor {
        switch self {
        case .waku(let target): target
        case .substrate(let target): target
        case .prometheus(let target): target
        case .http(let target): target
        case .jsonrpc(let target): target
        case .tcp(let target): target
        case .tls(let target): target
        case .dns(let target): target
        case .libp2p(let target): target
        case .exec(let target): target
        case .log(let target): target
        case .config(let target): target
        case .sqlite(let target): target
        case .heartbeat(let target): target
        case .promql(let target): target
        }
    }

    private var row: ProbeRow { type(of: descriptor).row }

    /// Whether commands of this machine are run for it.
    package var runsCommands: Bool { !descriptor.reach.commands.isEmpty }

    /// The probe's word in files and on screens.
    package var kind: String { row.word }

    /// Whether the answer comes from the node itself, so that silence means that the node is down.
    package var reachesNode: Bool { row.reachesNode }

    /// Whether the version that this probe learns is that of the node's program.
    package var tellsOfProgram: Bool { row.tellsOfProgram }
}
