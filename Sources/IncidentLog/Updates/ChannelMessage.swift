package import FleetModel

/// A message as one channel is sent it, part by part.
///
/// Whoever shows a message before it goes out and whoever sends it both ask here: nothing else is
/// sent than what was shown.
package struct ChannelMessage: Equatable, Sendable {
    /// Where it goes.
    package let channel: ChannelSpec
    /// What one message there takes; in a drill, what its sink takes.
    package let limits: ChannelLimits
    /// The parts in the order in which they are sent; at least one.
    package let parts: [MessagePart]

    /// This message, cut for this channel.
    package init(_ message: StatusMessage, to channel: ChannelSpec) {
        self.channel = channel
        limits =
            switch message.mode {
            case .real: channel.service.limits ?? .ofUnusable
            case .drill: .ofDrill
            }
        parts = MessageSplitter.parts(of: message, limits: limits)
    }

    /// The part with this number, from 1, as it is sent when it may have been sent before.
    package func repeated(_ number: Int) -> MessagePart {
        var again = parts[number - 1].message
        again.repeatedPart = number
        let marked = MessageSplitter.parts(of: again, limits: limits)
        return marked.count == parts.count ? marked[number - 1] : parts[number - 1]
    }

    /// The length of each part's text, in the unit of the channel's limit.
    package var lengths: [Int] { parts.map { limits.unit.length(of: $0.text) } }
}
