import Primitives
import WireFormats

/// The calls that one poll makes to one half of a Substrate node; the raw value is the call's id.
enum SubstrateCall: Int, CaseIterable {
    case health = 1
    case bestHeader, finalizedHead, version, genesis, chain, roles, syncState, peerID
    case finalizedHeader, runtime
    case timestamp, lastRuntimeUpgrade, authorizedUpgrade, parachainAuthorizedUpgrade
    case pendingValidationCode, referendumCount, lowestUnbaked, nextExternal, councilProposals
    case openGovCount, referendum

    var method: String {
        switch self {
        case .health: "system_health"
        case .bestHeader, .finalizedHeader: "chain_getHeader"
        case .finalizedHead: "chain_getFinalizedHead"
        case .version: "system_version"
        case .genesis: "chain_getBlockHash"
        case .chain: "system_chain"
        case .roles: "system_nodeRoles"
        case .syncState: "system_syncState"
        case .peerID: "system_localPeerId"
        case .runtime: "state_getRuntimeVersion"
        // The code itself is a megabyte or more.
        case .pendingValidationCode: "state_getStorageSize"
        case .timestamp, .lastRuntimeUpgrade, .authorizedUpgrade, .parachainAuthorizedUpgrade,
            .referendumCount, .lowestUnbaked, .nextExternal, .councilProposals, .openGovCount,
            .referendum:
            "state_getStorage"
        }
    }

    /// Where the value lies that the call asks for; nil for calls that ask for no plain value.
    var key: SubstrateStorageKey? {
        switch self {
        case .timestamp: .timestampNow
        case .lastRuntimeUpgrade: .lastRuntimeUpgrade
        case .authorizedUpgrade: .authorizedUpgrade
        case .parachainAuthorizedUpgrade: .parachainAuthorizedUpgrade
        case .pendingValidationCode: .pendingValidationCode
        case .referendumCount: .referendumCount
        case .lowestUnbaked: .lowestUnbaked
        case .nextExternal: .nextExternal
        case .councilProposals: .councilProposals
        case .openGovCount: .openGovCount
        case .health, .bestHeader, .finalizedHeader, .finalizedHead, .version, .genesis, .chain,
            .roles, .syncState, .peerID, .runtime, .referendum:
            nil
        }
    }

    /// The first round for the parachain half, or for a chain of its own.
    static let ofNode: [Self] = [
        .health, .bestHeader, .finalizedHead, .version, .genesis, .chain, .roles, .syncState,
        .peerID, .timestamp,
    ]
    /// What the chain's state says of upgrades and votes, asked seldom.
    static let ofState: [Self] = [
        .lastRuntimeUpgrade, .authorizedUpgrade, .parachainAuthorizedUpgrade,
        .pendingValidationCode, .referendumCount, .lowestUnbaked, .nextExternal,
        .councilProposals, .openGovCount,
    ]
    /// The first round for the embedded relay half.
    static let ofRelay: [Self] = [.health, .bestHeader, .finalizedHead, .genesis, .chain]
}

/// The answers to the calls of one poll.
struct SubstrateAnswers {
    private var results: [SubstrateCall: JSONValue] = [:]
    private var refusals: [SubstrateCall: SubstrateRefusal] = [:]
    private var failures: [SubstrateCall: FailureReason] = [:]

    mutating func add(_ response: JSONRPC.Response, to call: SubstrateCall) {
        results[call] = response.result
        refusals[call] = response.error.map(SubstrateRefusal.init)
    }

    /// Keeps an answer that came without an envelope.
    mutating func add(bare value: JSONValue, to call: SubstrateCall) {
        results[call] = value
    }

    mutating func forget(_ call: SubstrateCall) {
        results[call] = nil
        refusals[call] = nil
        failures[call] = nil
    }

    /// The result of a call, read; nil when the node refused it or answered something else.
    func read<Value>(
        _ call: SubstrateCall,
        _ parse: (JSONValue) throws(WireFormatError) -> Value
    ) -> Value? {
        try? reading(call, parse)?.get()
    }

    /// The result of a call, read, or what is wrong with it; nil when there is none.
    func reading<Value>(
        _ call: SubstrateCall,
        _ parse: (JSONValue) throws(WireFormatError) -> Value
    ) -> Result<Value, WireFormatError>? {
        results[call].map { value in
            Result { () throws(WireFormatError) in try parse(value) }
        }
    }

    /// A text result.
    func text(_ call: SubstrateCall) -> String? {
        read(call) { value throws(WireFormatError) in try SubstrateAnswer.text(value) }
    }

    /// Why a call gave nothing; nil when it was answered or not made.
    func refusal(_ call: SubstrateCall) -> SubstrateRefusal? { refusals[call] }

    /// Keeps that a call got an answer which is none of JSON-RPC, such as a page of a gateway.
    mutating func add(_ failure: FailureReason, to call: SubstrateCall) {
        failures[call] = failure
    }

    /// What came instead of an answer to a call; nil when one came.
    func failure(_ call: SubstrateCall) -> FailureReason? { failures[call] }

    /// Whether no call was answered with a result.
    var areAllRefused: Bool { results.isEmpty }
}
