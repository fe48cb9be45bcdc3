package import FleetModel
package import Primitives

/// What was found behind an address.
package struct DetectedEndpoint: Equatable, Sendable {
    /// What kind of thing answers.
    package var kind: Kind
    /// The address asked: a URL or a multiaddress.
    package var url: String
    /// A name for the node: its own when it tells one, else host and port.
    package var suggestedName: String
    /// The version, when it tells one; of a libp2p peer its agent, which mostly holds one.
    package var version: String?
    /// A probe for the address; nil when nothing answers.
    package var target: ProbeTarget?
    /// A source for a whole fleet, when the address belongs to a monitoring server.
    package var source: FleetSource?
    /// What must be said at the address to be let in.
    package var access = WebAccess()
    /// Where the answer was found, when the server sent there from the address asked.
    package var place: String?
    /// What speaks against taking what was found for the norm, in words; nil where nothing does.
    package var doubt: String?
    /// Why a metrics page that is there could not be read.
    var metricsRefusal: FailureReason?
    /// Why a server that speaks JSON-RPC answers no call now.
    var rpcRefusal: FailureReason?

    /// The kinds of things that are told apart.
    package enum Kind: Equatable, Sendable {
        /// The JSON-RPC of a Substrate node.
        case substrate
        /// The REST API of a Waku node.
        case wakuREST
        /// The JSON-RPC that Waku nodes had until v0.25.
        case wakuRPC
        /// An exposition page, exported by this kind of program.
        case metrics(of: Exporter)
        /// The JSON-RPC of another chain's node.
        case family(JSONRPCTarget.Family)
        /// A server that speaks JSON-RPC and answers no call now, so that nothing tells its family.
        case rpc(FailureReason)
        /// A Prometheus-compatible server.
        case prometheusServer
        /// A web server of which no more is known, and which answers with success.
        case http(status: Int)
        /// A web server that answers, but with an error, or by sending to another server: nothing
        /// that could be the norm.
        case failing(status: Int, FailureReason)
        /// A libp2p peer with this proven id, which lists these relay ids.
        case libp2p(peerID: String, relays: [String])
        /// No HTTP answer.
        case nothing(FailureReason)
    }

    /// The kinds of programs that export metrics.
    package enum Exporter: String, Sendable {
        case waku
        case substrate
        case other
    }
}
