import Primitives

/// What a `waku` probe asks: a Waku node of any era, in the ways that are known for it.
package struct WakuTarget: ProbeDescriptor {
    /// The base address of the REST API, of nwaku from v0.10 on and go-waku.
    package var rest: String?
    /// The base address of the JSON-RPC API that Waku nodes had until v0.25.
    package var rpc: String?
    /// The address of the metrics page.
    package var metrics: String?

    /// A target of these addresses.
    package init(rest: String? = nil, rpc: String? = nil, metrics: String? = nil) {
        self.rest = rest
        self.rpc = rpc
        self.metrics = metrics
    }

    /// A Waku node tells of itself.
    package static let row = ProbeRow("waku", reachesNode: true, tellsOfProgram: true)

    /// One host, however many of its pages are asked.
    package var reach: ProbeReach { .pages(rest ?? rpc ?? metrics) }

    /// By the interfaces that are known.
    package var names: ProbeNames {
        var names = ProbeNames(of: .waku)
        if rest != nil || rpc != nil {
            names.add(
                facts: [
                    .peerID, .connectedPeers, .protocols, .peerProtocols, .relay, .version, .api,
                ]
            )
        }
        if rest != nil { names.add(facts: [.health, .connection]) }
        if metrics != nil {
            names.add(.wakuPage)
            names.add(facts: [.version])
        }
        return names
    }
}

extension ProbeTarget {
    /// A `waku` probe of these addresses.
    package static func waku(rest: String?, rpc: String?, metrics: String?) -> ProbeTarget {
        .waku(WakuTarget(rest: rest, rpc: rpc, metrics: metrics))
    }
}
