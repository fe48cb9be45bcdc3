package import Primitives

/// What asks for attention, or did.
package struct SignalState: Codable, Equatable, Sendable {
    /// What was found: identity, kind, urgency, words, nodes, evidence and causes, as last told.
    package var finding: Finding
    /// The entry that gave the words of the finding.
    private(set) var textEntry: EntryID?
    /// The number of that entry.
    private(set) var textSequence: Int64?
    /// When it was raised; re-opening within the hold keeps the moment of the first time.
    package var raisedAt: Timestamp
    /// When it was last raised, re-opened or changed.
    package var changedAt: Timestamp
    /// When it was cleared; nil while it stands.
    package var clearedAt: Timestamp?
    /// Whether a person cleared it; what has stood since before then does not raise it again.
    package var isClearedByHand = false
    /// Whether it ended while something else told of it, or planned work did: nobody has to take
    /// note of its end.
    package internal(set) var endedQuietly = false
    /// When it was raised or re-opened, the oldest first; the last `openingLimit` times.
    package internal(set) var openings: [Timestamp]
    /// How often it was raised or re-opened in all.
    package private(set) var timesOpened: Int
    /// Who has taken note of it; nil before somebody did.
    package var acknowledgement: Acknowledgement?
    /// Until when it is shelved, and why; nil when it is not.
    package var shelf: Shelf?
    /// What it is suppressed by while it stands; nil when it asks for attention itself.
    package var suppressor: Suppressor?
    /// Whether it ever asked for attention itself: what was only suppressed ends with its cause.
    package var wasRaised: Bool
    /// Whether it comes and goes so fast that only one signal stays open for it.
    package var isFlapping = false
    /// When people were last reminded that nobody has taken note of it.
    package var remindedAt: Timestamp?
    /// When there was something to tell channels about it, the oldest first; the last twenty.
    package internal(set) var tellings: [Timestamp] = []
    /// When the message was due that told of many nodes at once; nil before the first such one.
    var stormAt: Timestamp?
    /// What there is to tell channels about it; nil before it was raised.
    package var news: SignalTransition?
    /// What each channel was last told, or could not be.
    package var notices: [ChannelID: SignalNotice] = [:]

    /// That somebody has seen a signal and takes care of it.
    package struct Acknowledgement: Codable, Equatable, Sendable {
        /// Who.
        package let by: Actor
        /// When.
        package let at: Timestamp
        /// What they said, if anything.
        package let note: String?
        /// The entry that says so.
        let entry: EntryID
    }

    /// That somebody has put a signal aside for a while.
    package struct Shelf: Codable, Equatable, Sendable {
        /// Who.
        package let by: Actor
        /// When.
        package let at: Timestamp
        /// When it comes back by itself.
        package let until: Timestamp
        /// Why.
        package let reason: String
        /// The entry that says so.
        let entry: EntryID
    }

    init(_ finding: Finding, at: Timestamp, wasRaised: Bool = true) {
        self.finding = finding
        self.wasRaised = wasRaised
        raisedAt = at
        changedAt = at
        openings = wasRaised ? [at] : []
        timesOpened = wasRaised ? 1 : 0
    }

    mutating func takeWords(of entry: Entry) {
        textEntry = entry.id
        textSequence = entry.sequence
    }

    /// The signal's identity.
    package var id: SignalID { finding.id }
    /// How urgent it is.
    package var priority: SignalPriority { finding.priority }
    /// What was seen.
    package var text: String { finding.text }
    /// When the condition began.
    package var since: Timestamp { finding.since }
    /// The fleet that it was seen in; nil when that is not known.
    package var fleet: String? { finding.fleet }
    /// Whether it may be about this fleet: one without a fleet is about any.
    package func mayConcern(_ fleet: String?) -> Bool { mayBeSame(self.fleet, fleet) }
    /// The node concerned; nil for several, for the whole fleet or for a party.
    package var node: NodeID? { finding.nodes.count == 1 ? finding.nodes[0] : nil }
    /// Whether it still stands, suppressed or not.
    package var isActive: Bool { clearedAt == nil }

    /// Whether it is shelved at this moment.
    package func isShelved(at now: Timestamp) -> Bool {
        shelf.map { now < $0.until } ?? false
    }

    /// For how long what ended before anybody took note of it stays in sight.
    private static let returnedSpan: Duration = MaintenanceWindow.longest

    /// Whether it came and went and nobody has taken note of it yet.
    private func isReturned(at now: Timestamp) -> Bool {
        guard let clearedAt, wasRaised, acknowledgement == nil else { return false }
        // Who clears it by hand, or puts it aside until after its end, has seen it.
        let isSeen = isClearedByHand || shelf.map { clearedAt < $0.until } == true
        return !isSeen && !endedQuietly && now - clearedAt < Self.returnedSpan
    }

    /// Where it stands at this moment.
    package func standing(at now: Timestamp) -> Standing {
        if !isActive { return isReturned(at: now) ? .returned : .cleared }
        if suppressor != nil { return .suppressed }
        if isShelved(at: now) { return .shelved }
        return acknowledgement == nil ? .unacknowledged : .acknowledged
    }

    /// The states of a signal (ISA-18.2), those that ask for more attention first.
    package enum Standing: String, Comparable, CaseIterable, Sendable {
        case unacknowledged
        case acknowledged
        /// It is over, and nobody has taken note of it.
        case returned
        case shelved
        case suppressed
        case cleared

        /// Orders by the attention that is asked for.
        package static func < (left: Self, right: Self) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }
}

