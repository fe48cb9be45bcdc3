package import Primitives

/// What a `jsonrpc` probe asks: calls of one server, and what is kept of their answers.
package struct JSONRPCTarget: ProbeDescriptor {
    /// Where the server listens.
    package var url: String
    /// The family that the node belongs to: the calls of its family are made first.
    package var family: Family?
    /// Further calls.
    package var calls: [Call]

    /// A target of these parts.
    package init(url: String, family: Family? = nil, calls: [Call] = []) {
        self.url = url
        self.family = family
        self.calls = calls
    }

    /// The families of nodes whose calls are known; the word stands in files.
    package enum Family: String, CaseIterable, Sendable {
        /// Bitcoin Core and its forks.
        case bitcoin
        /// Monero and its forks.
        case monero
        /// Nodes that execute Ethereum's virtual machine: geth, reth, besu and the like.
        case evm

        /// How long a head may stand before the node counts as stuck.
        ///
        /// Blocks are found at random: after twelve mean spans without one (10 min for Bitcoin,
        /// 2 min for Monero) chance is the cause once in 160,000 times. Slots of 12 s are no
        /// matter of chance, but may be missed.
        package var headTimeout: Duration {
            switch self {
            case .bitcoin: .seconds(2 * 3600)
            case .monero: .seconds(24 * 60)
            case .evm: .seconds(180)
            }
        }

        /// Blocks behind the fleet's reference head from which a node counts as lagging: about
        /// 20 min for Bitcoin, 10 min for Monero, 2 min for slots of 12 s.
        package var lagLimitBlocks: Double {
            switch self {
            case .bitcoin: 2
            case .monero: 5
            case .evm: 10
            }
        }
    }

    /// One call.
    package struct Call: Equatable, Sendable {
        /// The method.
        package var method: String
        /// The parameters as JSON: a list or an object.
        package var parameters: String
        /// What is kept of the result.
        package var picks: JSONPicks
        /// Whether a refusal says nothing against the node, as where providers switch methods off.
        package var isOptional: Bool

        /// A call of this method.
        package init(
            _ method: String,
            parameters: String = "[]",
            picks: JSONPicks = JSONPicks(),
            isOptional: Bool = false
        ) {
            self.method = method
            self.parameters = parameters
            self.picks = picks
            self.isOptional = isOptional
        }
    }

    /// A node of another chain tells of itself.
    package static let row = ProbeRow("jsonrpc", reachesNode: true, tellsOfProgram: true)

    /// The host of the page.
    package var reach: ProbeReach { .page(url) }

    /// What the family tells, and the picks.
    package var names: ProbeNames {
        var names = ProbeNames()
        if let family {
            names.add(.chainRPC)
            names.add(facts: [.version, .chain, .genesis])
            if family == .bitcoin { names.add(facts: [.warnings]) }
        }
        for call in calls { names.add(call.picks) }
        return names
    }
}

extension Identifier where Subject == Fact {
    /// What the node itself warns of.
    package static let warnings = Self("warnings")
}
