internal import FleetModel

/// A kind of probe as fleet files hold it.
protocol FileProbe: ProbeDescriptor {
    /// How it is written: its key with what may stand under it, and comments that explain it.
    static var example: String { get }

    /// Whether a list under its key is one probe, rather than several.
    static var takesList: Bool { get }

    /// Reads what stands under its key; nil when it is not usable, which has been reported.
    static func read(_ node: YAMLNode, by reader: FleetReader) -> ProbeSpec?

    /// Writes the settings of this target, four levels deep.
    func write(by writer: inout FleetWriter)
}

extension FileProbe {
    static var takesList: Bool { false }
}

/// The kinds of probes that fleet files know.
enum FileProbes {
    /// Every kind, in the order in which they are named.
    static let all: [any FileProbe.Type] = [
        WakuTarget.self, SubstrateTarget.self, PrometheusTarget.self, HTTPTarget.self,
        JSONRPCTarget.self, TCPTarget.self, TLSTarget.self, DNSTarget.self, Libp2pTarget.self,
        ExecTarget.self, LogTarget.self, ConfigTarget.self, SQLiteTarget.self,
        HeartbeatTarget.self, PromQLTarget.self,
    ]

    /// The keys of all kinds.
    static let keys = all.map { $0.row.word }

    /// The kind with this key.
    static func named(_ key: String) -> (any FileProbe.Type)? { byKey[key] }

    private static let byKey = Dictionary(all.map { ($0.row.word, $0) }) { first, _ in first }
}

extension ProbeTarget {
    /// The target as fleet files hold it.
    var file: any FileProbe {
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
}