// MARK: Coming back

extension SignalState {
    private static let openingLimit = 20
    /// The hold after a signal is cleared: 2 minutes, half as long again with each time that it
    /// came back within the last hour, 30 minutes at most.
    private static let shortestHold: Duration = .seconds(120)
    private static let longestHold: Duration = .seconds(1800)
    private static let memory: Duration = .seconds(3600)

    /// How often it was raised or re-opened within the last hour.
    package func recentOpenings(at now: Timestamp) -> Int {
        openings.count { $0 <= now && now - $0 < Self.memory }
    }

    /// For how long after its end it is the same signal that comes back, and not a new one.
    package func hold(at now: Timestamp) -> Duration {
        let returns = max(0, recentOpenings(at: now) - 1)
        // Seven returns reach the longest hold.
        let grown = (0..<min(returns, 7)).reduce(Self.shortestHold) { span, _ in span * 3 / 2 }
        return min(grown, Self.longestHold)
    }

    /// Whether something found at this moment is the same signal come back.
    func isReopened(at now: Timestamp) -> Bool {
        guard let clearedAt, !isClearedByHand, wasRaised else { return false }
        return now - clearedAt <= hold(at: clearedAt)
    }

    /// Takes the finding as the same signal come back.
    mutating func reopen(_ finding: Finding, at: Timestamp) {
        let isWorse = finding.priority < self.finding.priority
        self.finding = finding
        if isWorse { acknowledgement = nil }
        clearedAt = nil
        endedQuietly = false
        changedAt = at
        suppressor = nil
        openings.append(at)
        if openings.count > Self.openingLimit { openings.removeFirst() }
        timesOpened += 1
    }

    /// Takes the finding as a new signal of the same identity; what was shelved stays shelved.
    mutating func raiseAnew(_ finding: Finding, at: Timestamp) {
        let before = self
        self = SignalState(finding, at: at)
        if let shelf = before.shelf, at < shelf.until { self.shelf = shelf }
        openings = Array((before.openings + [at]).suffix(Self.openingLimit))
        timesOpened = before.timesOpened + 1
    }
}

// MARK: Reminding

extension SignalState {
    /// People are told once more when nobody has taken note for 5 minutes, then every 4 hours.
    private static let firstReminder: Duration = .seconds(300)
    private static let furtherReminders: Duration = .seconds(4 * 3600)

    /// Whether people must be told once more that nobody has taken note of it.
    package func isReminderDue(at now: Timestamp) -> Bool {
        guard priority == .critical, standing(at: now) == .unacknowledged, !isToldEnough(at: now)
        else { return false }
        // A shelf that has ended, and a suppression, are no time in which somebody could act.
        let begin = max(raisedAt, shelf?.until ?? raisedAt)
        let due =
            remindedAt.map { $0 + Self.furtherReminders } ?? begin + Self.firstReminder
        return due <= now
    }
}

