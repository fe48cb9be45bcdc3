import FleetModel
import WireFormats

/// What others put around the line that a program wrote.
///
/// Known are Docker's `json-file` (member `log`), `journalctl -o json` (member `MESSAGE`, a text,
/// a list of texts, or the bytes as numbers when some are not printable: systemd, "Journal JSON
/// Format"), `journalctl -o export` (`MESSAGE=…`, or a size of 8 bytes and the text: "Journal
/// Export Format") and the lines of Kubernetes (`TIME stdout F text`: "CRI logging").
/// JSON that a program writes by itself, as chronicles does, is no envelope.
enum LogEnvelope {
    /// Where a program wrote a line to, as far as its envelope tells.
    enum Stream: Hashable, Sendable {
        case unknown
        case standardOutput
        case standardError
    }

    /// What lies in an envelope.
    struct Opened {
        var bytes: [UInt8]
        var stream = Stream.unknown
        /// Whether the line goes on in the next envelope of its stream.
        var isPart = false
    }

    /// One envelope may lie in another, but not for ever.
    private static let depthLimit = 3

    /// The line inside; nil when nothing known lies around it.
    static func content(of line: Span<UInt8>) -> [UInt8]? {
        var content: [UInt8]?
        for _ in 0..<depthLimit {
            let next = content.map { opened($0.span) } ?? opened(line)
            guard let next else { break }
            content = next.bytes
        }
        return content
    }

    /// What lies in the outermost envelope; nil when there is none.
    static func opened(_ line: Span<UInt8>) -> Opened? {
        guard line.count > 0 else { return nil }
        if line[0] == UInt8(ascii: "{") { return ofJSON(line) }
        if line.starts(with: exportMark) {
            return Opened(bytes: line.bytes(from: exportMark.count))
        }
        if isSized(line) { return Opened(bytes: line.bytes(from: 8)) }
        return ofKubernetes(line)
    }
}

// MARK: JSON

extension LogEnvelope {
    private static let dockerMark = Array(#""log""#.utf8)
    private static let dockerStart = Array(#"{"log":""#.utf8)
    private static let journalMark = Array(#""MESSAGE""#.utf8)
    /// So many bytes at most lie behind Docker's text, or are half of a character, where a line
    /// was cut because it is too long.
    private static let cutLimit = 24

    private static func ofJSON(_ line: Span<UInt8>) -> Opened? {
        guard line.contains(dockerMark.span) || line.contains(journalMark.span) else { return nil }
        if let json = try? JSONValue(parsing: line) {
            return text(in: json).map { bytes in
                Opened(bytes: bytes, stream: stream(of: json), isPart: isPart(json))
            }
        }
        // A long line, of which only the beginning is kept.
        guard line.starts(with: dockerStart) else { return nil }
        let bytes = line.bytes(from: 0)
        for cut in 0...min(cutLimit, bytes.count - dockerStart.count) {
            let closed = bytes.dropLast(cut) + Array(#""}"#.utf8)
            if let json = try? JSONValue(parsing: closed.span) {
                return text(in: json).map { Opened(bytes: $0) }
            }
        }
        return nil
    }

    /// Docker cuts lines into parts of 16 KiB (`defaultBufSize` of its `Copier`).
    ///
    /// A part that ends within a character is some bytes shorter. Others leave the line end out of
    /// all lines.
    private static let partBytes = (16 << 10) - 8

    private static func isPart(_ json: JSONValue) -> Bool {
        guard let text = json.object?["log"]?.string else { return false }
        return text.utf8.count >= partBytes && text.utf8.last != 0x0A
    }

    private static func stream(of json: JSONValue) -> Stream {
        switch json.object?["stream"]?.string {
        case "stdout": .standardOutput
        case "stderr": .standardError
        case _: .unknown
        }
    }

    private static func text(in json: JSONValue) -> [UInt8]? {
        guard let members = json.object else { return nil }
        // A program that names its message otherwise wrote this JSON by itself.
        if members["msg"] == nil, members["message"] == nil,
            let text = members["log"]?.string
        {
            return text.utf8.withoutLineEnd
        }
        guard let message = members["MESSAGE"] else { return nil }
        if let text = message.string { return text.utf8.withoutLineEnd }
        guard let elements = message.array else { return nil }
        let bytes = elements.compactMap { $0.integer.flatMap { UInt8(exactly: $0) } }
        if bytes.count == elements.count { return bytes.withoutLineEnd }
        let texts = elements.compactMap(\.string)
        return texts.isEmpty ? nil : texts.joined(separator: " ").utf8.withoutLineEnd
    }
}

// MARK: Lines

extension LogEnvelope {
    private static let exportMark = Array("MESSAGE=".utf8)

    /// Whether this begins with a length of 8 bytes, little endian, of less than 16 MiB.
    private static func isSized(_ line: Span<UInt8>) -> Bool {
        line.count > 8 && (3..<8).allSatisfy { line[$0] == 0 }
    }

    private static let streams = [
        (mark: Array(" stdout ".utf8), stream: Stream.standardOutput),
        (mark: Array(" stderr ".utf8), stream: Stream.standardError),
    ]

    /// The text behind `2016-10-06T00:17:09.669794202Z stdout F `.
    private static func ofKubernetes(_ line: Span<UInt8>) -> Opened? {
        guard line.count > 30, line[0] == UInt8(ascii: "2"), line[4] == UInt8(ascii: "-"),
            line[10] == UInt8(ascii: "T")
        else { return nil }
        var start = 11
        while start < 40, start < line.count, line[start] != 0x20 { start += 1 }
        let rest = line.extracting(start..<line.count)
        guard rest.count > 9, rest[8] == UInt8(ascii: "F") || rest[8] == UInt8(ascii: "P")
        else { return nil }
        for (mark, stream) in streams where rest.starts(with: mark) {
            var end = 9
            while end < rest.count, rest[end] != 0x20 { end += 1 }
            let bytes = rest.bytes(from: min(end + 1, rest.count))
            return Opened(bytes: bytes, stream: stream, isPart: rest[8] == UInt8(ascii: "P"))
        }
        return nil
    }
}

extension Span<UInt8> {
    func starts(with mark: [UInt8]) -> Bool {
        guard count >= mark.count else { return false }
        for place in mark.indices where self[place] != mark[place] { return false }
        return true
    }

    func bytes(from start: Int) -> [UInt8] {
        extracting(start..<count).withUnsafeBufferPointer { Array($0) }
    }
}

extension Collection<UInt8> {
    /// The bytes without a line end behind them.
    var withoutLineEnd: [UInt8] {
        var bytes = Array(self)
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        return bytes
    }
}
