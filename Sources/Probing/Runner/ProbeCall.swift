import HostAccess
import FleetModel
import Primitives

/// Whose poll this is, for the probes that must know it.
struct ProbeCall: Sendable {
    /// Names one probe of a fleet.
    struct Key: Hashable {
        var node: NodeID
        /// The place of the probe in the fleet file.
        var index: Int
    }

    var key: Key
    /// When the poll began.
    var at: Timestamp
    /// When it must be done.
    var deadline: HostDeadline
}

extension ProbeSpec {
    /// Everything that is sent or handed on with this probe and must not come back in texts.
    var secrets: [String: Secret] {
        switch target {
        case .exec(let target): return headers.merging(target.command.secrets) { $1 }
        case .log(let target):
            guard case .command(let command) = target.source else { return headers }
            return headers.merging(command.secrets) { $1 }
        case .http(let target): return headers.merging(target.secrets) { $1 }
        case .waku, .substrate, .prometheus, .jsonrpc, .tcp, .tls, .dns, .libp2p, .sqlite,
            .heartbeat, .promql:
            return headers
        case .config(let target):
            return target.sources.reduce(headers) { secrets, source in
                guard case .command(let command) = source.place else { return secrets }
                return secrets.merging(command.secrets) { $1 }
            }
        }
    }
}