/// What keeps a finding from asking for attention itself.
package enum Suppressor: Codable, Hashable, Sendable {
    /// A signal that explains it, or that it is part of.
    case signal(id: SignalID)
    /// Planned work on its nodes.
    case maintenance(id: MaintenanceID)
}

extension SignalID {
    /// The rule behind a signal of this node: `no peers` of `no peers/kebab`.
    package func rule(of node: NodeID) -> SignalID? {
        let suffix = "/\(node)"
        guard rawValue.hasSuffix(suffix), rawValue.utf8.count > suffix.utf8.count else {
            return nil
        }
        return SignalID(String(rawValue.dropLast(suffix.count)))
    }
}

extension SignalID {
    /// The signal of the group that a signal of one node may be told in.
    package var group: SignalID? {
        rawValue.lastIndex(of: "/").map { SignalID(String(rawValue[..<$0])) }
    }
}

extension Finding {
    /// The rule behind it, when it is about one node and its identity says so.
    package var rule: SignalID? {
        nodes.count == 1 ? id.rule(of: nodes[0]) : nil
    }
}

extension SignalEvent {
    /// The one signal that the entry is about; nil when it is about several, or planned work.
    package var signal: SignalKey? {
        switch self {
        case .raised(let id, _, _, _, _): SignalKey(id, of: nil)
        case .cleared(let id, _, let fleet), .changed(let id, _, _, _, _, _, let fleet),
            .acknowledged(let id, _, let fleet), .shelved(let id, _, _, let fleet),
            .unshelved(let id, _, let fleet), .reminded(let id, let fleet),
            .notified(let id, _, _, _, let fleet), .notNotified(let id, _, _, _, let fleet):
            SignalKey(id, of: fleet)
        case .found(let finding), .reopened(let finding): finding.key
        case .acknowledgedAll, .suppressed, .maintenanceDeclared, .maintenanceEnding,
            .maintenanceEnded:
            nil
        }
    }

    /// The signals that the entry says something of by their identities, in its order.
    package var signals: [SignalID] {
        if case .acknowledgedAll(let ids, _, _) = self { return ids }
        return signal.map { [$0.id] } ?? []
    }

    /// The fleet that the entry is about; nil when it does not say so.
    package var fleet: String? {
        switch self {
        case .suppressed(let findings, _): findings.first?.fleet
        case .acknowledgedAll(_, _, let fleet),
            .maintenanceDeclared(_, _, _, _, _, _, let fleet):
            fleet
        case .maintenanceEnding, .maintenanceEnded: nil
        case .raised, .cleared, .changed, .acknowledged, .shelved, .unshelved, .reminded,
            .notified, .notNotified, .found, .reopened:
            signal?.fleet
        }
    }

    /// Whether the entry is about this signal.
    package func concerns(_ key: SignalKey) -> Bool {
        guard mayBeSame(fleet, key.fleet) else { return false }
        if case .suppressed(let findings, let suppressor) = self {
            return suppressor == .signal(id: key.id) || findings.contains { $0.id == key.id }
        }
        return signals.contains(key.id)
    }

    /// Whether the entry is about a node of this name.
    package func concerns(_ node: NodeID) -> Bool {
        switch self {
        case .raised(_, _, _, let other, _): other == node
        case .found(let finding), .reopened(let finding): finding.nodes.contains(node)
        case .changed(_, _, _, let nodes, _, _, _): nodes.contains(node)
        case .suppressed(let findings, _): findings.contains { $0.nodes.contains(node) }
        case .maintenanceDeclared(_, let nodes, _, _, _, _, _): nodes.contains(node)
        case .cleared, .acknowledged, .acknowledgedAll, .shelved, .unshelved, .reminded, .notified,
            .notNotified:
            signals.contains { $0.rawValue.hasSuffix("/\(node)") }
        case .maintenanceEnding, .maintenanceEnded: false
        }
    }
}
