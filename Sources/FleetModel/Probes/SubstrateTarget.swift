import Primitives

/// What a `substrate` probe asks; the relay half is a second node in the same process.
package struct SubstrateTarget: ProbeDescriptor {
    /// The address of the node's JSON-RPC.
    package var rpc: String
    /// The address of the relay half's JSON-RPC.
    package var relayRPC: String?
    /// The address of the node's metrics page.
    package var metrics: String?
    /// The address of the relay half's metrics page.
    package var relayMetrics: String?

    /// A target of these addresses.
    package init(
        rpc: String,
        relayRPC: String? = nil,
        metrics: String? = nil,
        relayMetrics: String? = nil
    ) {
        self.rpc = rpc
        self.relayRPC = relayRPC
        self.metrics = metrics
        self.relayMetrics = relayMetrics
    }

    /// A Substrate node tells of itself.
    package static let row = ProbeRow("substrate", reachesNode: true, tellsOfProgram: true)

    /// One host, however many of its pages are asked.
    package var reach: ProbeReach { .pages(rpc) }

    /// Pallets and halves that a node lacks are among them.
    package var names: ProbeNames {
        var names = ProbeNames(of: .substrateRPC)
        names.add(facts: [.version, .runtime, .genesis, .chain, .roles, .peerID])
        names.add(
            facts: [
                "runtime.authorised", "runtime.migrated", "referendum", "council.motions",
                "opengov.referenda",
            ]
        )
        if relayRPC != nil || relayMetrics != nil {
            names.add(.substrateRelay)
            names.add(facts: [.relayGenesis, "relay.chain"])
        }
        if metrics != nil || relayMetrics != nil { names.add(.substratePage) }
        if relayMetrics != nil { names.add(.substrateRelayPage) }
        return names
    }
}

extension ProbeTarget {
    /// A `substrate` probe of these addresses.
    package static func substrate(
        rpc: String,
        relayRPC: String?,
        metrics: String?,
        relayMetrics: String?
    ) -> ProbeTarget {
        .substrate(
            SubstrateTarget(
                rpc: rpc,
                relayRPC: relayRPC,
                metrics: metrics,
                relayMetrics: relayMetrics
            )
        )
    }
}
