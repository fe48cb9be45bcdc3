import FleetModel
package import IncidentLog
package import Primitives

/// What people read before an update goes out: every message as its channel will be sent it.
package enum PreviewText {
    /// The lines; channels that are sent the same texts share them.
    package static func lines(_ preview: UpdatePreview, at now: Timestamp) -> [String] {
        var lines: [String] = []
        if preview.isDrill {
            lines += ["A drill: it goes to a local sink, to nobody outside.", ""]
        }
        for group in groups(preview.messages) {
            for message in group { lines.append(heading(message, isDrill: preview.isDrill)) }
            lines.append("")
            guard let first = group.first else { continue }
            for part in first.parts { lines += self.lines(part) + [""] }
        }
        let promise = preview.nextDue.map { "promised in \(($0 - now).brief)" } ?? "not promised"
        return lines + ["next update \(promise)"]
    }

    /// The messages whose parts carry the same texts, in the order of the first of each.
    private static func groups(_ messages: [ChannelMessage]) -> [[ChannelMessage]] {
        var groups: [[ChannelMessage]] = []
        for message in messages {
            let same = groups.firstIndex { $0.first.map { isSame($0, message) } == true }
            if let same {
                groups[same].append(message)
            } else {
                groups.append([message])
            }
        }
        return groups
    }

    private static func isSame(_ one: ChannelMessage, _ other: ChannelMessage) -> Bool {
        one.parts.map(\.text) == other.parts.map(\.text)
            && one.parts.map(\.title) == other.parts.map(\.title)
    }

    private static func heading(_ message: ChannelMessage, isDrill: Bool) -> String {
        let name = message.channel.id.rawValue
        if !isDrill, let problem = message.channel.service.problem {
            return "\(name): cannot be used: \(problem)"
        }
        let unit = message.limits.unit.word
        let limit = message.limits.longestPart
        let lengths = message.lengths.map(String.init)
        if lengths.count == 1 { return "\(name): 1 message, \(lengths[0]) of \(limit) \(unit)" }
        return "\(name): \(lengths.count) messages of at most \(limit) \(unit): "
            + lengths.joined(separator: " + ")
    }

    private static func lines(_ part: MessagePart) -> [String] {
        let place = part.count > 1 ? ["─ message \(part.index) of \(part.count) ─"] : []
        return place + (part.title.map { ["title: \($0)"] } ?? [])
            + part.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
