package import FleetModel
import Primitives

/// Cuts a status update into parts that a service takes.
package enum MessageSplitter {
    /// The parts of a message, in order; at least one.
    ///
    /// Each part has a heading; several parts are numbered in it. Cuts are made between
    /// paragraphs, else between lines, else between words, and inside a word only when it alone
    /// is longer than a part.
    package static func parts(of message: StatusMessage, limits: ChannelLimits) -> [MessagePart] {
        let text = message.text.trimmed
        var count = 1
        while true {
            let pieces = pieces(of: text, message: message, limits: limits, count: count)
            // The numbers in the heading take room themselves: cut again when they grow.
            let isSettled =
                pieces.count == count
                || (count > 1 && String(pieces.count).count <= String(count).count)
            guard isSettled else {
                count = pieces.count
                continue
            }
            return pieces.enumerated().map { offset, piece in
                let heading = heading(
                    of: message,
                    index: offset + 1,
                    count: pieces.count,
                    limits: limits
                )
                return MessagePart(
                    message,
                    index: offset + 1,
                    count: pieces.count,
                    heading: heading,
                    body: piece,
                    limits: limits
                )
            }
        }
    }

    /// The heading of a part; only the first one has the title.
    private static func heading(
        of message: StatusMessage,
        index: Int,
        count: Int,
        limits: ChannelLimits
    ) -> String {
        let mark = message.mode.mark
        let counter = count == 1 ? "" : " (\(index)/\(count))"
        if message.isTest { return message.title + counter }
        let isRepeat = message.repeatedPart == index && !limits.dropsDuplicates
        let name =
            mark + subject(of: message) + counter + (isRepeat ? MessagePart.repeatMark : "")
        let title = clipped(
            message.title.oneLine,
            to: limits.longestPart / 4,
            unit: limits.unit
        )
        return index > 1 || title.isEmpty ? name : name + ": " + title
    }

    private static func subject(of message: StatusMessage) -> String {
        message.signal.map {
            "\(ChannelText.line($0.fleet)): \($0.priority.rawValue) signal \($0.word.rawValue)"
        } ?? "\(message.incident) update #\(message.number)"
    }

    /// A text of at most this length, with an ellipsis where something was cut off.
    static func clipped(_ text: String, to room: Int, unit: ChannelLimits.Unit) -> String {
        guard unit.length(of: text) > room else { return text }
        let end = fittingEnd(of: text[...], room: room - unit.length(of: "…"), unit: unit)
        return text[..<end].trimmed + "…"
    }

    private static func pieces(
        of text: String,
        message: StatusMessage,
        limits: ChannelLimits,
        count: Int
    ) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        repeat {
            // The last number is as long as any that comes after the first.
            let index = pieces.isEmpty ? 1 : count
            let heading = heading(of: message, index: index, count: count, limits: limits)
            // Room for the mark is always kept, so that a message is cut alike when it is repeated.
            let isMarkable = count > 1 && !limits.dropsDuplicates && message.repeatedPart != index
            let mark = isMarkable ? limits.unit.length(of: MessagePart.repeatMark) : 0
            let room = limits.longestPart - limits.unit.length(of: heading + "\n") - mark
            let end = cut(in: rest, room: max(16, room), unit: limits.unit)
            pieces.append(rest[..<end].trimmed)
            rest = rest[end...].drop(while: \.isWhitespace)
        } while !rest.isEmpty
        return pieces
    }

    /// Where to end a piece that begins this text.
    private static func cut(
        in text: Substring,
        room: Int,
        unit: ChannelLimits.Unit
    ) -> String.Index {
        let end = fittingEnd(of: text, room: room, unit: unit)
        guard end < text.endIndex, end > text.index(after: text.startIndex) else { return end }
        // A border in the first quarter is not used: it would leave a stub of a part.
        let earliest = text.utf8.index(
            text.startIndex,
            offsetBy: text[..<end].utf8.count / 4
        )
        var line: String.Index?
        var word: String.Index?
        var place = end
        while place > earliest {
            let character = text[place]
            if character.isNewline {
                let next = text.index(after: place)
                if next < text.endIndex, text[next].isNewline { return place }
                line = line ?? place
            } else if character.isWhitespace {
                word = word ?? place
            }
            place = text.index(before: place)
        }
        return line ?? word ?? end
    }

    /// The end of the longest beginning that fits; never the start of a text that is not empty.
    private static func fittingEnd(
        of text: Substring,
        room: Int,
        unit: ChannelLimits.Unit
    ) -> String.Index {
        var left = room
        var end = text.startIndex
        while end < text.endIndex {
            let next = text.index(after: end)
            left -= unit.length(of: text[end..<next])
            if left < 0 { break }
            end = next
        }
        guard end == text.startIndex else { return end }
        return fittingScalars(of: text, room: room, unit: unit)
    }

    /// Cuts inside a character, which may be made of any number of combining marks.
    private static func fittingScalars(
        of text: Substring,
        room: Int,
        unit: ChannelLimits.Unit
    ) -> String.Index {
        let scalars = text.unicodeScalars
        var left = room
        var end = scalars.startIndex
        while end < scalars.endIndex {
            left -= unit.length(of: String(scalars[end]))
            if left < 0 && end > scalars.startIndex { break }
            end = scalars.index(after: end)
        }
        return end
    }
}
