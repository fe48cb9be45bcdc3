import Primitives

/// The JSON-RPC of Substrate 0.9.18 and 0.9.22 over HTTP, with the result before the id.
extension SubstrateSimulation {
    func rpcAnswer(
        of index: Int,
        isRelay: Bool,
        method: String,
        path: String,
        body: [UInt8],
        at now: Timestamp
    ) -> SimulatedAnswer {
        let view = HalfView(simulation: self, index: index, isRelay: isRelay, now: now)
        if method == "GET" {
            guard path == "/health" else { return .text(404, "Not Found") }
            return .json(
                nodes[index].release.hasJSONRPSee
                    ? "{\"jsonrpc\":\"2.0\",\"result\":\(view.health),\"id\":0}" : view.health
            )
        }
        guard method == "POST" else {
            return .text(405, "Used HTTP Method is not allowed. POST or OPTIONS is required")
        }
        switch CallBody(parsing: body) {
        case .single(let call): return .json(view.envelope(of: call))
        case .batch(let calls):
            return .json("[" + calls.map(view.envelope).joined(separator: ",") + "]")
        case .unreadable:
            return .json(HalfView.failure("null", -32700, "Parse error"))
        }
    }
}

/// What one half of a node tells at one moment.
private struct HalfView {
    let node: SubstrateNode
    let half: ChainHalf
    let clock: ChainClock
    let isRelay: Bool
    let now: Timestamp
    private let subject: Int

    init(simulation: SubstrateSimulation, index: Int, isRelay: Bool, now: Timestamp) {
        node = simulation.nodes[index]
        half = isRelay ? node.relay : node.para
        clock = isRelay ? simulation.clocks.relay : simulation.clocks.para
        self.isRelay = isRelay
        self.now = now
        subject = index * 2 + (isRelay ? 1 : 0)
    }

    /// Calls that `--rpc-methods auto` refuses to anybody who is not on the same machine.
    private static let unsafeMethods: Set<String> = [
        "system_peers", "system_unstable_networkState", "system_addReservedPeer",
        "system_removeReservedPeer", "system_addLogFilter", "system_resetLogFilter",
        "author_insertKey", "author_rotateKeys", "author_hasSessionKeys", "author_hasKey",
        "author_removeExtrinsic", "state_getPairs", "state_queryStorage", "state_traceBlock",
    ]

    /// The calls that are answered, as `rpc_methods` lists them.
    private static let safeMethods = [
        "author_pendingExtrinsics", "chain_getBlockHash", "chain_getFinalizedHead",
        "chain_getHeader", "rpc_methods", "state_getRuntimeVersion", "state_getStorage",
        "state_getStorageSize", "system_chain",
        "system_chainType", "system_health", "system_localListenAddresses",
        "system_localPeerId", "system_name", "system_nodeRoles", "system_properties",
        "system_syncState", "system_version",
    ]

    func envelope(of call: CalledMethod) -> String {
        if let result = result(of: call) {
            return "{\"jsonrpc\":\"2.0\",\"result\":\(result),\"id\":\(call.id)}"
        }
        let isRefused =
            node.release.hasJSONRPSee && Self.unsafeMethods.contains(call.name)
        return Self.failure(
            call.id,
            -32601,
            isRefused ? "RPC call is unsafe to be called externally" : "Method not found"
        )
    }

    static func failure(_ id: String, _ code: Int, _ message: String) -> String {
        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":\(code),\"message\":\"\(message)\"},\"id\":\(id)}"
    }

    private func result(of call: CalledMethod) -> String? {
        switch call.name {
        case "system_health": health
        case "system_version": quoted(node.release.version)
        case "system_name": quoted("Manta/Calamari/Dolphin Collator")
        case "system_chain": quoted(isRelay ? "Kusama" : "Calamari Parachain")
        case "system_chainType": quoted("Live")
        case "system_properties":
            isRelay
                ? "{\"ss58Format\":2,\"tokenDecimals\":12,\"tokenSymbol\":\"KSM\"}"
                : "{\"ss58format\":78,\"tokenDecimals\":12,\"tokenSymbol\":\"KMA\"}"
        case "system_nodeRoles": "[\"\(isRelay ? "Full" : node.role.rawValue)\"]"
        case "system_localPeerId": quoted(identity)
        case "system_localListenAddresses":
            "[\"/ip4/127.0.0.1/tcp/\(isRelay ? 31334 : 31333)/p2p/\(identity)\"]"
        case "system_syncState": syncState
        case "chain_getHeader": header(call.parameters.first)
        case "chain_getFinalizedHead": quoted(hash(of: finalized))
        case "chain_getBlockHash": blockHash(call.parameters.first)
        case "state_getRuntimeVersion", "chain_getRuntimeVersion": runtimeVersion
        case "author_pendingExtrinsics": "[]"
        case "state_getStorage": call.parameters.first.flatMap(storage) ?? "null"
        case "state_getStorageSize": "null"
        case "rpc_methods":
            "{\"methods\":["
                + (Self.safeMethods + Self.unsafeMethods.sorted()).map(quoted)
                .joined(separator: ",") + "],\"version\":1}"
        default: nil
        }
    }

