import Broadcasting
import Primitives
import Synchronization

/// What a service knows of the channels that it is at.
final class ChannelQueues: Sendable {
    private struct State {
        var busy: Set<ChannelID> = []
        var leased: Set<ChannelID> = []
        var unfinished: [ChannelID: Set<String>] = [:]
    }

    private let state = Mutex(State())

    /// Begins to work through a channel's queue; whether nobody was at it.
    func begin(_ channel: ChannelID) -> Bool {
        state.withLock { $0.busy.insert(channel).inserted }
    }

    func end(_ channel: ChannelID) {
        state.withLock { _ = $0.busy.remove(channel) }
    }

    /// Whether no queue is being worked through.
    var isIdle: Bool { state.withLock(\.busy.isEmpty) }

    /// Notes that a channel was taken, and what another program was at that had it before.
    func note(lease channel: ChannelID, unfinished: String?) {
        state.withLock { state in
            state.leased.insert(channel)
            if let unfinished { state.unfinished[channel, default: []].insert(unfinished) }
        }
    }

    /// The channels that were taken and not given back.
    var leased: Set<ChannelID> { state.withLock(\.leased) }

    /// Notes that a channel is given back; whether it had been taken.
    func forget(lease channel: ChannelID) -> Bool {
        state.withLock { $0.leased.remove(channel) != nil }
    }

    /// Whether another program was at this part when its lease ran out: told once.
    func wasUnfinished(_ key: IdempotencyKey, on channel: ChannelID) -> Bool {
        state.withLock { $0.unfinished[channel]?.remove(key.rawValue) != nil }
    }
}
