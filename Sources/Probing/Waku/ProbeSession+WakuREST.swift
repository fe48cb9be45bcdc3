import Primitives
import WireFormats

extension ProbeSession {
    /// Asks the REST API of a Waku node, nwaku from v0.10 on or go-waku.
    ///
    /// The requests follow one another on one connection: the node has a single thread.
    func readWakuREST(_ base: String, hasMetrics: Bool) async -> PollResult {
        await part("rest") { reading throws(ProbeFailure) in
            try await readHealth(base, &reading)
            let info = try await wakuInfo(base)
            guard let info else {
                // A node that says it is not ready may have no more to say; the metrics port of
                // one that is ready has a health page too, but is not the REST API.
                if let health = reading[.health], health != ["ready"] { return }
                throw await otherThanREST(base)
            }
            reading.record(.api, "rest")
            reading.record(.peerID, info.peerID)
            try await readVersion(base, &reading)
            try await readPeers(base, &reading)
            // The mesh of newer nodes is known without metrics too.
            if !hasMetrics { try await readMesh(base, &reading) }
        }
    }

    /// Reads `/health`, which nodes before v0.20 do not have.
    private func readHealth(_ base: String, _ reading: inout PollResult) async throws(ProbeFailure)
    {
        let answer = try await get(WebAddress.join(base, "/health"))
        reading.isAnswered = true
        if let health = WakuHealth(answer) {
            reading.record(health)
            return
        }
        // What else a server refuses with these words, it refuses for all paths.
        if answer.refusal?.isOfServer == true { _ = try answer.successful() }
    }

    /// Reads `/info` or its older name; nil when there is neither.
    func wakuInfo(_ base: String) async throws(ProbeFailure) -> WakuInfo? {
        for way in ways(for: base) {
            let path = way == .shortPaths ? "/info" : "/debug/v1/info"
            let answer = try await get(WebAddress.join(base, path))
            if answer.status == 200 {
                let info = try? answer.read { bytes throws(WireFormatError) in
                    try WakuInfo(body: bytes)
                }
                guard let info else { continue }
                memory.remember(way, for: base)
                return info
            }
            if answer.wakuRefusal == .initializing { throw .answered(.initialising) }
        }
        memory.remember(nil, for: base)
        return nil
    }

    private func ways(for base: String) -> [APIMemory.Way] {
        memory.way(for: base) == .debugPaths
            ? [.debugPaths, .shortPaths] : [.shortPaths, .debugPaths]
    }

    /// Reads the version; a node without the path has none to tell.
    private func readVersion(_ base: String, _ reading: inout PollResult) async throws(ProbeFailure)
    {
        let path = memory.way(for: base) == .debugPaths ? "/debug/v1/version" : "/version"
        let answer = try await get(WebAddress.join(base, path))
        guard answer.status == 200 else { return }
        let version = reading.noting("rest") { () throws(ProbeFailure) in
            try answer.read { bytes throws(WireFormatError) in try WakuVersion(body: bytes) }
        }
        reading.record(.version, version?.text)
    }

    private func readPeers(_ base: String, _ reading: inout PollResult) async throws(ProbeFailure) {
        let answer = try await get(WebAddress.join(base, "/admin/v1/peers"))
        guard answer.status != 200 else {
            let peers = reading.noting("rest") { () throws(ProbeFailure) in
                try answer.read { bytes throws(WireFormatError) in try WakuPeers(body: bytes) }
            }
            guard let peers else { return }
            reading.record(peers, protocolsAreOwn: memory.way(for: base) == .debugPaths)
            return
        }
        switch answer.wakuRefusal {
        case .initializing: throw .answered(.initialising)
        // go-waku says no more than 404 when its admin API is off.
        case .adminDisabled, .wrongPath, .notFound: reading.note("rest", .adminDisabled)
        case .relayNotMounted: reading.note("rest", .relayNotMounted)
        // What is no trouble of the node's own is an API that it does not have.
        case .other(let status, _) where status < 500 && ![401, 403, 429].contains(status):
            reading.note("rest", answer.refusal ?? .status(status))
        case .other(let status, _): throw .answered(answer.refusal ?? .status(status))
        }
    }

    private func readMesh(_ base: String, _ reading: inout PollResult) async throws(ProbeFailure) {
        guard memory.way(for: base) == .shortPaths, reading[.peers] != nil else { return }
        let answer = try await get(WebAddress.join(base, "/admin/v1/peers/mesh"))
        guard answer.status != 200 else {
            let mesh = reading.noting("rest") { () throws(ProbeFailure) in
                try answer.read { bytes throws(WireFormatError) in try WakuMeshPeers(body: bytes) }
            }
            reading.record(.mesh, mesh.map { Double($0.shards.map(\.peers.count).reduce(0, +)) })
            return
        }
        if answer.wakuRefusal == .relayNotMounted { reading.note("rest", .relayNotMounted) }
    }

    /// What a port that is no REST API is instead.
    private func otherThanREST(_ base: String) async -> ProbeFailure {
        if case .success = await wakuRPCInfo(base) {
            return .answered(
                .wrongAPI("the port speaks the JSON-RPC of 2021, not REST: give it as rpc")
            )
        }
        return .answered(.wrongAPI("the port answers, but not as the REST API of a Waku node"))
    }
}

extension WakuHealth {
    /// The health in an answer of `/health`; nil when it is not the answer of a Waku node.
    init?(_ answer: HTTPAnswer) {
        guard [200, 500, 503].contains(answer.status),
            let health = try? answer.read({ bytes throws(WireFormatError) in
                try WakuHealth(body: bytes)
            })
        else { return nil }
        // Any text is some health to the parser; of unknown ones only sentences about it count.
        if case .unknown(let text) = health.nodeHealth, health.protocols.isEmpty,
            !text.lowercased().contains("health check")
        {
            return nil
        }
        self = health
    }
}