    private func quoted(_ text: String) -> String { "\"\(text)\"" }

    // MARK: The node

    var health: String {
        let isSyncing = half.isSyncing(clock, at: now, subject: subject)
        return "{\"peers\":\(half.peers(at: now, subject: subject)),"
            + "\"isSyncing\":\(isSyncing),\"shouldHavePeers\":true}"
    }

    /// The relay half has an identity of its own, made from the node's by a fixed letter.
    private var identity: String {
        isRelay ? String(node.peerID.dropLast()) + "R" : node.peerID
    }

    /// Without peers no higher block is known, and the key is left out (Substrate 0.9.22).
    private var syncState: String {
        let highest =
            half.peers(at: now, subject: subject) > 0
            ? ",\"highestBlock\":\(clock.head(at: now))" : ""
        return "{\"startingBlock\":\(half.startingBlock),\"currentBlock\":\(best)\(highest)}"
    }

    // MARK: The chain

    private var best: Int { half.best(clock, at: now) }

    private var finalized: Int {
        half.finalized(clock, at: now, behind: isRelay ? 3 : 2)
    }

    /// Both chains' identities, from Manta's documentation of 2022.
    private var genesis: String {
        isRelay
            ? "0xb0a8d493285c2df73290dfb7e61f870f17b41801197a149ca93654499ea3dafe"
            : "0x4ac80c99289841dd946ef92765bf659a307d39189b3ce374a92b5f0415ee17a1"
    }

    /// A hash from which the number can be read again: the last eight bytes are the number.
    private func hash(of number: Int) -> String {
        guard number > 0 else { return genesis }
        let seed = UInt64(number) &* (isRelay ? 31 : 17)
        let words = (0..<3).map { Jitter.mixed(seed &+ UInt64($0)) } + [UInt64(number)]
        return "0x" + words.map(Self.hexadecimal).joined()
    }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private func number(of hash: String) -> Int? {
        if hash == genesis { return 0 }
        guard hash.utf8.count == 66, let number = Int(hash.suffix(16), radix: 16), number <= best,
            self.hash(of: number) == hash
        else { return nil }
        return number
    }

    private func blockHash(_ parameter: String?) -> String {
        guard let parameter, parameter != "null" else { return quoted(hash(of: best)) }
        let number =
            parameter.hasPrefix("0x") ? Int(parameter.dropFirst(2), radix: 16) : Int(parameter)
        guard let number, (0...best).contains(number) else { return "null" }
        return quoted(hash(of: number))
    }

    private func header(_ parameter: String?) -> String {
        var wanted: Int? = best
        if let parameter, parameter != "null" { wanted = number(of: parameter) }
        guard let number = wanted else { return "null" }
        let state = "0x" + String(hash(of: number + 1).dropFirst(2).reversed())
        return "{\"parentHash\":\"\(hash(of: number - 1))\","
            + "\"number\":\"0x\(String(number, radix: 16))\",\"stateRoot\":\"\(state)\","
            + "\"extrinsicsRoot\":\"\(state)\",\"digest\":{\"logs\":[]}}"
    }

    /// Calamari's state as far as the incident speaks of it: the runtime, the time of the best
    /// block, the motion that the council voted on; nothing was authorised yet.
    ///
    /// The keys are those of Manta's chain specifications.
    private func storage(_ key: String) -> String? {
        guard !isRelay else { return nil }
        switch key {
        case "0x26aa394eea5630e07c48ae0c9558cef7f9cce9c888469bb1a0dceaa129672ef8":
            // System.LastRuntimeUpgrade: 3200 and the text "calamari".
            return quoted("0x01322063616c616d617269")
        case "0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb":
            // Timestamp.Now: milliseconds, little-endian.
            let behind = Int64(clock.head(at: now) - best) * 12_000
            let moment = UInt64(clamping: now.milliseconds - behind)
            return quoted("0x" + Self.hexadecimal(moment.byteSwapped))
        case "0xaebd463ed9925c488c112434d61debc088c2f7188c6fdd1dffae2fa0d171f440":
            // Council.Proposals: one hash, a drill invention.
            return quoted("0x04" + String(repeating: "5a", count: 32))
        default: return nil
        }
    }

    /// Calamari's numbers are those of the runtime of v3.2.0, which stayed throughout; the
    /// version of Kusama's runtime is a drill invention.
    private var runtimeVersion: String {
        let (name, implementation, authoring, spec, transaction) =
            isRelay
            ? ("kusama", "parity-kusama", 2, 9250, 11) : ("calamari", "calamari", 1, 3200, 5)
        return "{\"specName\":\"\(name)\",\"implName\":\"\(implementation)\","
            + "\"authoringVersion\":\(authoring),\"specVersion\":\(spec),"
            + "\"implVersion\":\(isRelay ? 0 : 1),\"apis\":[[\"0xdf6acb689907609b\",4],"
            + "[\"0xdd718d5cc53262d4\",1],[\"0xea93e3f16f3d6962\",1]],"
            + "\"transactionVersion\":\(transaction),\"stateVersion\":0}"
    }
}
