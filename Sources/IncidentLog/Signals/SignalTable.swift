package import Primitives

/// The signals of a log by their identity, with an index of those that a beat has to look at.
///
/// A log of years has cleared many thousands of signals. What stands, is shelved or was over a
/// short while ago is found without looking at the others, and what has been over for long leaves.
package struct SignalTable: Codable, Equatable, Sendable {
    private var states: [SignalID: SignalState] = [:]
    /// The signals that stand or are shelved, and at least all that were cleared within
    /// `recentSpan` before the last entry about a signal.
    private var currentIDs: Set<SignalID> = []
    private var currentLimit = Self.shortestWalk
    private var stateLimit = Self.keptCount

    /// For how long channels may still be told of the end of a signal.
    static let recentSpan: Duration = .seconds(3600)
    /// For how long a signal that is over stays in the list.
    static let keptSpan: Duration = .seconds(30 * 86_400)
    /// So many signals stay in the list, however long they have been over.
    static let keptCount = 2000
    private static let shortestWalk = 64

    /// No signal yet.
    package init() {}

    /// The signal of this identity, as it stands or last stood.
    package subscript(id: SignalID) -> SignalState? {
        get { states[id] }
        _modify {
            yield &states[id]
            if states[id]?.isCurrent == true { currentIDs.insert(id) }
        }
    }

    /// Whether none is remembered.
    package var isEmpty: Bool { states.isEmpty }
    /// Every signal that is remembered, in no order.
    package var values: some Collection<SignalState> { states.values }
    /// The identities of every signal that is remembered, in no order.
    package var keys: some Collection<SignalID> { states.keys }

    /// What stands, is shelved or was over a short while ago, in no order.
    package var current: some Sequence<SignalState> {
        currentIDs.lazy.compactMap { states[$0] }
    }

    /// What stands, suppressed or not, by identity.
    package var active: [SignalState] {
        current.filter(\.isActive).sorted { $0.id < $1.id }
    }

    /// Drops what has been over for long, seen from this moment.
    mutating func forget(at now: Timestamp) {
        if currentIDs.count >= currentLimit {
            currentIDs = currentIDs.filter { id in
                guard let state = states[id] else { return false }
                return state.isCurrent
                    || state.clearedAt.map { now - $0 <= Self.recentSpan } == true
            }
            currentLimit = max(Self.shortestWalk, currentIDs.count * 2)
        }
        guard states.count > stateLimit else { return }
        states = states.filter { !$0.value.isForgotten(at: now) }
        stateLimit = max(Self.keptCount, states.count * 3 / 2)
    }
}

extension SignalState {
    fileprivate var isCurrent: Bool { isActive || shelf != nil }

    /// What a person cleared stays: while its cause lasts, it is not raised again.
    fileprivate func isForgotten(at now: Timestamp) -> Bool {
        guard let clearedAt, shelf == nil, !isClearedByHand else { return false }
        return now - clearedAt > SignalTable.keptSpan
    }
}
