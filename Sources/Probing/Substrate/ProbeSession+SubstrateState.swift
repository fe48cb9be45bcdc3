package import Primitives
import WireFormats

extension ProbeSession {
    /// How long what the chain's state says of upgrades and votes is told again without asking:
    /// ten blocks of the relay chain.
    private static let stateInterval: Duration = .seconds(60)

    /// Keeps what the chain's state at a block says of upgrades and votes, asked now or lately.
    ///
    /// A node that does not answer such calls is no worse for it.
    func recordState(of base: String, at block: String, _ reading: inout PollResult) async {
        guard let call else { return }
        if let known = memory.state(for: base, at: call.at, within: Self.stateInterval) {
            for fact in known { reading.record(fact.name, fact.values) }
            return
        }
        let requests: [SubstrateRequest] = SubstrateCall.ofState.compactMap { part in
            part.key.map { (part, [.string($0.text), .string(block)]) }
        }
        var answers = SubstrateAnswers()
        try? await ask(requests, of: base, into: &answers)
        var state = PollResult()
        state.recordUpgrades(answers)
        await recordVotes(&answers, of: base, at: block, &state)
        memory.remember(state: state.facts, for: base, at: call.at)
        for fact in state.facts { reading.record(fact.name, fact.values) }
    }

    /// How many referenda are looked at: the newest that are not over.
    private static let referendumLimit: UInt32 = 4

    private func recordVotes(
        _ answers: inout SubstrateAnswers,
        of base: String,
        at block: String,
        _ reading: inout PollResult
    ) async {
        if let count = answers.number(.openGovCount) {
            reading.record(.openGovReferenda, String(count))
        }
        if let proposals = answers.elements(.councilProposals) {
            reading.record(.councilMotions, String(proposals))
        }
        guard let count = answers.number(.referendumCount) else { return }
        // The newest one too when it is over: how it ended is what people ask.
        let lowest = min(answers.number(.lowestUnbaked) ?? count, count == 0 ? 0 : count - 1)
        let first = max(lowest, count > Self.referendumLimit ? count - Self.referendumLimit : 0)
        var words: [String] = []
        for number in first..<max(first, count) {
            let key = SubstrateStorageKey.referendum(number)
            answers.forget(.referendum)
            try? await ask(
                [(.referendum, [.string(key.text), .string(block)])],
                of: base,
                into: &answers
            )
            let referendum = answers.read(.referendum) { value throws(WireFormatError) in
                try SubstrateReferendum(value)
            }
            if let referendum { words.append("#\(number) \(referendum.sentence)") }
        }
        if words.isEmpty, answers.isPresent(.nextExternal) {
            words = ["none, a motion waits to become one"]
        }
        reading.record(.referendum, words.isEmpty ? ["none"] : words)
    }
}

extension PollResult {
    /// The upgrade of the runtime: none, the hash that was authorised, or the code that waits for
    /// the relay chain.
    ///
    /// A chain that answers no key at all has said nothing. One that has a last upgrade and no
    /// authorised one has none: both keys are absent on chains without the pallets.
    fileprivate mutating func recordUpgrades(_ answers: SubstrateAnswers) {
        let last = answers.read(.lastRuntimeUpgrade) { value throws(WireFormatError) in
            try SubstrateStorageValue.runtime(value)
        }
        record(.lastRuntimeUpgrade, last)
        let hash = [SubstrateCall.authorizedUpgrade, .parachainAuthorizedUpgrade].lazy
            .compactMap { part in
                answers.read(part) { value throws(WireFormatError) in
                    try SubstrateStorageValue.upgrade(value)
                }
            }.first
        let isPending = answers.read(.pendingValidationCode) { value throws(WireFormatError) in
            try SubstrateStorageValue.size(value)
        }.map { $0 > 0 }
        if isPending == true {
            record(.authorisedRuntime, "pending")
        } else if let hash {
            record(.authorisedRuntime, hash)
        } else if last != nil {
            record(.authorisedRuntime, "none")
        }
    }
}

extension SubstrateAnswers {
    fileprivate func number(_ call: SubstrateCall) -> UInt32? {
        read(call) { value throws(WireFormatError) in try SubstrateStorageValue.number(value) }
    }

    fileprivate func elements(_ call: SubstrateCall) -> Int? {
        read(call) { value throws(WireFormatError) in try SubstrateStorageValue.count(value) }
    }

    fileprivate func isPresent(_ call: SubstrateCall) -> Bool {
        read(call) { value throws(WireFormatError) in try SubstrateAnswer.text(value) } != nil
    }

    /// The time of the best block, in seconds since 1970.
    var headTime: Double? {
        read(.timestamp) { value throws(WireFormatError) in
            try SubstrateStorageValue.moment(value)
        }.map { Double($0) / 1000 }
    }
}

extension Identifier where Subject == Fact {
    /// The upgrade of the runtime that is coming: `none`, its code's hash, or `pending`.
    package static let authorisedRuntime = Self("runtime.authorised")
    /// The runtime that last ran its migrations, such as `calamari-3200`.
    package static let lastRuntimeUpgrade = Self("runtime.migrated")
    /// The referenda that are not over, and the newest one.
    package static let referendum = Self("referendum")
    /// How many motions the council has open.
    package static let councilMotions = Self("council.motions")
    /// How many referenda of OpenGov there were.
    package static let openGovReferenda = Self("opengov.referenda")
}
