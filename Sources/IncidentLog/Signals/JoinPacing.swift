package import Primitives

/// When the nodes that join a fault are told.
///
/// One after the other, each is told at once. Many within seconds are a storm: what comes then is
/// gathered, so that it is told in three messages within ten minutes, the last of which names all.
package struct JoinPacing {
    /// Since when each node with the fault has had it, as far as it is known.
    let onsets: [Timestamp]
    /// Since when the nodes have had it that nobody was told of yet; not empty.
    let untold: [Timestamp]
    /// The span between two polls of a node: what happens at once is seen within one.
    let interval: Duration

    /// What is known of the nodes with one fault; `untold` is not empty.
    package init(onsets: [Timestamp], untold: [Timestamp], interval: Duration) {
        self.onsets = onsets
        self.untold = untold
        self.interval = interval
    }

    /// What people were told of the fault so far.
    package struct Told {
        /// When there was something to tell, the oldest first.
        var times: [Timestamp]
        /// When the storm was first told of that it is a part of; nil for none.
        var stormAt: Timestamp?
        /// Whether something is told now in any case.
        var isReminderDue: Bool
        /// Whether it was told of single nodes only so far.
        var isOfSingles: Bool

        /// What people were told; the oldest time first.
        package init(
            times: [Timestamp],
            stormAt: Timestamp? = nil,
            isReminderDue: Bool = false,
            isOfSingles: Bool = false
        ) {
            self.times = times
            self.stormAt = stormAt
            self.isReminderDue = isReminderDue
            self.isOfSingles = isOfSingles
        }
    }

    /// So many nodes within the window of a burst are a storm.
    static let burst = 4
    /// After so many messages about one fault within the span further ones are a storm as well;
    /// a person cannot follow more (EEMUA 191: ten in ten minutes).
    private static let messages = 12
    /// So many that wait for half an interval are told before the others are known.
    private static let crowd = 15
    /// How many messages a storm is worth within the span.
    static let messagesOfStorm = 3
    /// The span that messages are counted over.
    static let span: Duration = .seconds(600)
    /// The longest span within which the nodes of a burst begin.
    static let longestWindow: Duration = .seconds(10)
    /// The longest time for which nodes of a storm wait for others the first time, and later.
    private static let firstWait: Duration = .seconds(30)
    private static let laterWait: Duration = .seconds(300)
    /// For how long nothing new must have come before a burst is taken to be over.
    private static let pause: Duration = .seconds(1)

    /// Whether the nodes that nobody was told of are to be told now.
    package func isDue(_ told: Told, at now: Timestamp) -> Bool {
        let times = told.times.filter { $0 <= now && now - $0 < Self.span }
        guard let count = messagesInStorm(told, at: now) else {
            guard times.count >= Self.messages, let last = times.last else { return true }
            return told.isReminderDue
                || quiet(at: now) >= interval
                    && (times.count == Self.messages || now - last >= Self.laterWait)
        }
        let waited = now - (untold.min() ?? now)
        switch count {
        case 0, 1:
            let isCrowd = told.isOfSingles || untold.count >= Self.crowd && waited < interval
            return isCrowd && waited >= interval / 2
                || waited >= interval && quiet(at: now) >= Self.pause
                || waited >= max(Self.firstWait, interval * 2)
        case Self.messagesOfStorm - 1:
            return told.isReminderDue || quiet(at: now) >= interval * 2
                || waited >= Self.laterWait
        default: return false
        }
    }

    /// How many messages the storm has brought so far; nil when there is none.
    private func messagesInStorm(_ told: Told, at now: Timestamp) -> Int? {
        let window = min(Self.longestWindow, max(.seconds(5), interval))
        let latest = onsets.filter { $0 <= now && now - $0 < window }
        if let stormAt = told.stormAt {
            let count = told.times.count { $0 >= stormAt - Self.longestWindow && $0 <= now }
            // Who heard of a dozen already is told once more, when all are known.
            let isMuch = told.times.count { $0 <= now && now - $0 < Self.span } >= Self.messages
            return isMuch ? max(count, Self.messagesOfStorm - 1) : count
        }
        guard latest.count >= Self.burst, let begin = latest.min() else { return nil }
        // What was told before it was known to be a storm leaves room for two more messages.
        return min(1, told.times.count { $0 >= begin && $0 <= now })
    }

    /// For how long no further one has come.
    private func quiet(at now: Timestamp) -> Duration { now - (untold.max() ?? now) }
}

extension SignalState {
    /// How many messages about it are remembered.
    private static let tellingLimit = 20

    /// When the storm began that it is a part of: a message that brought many nodes at once.
    package func stormSince(at now: Timestamp) -> Timestamp? {
        stormAt.flatMap { $0 <= now && now - $0 < JoinPacing.span ? $0 : nil }
    }

    /// Whether a storm has been told as often as people can bear.
    func isToldEnough(at now: Timestamp) -> Bool {
        guard let begin = stormSince(at: now) else { return false }
        let times = tellings.filter { $0 >= begin - JoinPacing.longestWindow && $0 <= now }
        return times.count >= JoinPacing.messagesOfStorm
    }

    /// Remembers that there is something to tell.
    ///
    /// - Parameters:
    ///   - joined: How many nodes it is about that nobody was told of before.
    ///   - before: When people were last told of one of its nodes alone.
    mutating func noteTelling(joined: Int, before: Timestamp?, at now: Timestamp) {
        let earlier = tellings + [before].compactMap { $0 }
        let times = earlier.last == now ? earlier : earlier + [now]
        tellings = Array(times.suffix(Self.tellingLimit))
        if joined >= JoinPacing.burst, stormSince(at: now) == nil { stormAt = now }
    }
}

extension LogState {
    /// When people were last told of a single node with a fault, which may prove to be one of many.
    ///
    /// However many were told alone, they leave room for the message that names all.
    package func lastTellingOfSingle(_ rule: SignalKey, _ nodes: [NodeID]) -> Timestamp? {
        guard nodes.count > 1 else { return nil }
        return nodes.compactMap { signals[rule.member($0)] }
            .filter { $0.isActive && $0.wasRaised }.compactMap(\.tellings.last).max()
    }
}
