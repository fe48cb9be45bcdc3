import FleetModel
import WireFormats

/// The words of a line as the program meant them, where its format wraps or escapes them, or where
/// others put marks before them.
///
/// A signature is looked for in the line and in these, so that `^` and `$` mean the words, and
/// that what stands in a pattern is what people read.
struct LogMessage {
    /// Where the words begin behind the marks of others; 0 when there are none.
    private let start: Int
    /// The whole line with its escapes resolved.
    private let unescaped: [UInt8]?
    /// The message of a line of JSON or logfmt.
    private let text: [UInt8]?

    /// The message of a line.
    ///
    /// - Parameters:
    ///   - bare: The line without its colours.
    ///   - line: The line as it was written.
    ///   - isAnchored: Whether it matters where the words begin and end. If it does not, there is
    ///     nothing new in a line without escapes.
    init(_ bare: Span<UInt8>, of line: Span<UInt8>, _ isAnchored: Bool) {
        let isEscaped = line.contains(UInt8(ascii: "\\"))
        start = isAnchored ? bare.endOfMarks : 0
        unescaped = isEscaped ? bare.withEscapesResolved(from: 0).bytes : nil
        text = isAnchored || isEscaped ? Self.text(of: line) : nil
    }

    /// Whether the pattern is found in the words; whether it is found in the line is another
    /// question.
    func matches(_ pattern: LinePattern, in bare: Span<UInt8>) -> Bool {
        if start > 0, pattern.isAnchored, pattern.matches(bare.extracting(start..<bare.count)) {
            return true
        }
        if let text, pattern.matches(text.span) { return true }
        if let unescaped, pattern.matches(unescaped.span) { return true }
        return false
    }
}

// MARK: JSON and logfmt

extension LogMessage {
    /// How programs and those who pass lines on name the message: chronicles, zap, logrus and pino;
    /// zerolog, tracing and Vector; journald; GELF; Docker; Loki; structlog.
    private static let names = [
        "msg", "message", "MESSAGE", "short_message", "log", "line", "event",
    ]
    private static let objectMark = Array(#"{""#.utf8)
    private static let logfmtMarks = [Array("msg=".utf8), Array("message=".utf8)]

    private static func text(of line: Span<UInt8>) -> [UInt8]? {
        guard let text = textOfJSON(in: line) ?? textOfLogfmt(in: line) else { return nil }
        let content = LogEnvelope.content(of: text.span) ?? text
        return content.span.withoutEscapes ?? content
    }

    /// The message of an object that ends the line, whatever stands before it.
    private static func textOfJSON(in line: Span<UInt8>) -> [UInt8]? {
        guard line.count > 2, line[line.count - 1] == UInt8(ascii: "}"),
            let start = line.offset(after: objectMark).map({ $0 - objectMark.count }),
            let json = try? JSONValue(parsing: line.extracting(start..<line.count))
        else { return nil }
        return message(in: json) ?? json["fields"].flatMap(message)
    }

    private static func message(in json: JSONValue) -> [UInt8]? {
        names.lazy.compactMap { json[$0]?.string }.first { !$0.isEmpty }?.utf8.withoutLineEnd
    }

    /// The value of `msg`, in quotes or a single word.
    private static func textOfLogfmt(in line: Span<UInt8>) -> [UInt8]? {
        for mark in logfmtMarks {
            guard let start = line.offset(after: mark), start < line.count,
                start == mark.count || line[start - mark.count - 1] == 0x20
            else { continue }
            if line[start] == UInt8(ascii: "\"") {
                let value = line.withEscapesResolved(from: start + 1, untilQuote: true)
                return value.isEnded ? value.bytes : nil
            }
            var end = start
            while end < line.count, line[end] != 0x20 { end += 1 }
            return line.extracting(0..<end).bytes(from: start)
        }
        return nil
    }
}

extension Span<UInt8> {
    fileprivate func contains(_ byte: UInt8) -> Bool {
        for place in indices where self[place] == byte { return true }
        return false
    }
}
