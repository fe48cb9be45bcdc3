import FleetModel
import Primitives
import WireFormats

extension JSONRPCTarget.Family {
    /// What every node of a family tells.
    ///
    /// All else many of them lack, because they are small, have dropped old history or sit behind
    /// a provider: that is worth a note and no fault, or they would be ill for ever.
    static let needed: Set<MetricName> = [.heightBest]

    /// What a node of the family is asked.
    var calls: [JSONRPCTarget.Call] {
        switch self {
        case .bitcoin: Self.bitcoinCalls
        case .monero: Self.moneroCalls
        case .evm: Self.evmCalls
        }
    }

    /// Methods of Bitcoin Core 0.10 and later and its forks; `getblockhash 0` is the genesis.
    private static let bitcoinCalls: [JSONRPCTarget.Call] = [
        JSONRPCTarget.Call(
            "getblockchaininfo",
            picks: JSONPicks(
                samples: [
                    JSONPick(.heightBest, "/blocks"), JSONPick(.heightTarget, "/headers"),
                    JSONPick(.syncing, "/initialblockdownload"),
                ],
                facts: [JSONPick(.chain, "/chain")]
            )
        ),
        JSONRPCTarget.Call(
            "getnetworkinfo",
            picks: JSONPicks(
                samples: [JSONPick(.peers, "/connections")],
                facts: [JSONPick(.version, "/subversion"), JSONPick(.warnings, "/warnings")]
            ),
            isOptional: true
        ),
        JSONRPCTarget.Call(
            "getblockhash",
            parameters: "[0]",
            picks: JSONPicks(facts: [JSONPick(.genesis, "")]),
            isOptional: true
        ),
    ]

    /// Methods of monerod; a restricted port hides peers and version.
    private static let moneroCalls: [JSONRPCTarget.Call] = [
        JSONRPCTarget.Call(
            "get_info",
            picks: JSONPicks(
                samples: [
                    JSONPick(.heightBest, "/height"),
                    JSONPick(
                        .peers,
                        "/incoming_connections_count",
                        "/outgoing_connections_count"
                    ),
                ],
                facts: [JSONPick(.chain, "/nettype"), JSONPick(.version, "/version")]
            )
        ),
        JSONRPCTarget.Call(
            "on_get_block_hash",
            parameters: "[0]",
            picks: JSONPicks(facts: [JSONPick(.genesis, "")]),
            isOptional: true
        ),
    ]

    /// Methods of the Ethereum execution API; nodes without old history have no block 0
    /// (EIP-4444).
    private static let evmCalls: [JSONRPCTarget.Call] = [
        JSONRPCTarget.Call(
            "eth_blockNumber",
            picks: JSONPicks(samples: [JSONPick(.heightBest, "")])
        ),
        JSONRPCTarget.Call("eth_syncing", isOptional: true),
        JSONRPCTarget.Call(
            "net_peerCount",
            picks: JSONPicks(samples: [JSONPick(.peers, "")]),
            isOptional: true
        ),
        JSONRPCTarget.Call(
            "web3_clientVersion",
            picks: JSONPicks(facts: [JSONPick(.version, "")]),
            isOptional: true
        ),
        JSONRPCTarget.Call("eth_chainId", isOptional: true),
        JSONRPCTarget.Call(
            "eth_getBlockByNumber",
            parameters: #"["0x0",false]"#,
            picks: JSONPicks(facts: [JSONPick(.genesis, "/hash")]),
            isOptional: true
        ),
    ]

    /// Keeps what no pick can say.
    func take(_ result: JSONValue, of method: String, into reading: inout PollResult) {
        guard !result.isNull else { return }
        switch method {
        case "get_info" where self == .monero: reading.takeMonero(result)
        case "eth_syncing" where self == .evm:
            // False, or an object with the blocks while it catches up; some write false as text.
            let isCalm = result.bool == false || result.string?.lowercased() == "false"
            reading.record(.syncing, isCalm ? 0 : 1)
            let target = (try? result.number(at: "/highestBlock")) ?? nil
            // Clients that have no target yet write 0.
            if let target, target > 0 { reading.record(.heightTarget, target) }
        case "eth_chainId" where self == .evm:
            // Fits in 53 bits (EIP-2294).
            let number = (try? result.number(at: "")) ?? nil
            reading.record(.chain, number.map { NumberText.fixed($0, decimals: 0) })
        default: break
        }
    }

    /// Puts what was kept into the words of all other nodes.
    func finish(_ reading: inout PollResult) {
        // Bitcoin Core has -1 headers while it loads its index: a height below 0 is none.
        reading.samples.removeAll { $0.metric.rawValue.hasPrefix("height.") && $0.value < 0 }
        guard self == .bitcoin,
            let place = reading.facts.firstIndex(where: { $0.name == .version })
        else { return }
        // `/Satoshi:25.0.0/` stands for the way in which it is sent to peers (BIP 14).
        reading.facts[place].values = reading.facts[place].values.map { text in
            var text = Substring(text)
            if text.first == "/" { text.removeFirst() }
            if text.last == "/" { text.removeLast() }
            return String(text)
        }
    }
}

extension PollResult {
    /// Monero counts blocks, so that its heights are one more than the number of the last block;
    /// the target is 0 while no peer is ahead.
    ///
    /// A restricted port writes 0 for what it hides (`core_rpc_server.cpp`, `on_get_info`), and a
    /// node that still answers from its bootstrap daemon tells its own height beside that one's.
    fileprivate mutating func takeMonero(_ info: JSONValue) {
        if info["restricted"]?.bool == true {
            let isHidden = samples.contains { $0.metric == .peers && $0.value == 0 }
            if isHidden {
                samples.removeAll { $0.metric == .peers }
                note("get_info", .other("a restricted port hides the peers"))
            }
        }
        guard let place = samples.firstIndex(where: { $0.metric == .heightBest }) else { return }
        if info["untrusted"]?.bool == true,
            let own = (try? info.number(at: "/height_without_bootstrap")) ?? nil
        {
            samples[place].value = own
        }
        let count = samples[place].value
        samples[place].value = max(0, count - 1)
        let target = ((try? info.number(at: "/target_height")) ?? nil) ?? 0
        if target > 0 { record(.heightTarget, max(target, count) - 1) }
        if let isBusy = info["busy_syncing"]?.bool {
            record(.syncing, isBusy || info["synchronized"]?.bool == false ? 1 : 0)
        }
    }
}
