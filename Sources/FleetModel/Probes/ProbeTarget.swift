package import Primitives

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
}

/// What a probe asks, and the addresses where it asks.
///
/// URLs are `http` or `https`.
package enum ProbeTarget: Equatable, Sendable {
    /// A Waku node of any era: REST, the JSON-RPC of 2021, metrics; whichever are known.
    case waku(rest: String?, rpc: String?, metrics: String?)
    /// A Substrate node; the relay half is a second node in the same process.
    case substrate(rpc: String, relayRPC: String?, metrics: String?, relayMetrics: String?)
    /// Any exposition page; `metrics` gives our names to series selectors of the page.
    case prometheus(url: String, metrics: [MetricPick])
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

    /// Whether commands of this machine are run for it.
    package var runsCommands: Bool {
        switch self {
        case .exec: true
        case .log(let target):
            if case .command = target.source { true } else { false }
        case .config(let target):
            target.sources.contains { if case .command = $0.place { true } else { false } }
        case .waku, .substrate, .prometheus, .http, .jsonrpc, .tcp, .tls, .dns, .libp2p, .sqlite,
            .heartbeat, .promql:
            false
        }
    }

    /// The probe's word in files and on screens.
    package var kind: String {
        switch self {
        case .waku: "waku"
        case .substrate: "substrate"
        case .prometheus: "prometheus"
        case .http: "http"
        case .jsonrpc: "jsonrpc"
        case .tcp: "tcp"
        case .tls: "tls"
        case .dns: "dns"
        case .libp2p: "libp2p"
        case .exec: "exec"
        case .log: "log"
        case .config: "config"
        case .sqlite: "sqlite"
        case .heartbeat: "heartbeat"
        case .promql: "promql"
        }
    }

    /// Whether the answer comes from the node itself, so that silence means that the node is down.
    ///
    /// What is learned beside the node, from its files or from another server, says nothing of it.
    package var reachesNode: Bool {
        switch self {
        case .waku, .substrate, .prometheus, .http, .jsonrpc, .tcp, .tls, .libp2p, .promql: true
        case .dns, .exec, .log, .config, .sqlite, .heartbeat: false
        }
    }
}

/// A series of an exposition page that is kept under a name of ours.
package struct MetricPick: Equatable, Sendable {
    /// The name it is kept under.
    package var name: MetricName
    /// The metric's name on the page.
    package var series: String
    /// Labels that must match exactly; matching series are added up.
    package var labels: [String: String]

    /// A pick of this series.
    package init(name: MetricName, series: String, labels: [String: String] = [:]) {
        self.name = name
        self.series = series
        self.labels = labels
    }
}
