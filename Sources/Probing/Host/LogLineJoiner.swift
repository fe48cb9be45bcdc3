/// Puts together the lines that a container runtime wrote in parts.
///
/// A line longer than a buffer (16 KiB) comes as several: the parts of Kubernetes are marked `P`
/// and the last one `F` ("CRI logging"), those of Docker's `json-file` lack their line end but
/// for the last one. The parts of both streams may lie between one another.
struct LogLineJoiner: Sendable {
    /// What a line of the log gives to look at.
    enum Content {
        /// Nothing lies around the line.
        case bare
        /// A part of a line that goes on.
        case part
        /// What a program wrote.
        case line([UInt8])
    }

    /// So much of a line is kept; the rest would cost memory and matching only.
    static let limitBytes = 64 << 10

    private var parts: [LogEnvelope.Stream: [UInt8]] = [:]
    /// The streams whose parts were there at the end of the poll before, and did not go on since.
    private var resting: Set<LogEnvelope.Stream> = []

    /// What is inside this line, with the parts before it.
    mutating func content(of line: Span<UInt8>) -> Content {
        guard let opened = LogEnvelope.opened(line) else { return .bare }
        let before = parts.removeValue(forKey: opened.stream)
        resting.remove(opened.stream)
        guard before != nil || opened.isPart else {
            return .line(LogEnvelope.content(of: opened.bytes.span) ?? opened.bytes)
        }
        var whole = before ?? []
        whole += opened.bytes.prefix(Self.limitBytes - whole.count)
        guard opened.isPart else {
            return .line(LogEnvelope.content(of: whole.span) ?? whole)
        }
        parts[opened.stream] = whole
        return .part
    }

    /// Lines whose end did not come for a whole poll: their program may have died in the midst.
    mutating func endPoll() -> [[UInt8]] {
        let ended = resting.compactMap { parts.removeValue(forKey: $0) }
        resting = Set(parts.keys)
        return ended
    }
}
