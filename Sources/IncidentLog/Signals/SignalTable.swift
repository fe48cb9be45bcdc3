import Primitives

/// The signals of a log by their identity in their fleet, with an index of those that a beat has to
/// look at.
///
/// A log of years has cleared many thousands of signals. What stands, is shelved or was over a
/// short while ago is found without looking at the others, and what has been over for long leaves.
///
/// A signal that is known without its fleet is that of whatever fleet asks for it, until one finds
/// the same and so claims it. Who asks without a fleet means the one that was found last.
package struct SignalTable: Codable, Equatable, Sendable {
    private var states: [SignalKey: SignalState] = [:]
    /// The signals that stand or are shelved, and at least all that were cleared within
    /// `recentSpan` before the last entry about a signal.
    private var currentKeys: Set<SignalKey> = []
    /// Where each signal was found last.
    private var lastKeys: [SignalID: SignalKey] = [:]
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
    package subscript(key: SignalKey) -> SignalState? {
        get { states[place(of: key)] }
        _modify {
            let key = place(of: key)
            yield &states[key]
            if states[key]?.isCurrent == true { currentKeys.insert(key) }
        }
    }

    /// Where a signal is remembered that is asked for by this key.
    private func place(of key: SignalKey) -> SignalKey {
        if states[key] != nil { return key }
        guard key.fleet != nil else { return lastKeys[key.id] ?? key }
        let unclaimed = SignalKey(key.id, of: nil)
        return states[unclaimed] == nil ? key : unclaimed
    }

    /// Takes note that a signal was found here: what was remembered of it without its fleet is that
    /// fleet's from now on.
    mutating func claim(_ key: SignalKey) {
        let place = place(of: key)
        if place != key, let state = states.removeValue(forKey: place) {
            states[key] = state
            currentKeys.remove(place)
            currentKeys.insert(key)
        }
        lastKeys[key.id] = key
    }

    /// Whether none is remembered.
    package var isEmpty: Bool { states.isEmpty }
    /// Every signal that is remembered, in no order.
    package var values: some Collection<SignalState> { states.values }
    /// The keys of every signal that is remembered, in no order.
    var keys: some Collection<SignalKey> { states.keys }

    /// Where signals of this name are remembered, in no order.
    func keys(with id: SignalID) -> [SignalKey] { states.keys.filter { $0.id == id } }

    /// What stands, is shelved or was over a short while ago in this fleet, in no order.
    ///
    /// What is known without its fleet is in any; nil asks for those of all fleets.
    package func current(in fleet: String?) -> some Sequence<SignalState> {
        currentKeys.lazy.compactMap { mayBeSame($0.fleet, fleet) ? states[$0] : nil }
    }

    /// What stands in this fleet, suppressed or not, by identity; nil asks for those of all.
    package func active(in fleet: String?) -> [SignalState] {
        current(in: fleet).filter(\.isActive).sorted { $0.key < $1.key }
    }

    /// Drops what has been over for long, seen from this moment.
    mutating func forget(at now: Timestamp) {
        if currentKeys.count >= currentLimit {
            currentKeys = currentKeys.filter { key in
                guard let state = states[key] else { return false }
                return state.isCurrent
                    || state.clearedAt.map { now - $0 <= Self.recentSpan } == true
            }
            currentLimit = max(Self.shortestWalk, currentKeys.count * 2)
        }
        guard states.count > stateLimit else { return }
        states = states.filter { !$0.value.isForgotten(at: now) }
        lastKeys = lastKeys.filter { states[$0.value] != nil }
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
