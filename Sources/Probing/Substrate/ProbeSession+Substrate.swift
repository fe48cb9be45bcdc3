import FleetModel
package import Primitives
import WireFormats

extension ProbeSession {
    /// Asks a Substrate node: its RPC, that of its relay half, and both metrics pages at once.
    func readSubstrate(_ target: SubstrateTarget) async -> PollResult {
        async let node = part("rpc") { reading throws(ProbeFailure) in
            try await readNode(target.rpc, &reading)
        }
        async let relay = target.relayRPC.asyncMap { url in
            await part("relay rpc") { reading throws(ProbeFailure) in
                try await readRelay(url, &reading)
            }
        }
        async let page = target.metrics.asyncMap { url in
            await part("metrics") { reading throws(ProbeFailure) in
                let page = try await metricsPage(url, selecting: SubstrateSeries.selection)
                reading.recordNode(page)
                reading.note(oddLinesOf: page, part: "metrics")
            }
        }
        async let relayPage = target.relayMetrics.asyncMap { url in
            await part("relay metrics") { reading throws(ProbeFailure) in
                let page = try await metricsPage(url, selecting: SubstrateSeries.selection)
                reading.recordRelay(page)
                reading.note(oddLinesOf: page, part: "relay metrics")
            }
        }
        var reading = await node
        let pages = [await page, await relayPage].compactMap { $0 }
        // The RPC comes first: the gauges behind the metrics are up to five seconds old.
        for part in [await relay].compactMap({ $0 }) + pages { reading.merge(part) }
        reading.sumCPU(of: pages)
        return reading
    }

    private func readNode(_ url: String, _ reading: inout PollResult) async throws(ProbeFailure) {
        var answers = SubstrateAnswers()
        try await ask(SubstrateCall.ofNode.map(\.request), of: url, into: &answers)
        try reading.beginSubstrate(answers)
        let health = answers.health
        reading.record(.api, "json-rpc")
        reading.record(.peers, health?.peers.map(Double.init))
        reading.record(.syncing, health?.isSyncing)
        reading.record(.shouldHavePeers, health?.shouldHavePeers)
        reading.record(.version, answers.text(.version))
        reading.record(.chain, answers.text(.chain))
        reading.record(.peerID, answers.text(.peerID))
        reading.record(.genesis, answers.hash(.genesis))
        reading.record(.heightBest, answers.height(.bestHeader))
        reading.record(.heightTarget, answers.target)
        if let call, let time = answers.headTime {
            reading.record(.headAge, Double(call.at.milliseconds) / 1000 - time)
        }
        if let roles = answers.roles, !roles.isEmpty { reading.record(.roles, roles) }
        reading.judge(heightIn: answers, part: "rpc")
        reading.note(refusalsIn: answers, part: "rpc")
        guard let final = answers.hash(.finalizedHead) else { return }
        let parameters: JSONValue = [.string(final)]
        try await ask(
            [(.finalizedHeader, parameters), (.runtime, parameters)],
            of: url,
            into: &answers
        )
        reading.record(.heightFinalized, answers.height(.finalizedHeader))
        reading.record(.runtime, answers.runtime)
        reading.note(refusalsIn: answers, part: "rpc")
        await recordState(of: url, at: final, &reading)
    }

    private func readRelay(_ url: String, _ reading: inout PollResult) async throws(ProbeFailure) {
        var answers = SubstrateAnswers()
        try await ask(SubstrateCall.ofRelay.map(\.request), of: url, into: &answers)
        try reading.beginSubstrate(answers)
        reading.record(.relayPeers, answers.health?.peers.map(Double.init))
        reading.record(.relaySyncing, answers.health?.isSyncing)
        reading.record(.relayChain, answers.text(.chain))
        reading.record(.relayGenesis, answers.hash(.genesis))
        reading.record(.relayHeightBest, answers.height(.bestHeader))
        reading.judge(heightIn: answers, part: "relay rpc")
        reading.note(refusalsIn: answers, part: "relay rpc")
        guard let final = answers.hash(.finalizedHead) else { return }
        try await ask([(.finalizedHeader, [.string(final)])], of: url, into: &answers)
        reading.record(.relayHeightFinalized, answers.height(.finalizedHeader))
        reading.note(refusalsIn: answers, part: "relay rpc")
    }
}

extension SubstrateCall {
    /// The call with the parameters of the first round: block 0 for the genesis hash, else none.
    fileprivate var request: ProbeSession.SubstrateRequest {
        if let key { return (self, [.string(key.text)]) }
        return (self, self == .genesis ? [0] : [])
    }
}

extension PollResult {
    /// Adds up the CPU time of both halves; it counts only when every page told its part, because
    /// half of it would look like a new process.
    fileprivate mutating func sumCPU(of pages: [PollResult]) {
        samples.removeAll { $0.metric == .cpuSeconds }
        let parts = pages.compactMap { $0[.cpuSeconds] }
        if !parts.isEmpty, parts.count == pages.count {
            record(.cpuSeconds, parts.reduce(0, +))
        }
    }

    /// Checks that a Substrate node answered at all.
    fileprivate mutating func beginSubstrate(_ answers: SubstrateAnswers) throws(ProbeFailure) {
        isAnswered = true
        if answers.health == nil, answers.height(.bestHeader) == nil {
            if case .other(let failure) = answers.refusal(.health) {
                throw .answered(FailureReason(WireFormatError.refused(failure)))
            }
            throw .answered(.wrongAPI("the port speaks JSON-RPC, but not as a Substrate node"))
        }
    }

    /// Keeps a truth value as 1 or 0.
    fileprivate mutating func record(_ metric: MetricName, _ flag: Bool?) {
        record(metric, flag.map { $0 ? 1.0 : 0.0 })
    }

    /// Every node tells its height; what else it refuses is no fault of it, or nodes behind a
    /// gateway would be ill for ever.
    fileprivate mutating func judge(heightIn answers: SubstrateAnswers, part: String) {
        guard answers.height(.bestHeader) == nil else { return }
        fail(part, .answered(.other("\(SubstrateCall.bestHeader.method) tells no height")))
    }

    /// Methods that the node keeps from strangers are worth a note; older nodes call them missing.
    fileprivate mutating func note(refusalsIn answers: SubstrateAnswers, part: String) {
        // Chains without a pallet and nodes that keep their state to themselves are no fault.
        for call in SubstrateCall.allCases where call.key == nil && call != .referendum {
            switch answers.refusal(call) {
            case .unsafe: note(part, .unsafeRefused(method: call.method))
            case .other(let failure):
                note(part, FailureReason(WireFormatError.refused(failure)))
            case .methodMissing, .stateDiscarded, nil: break
            }
            for oddity in answers.oddities(of: call) {
                let reason = FailureReason(oddity)
                note(part, .other("\(call.method): \(reason.sentence)"))
            }
            if let failure = answers.failure(call) {
                note(part, .other("\(call.method): \(failure.sentence)"))
            }
        }
    }
}

extension SubstrateAnswers {
    /// What is wrong with the answer to a call; none where the node said that it knows nothing.
    fileprivate func oddities(of call: SubstrateCall) -> [WireFormatError] {
        func oddity<Value>(
            _ parse: (JSONValue) throws(WireFormatError) -> Value
        ) -> [WireFormatError] {
            switch reading(call, parse) {
            case .success, .failure(.absent), nil: []
            case .failure(let error): [error]
            }
        }
        return switch call {
        case .health:
            health?.oddities
                ?? oddity { value throws(WireFormatError) in try SubstrateHealth(value) }
        case .syncState:
            oddity { value throws(WireFormatError) in try SubstrateSyncState(value) }
        case .version, .chain, .peerID:
            oddity { value throws(WireFormatError) in try SubstrateAnswer.text(value) }
        case .genesis, .finalizedHead:
            oddity { value throws(WireFormatError) in try SubstrateAnswer.blockHash(value) }
        case .roles:
            oddity { value throws(WireFormatError) in try SubstrateAnswer.nodeRoles(value) }
        case .runtime:
            oddity { value throws(WireFormatError) in try SubstrateRuntimeVersion(value) }
        // Without a height of the best block the node is ill, and that is told.
        case .bestHeader, .finalizedHeader, .timestamp, .lastRuntimeUpgrade, .authorizedUpgrade,
            .parachainAuthorizedUpgrade, .pendingValidationCode, .referendumCount, .lowestUnbaked,
            .nextExternal, .councilProposals, .openGovCount, .referendum:
            []
        }
    }

    fileprivate var health: SubstrateHealth? {
        read(.health) { value throws(WireFormatError) in try SubstrateHealth(value) }
    }

    fileprivate func height(_ call: SubstrateCall) -> Double? {
        read(call) { value throws(WireFormatError) in try SubstrateHeader(value) }
            .map { Double($0.number) }
    }

    fileprivate func hash(_ call: SubstrateCall) -> String? {
        read(call) { value throws(WireFormatError) in try SubstrateAnswer.blockHash(value) }
    }

    fileprivate var target: Double? {
        read(.syncState) { value throws(WireFormatError) in try SubstrateSyncState(value) }?
            .highestBlock.map(Double.init)
    }

    fileprivate var runtime: String? {
        read(.runtime) { value throws(WireFormatError) in try SubstrateRuntimeVersion(value) }?
            .shortText
    }

    fileprivate var roles: [String]? {
        read(.roles) { value throws(WireFormatError) in try SubstrateAnswer.nodeRoles(value) }?
            .map { role in
                switch role {
                case .full: "full"
                case .authority: "authority"
                case .lightClient: "light client"
                case .other(let word): word.lowercased()
                }
            }
    }
}

extension Identifier where Subject == Fact {
    /// The name of the relay half's chain.
    package static let relayChain = Self("relay.chain")
}
