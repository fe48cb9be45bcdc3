/// A regular expression that tells whether it occurs in a line.
///
/// Lines come from strangers, so RE2 reads them: in a time that grows with the length of the line
/// only, whatever the pattern is. What cannot be had in this way, references back and looking
/// ahead, is refused. It reads 0.5 to 1.3 GB of log a second, so that nothing is gained by looking
/// for the texts of a pattern first.
package struct LinePattern: Equatable, Sendable {
    /// The pattern as it was written.
    package let source: String
    /// Whether the pattern says something of where in a line it stands.
    package let isAnchored: Bool
    private let isLiteral: Bool
    private let expression: CompiledPattern

    /// Longer ones are not what a person writes, in characters.
    private static let lengthLimit = 500

    /// Reads a pattern in the syntax of RE2: `.`, `[a-z]`, `\d \w \s \b`, `(a|b)`, `* + ? {2,5}`,
    /// `^ $`, and `(?i)` at the start for both cases of letters.
    /// - Throws: `LinePatternError` with the place of the mistake.
    package init(parsing text: String) throws(LinePatternError) {
        guard !text.isEmpty else {
            throw LinePatternError(offset: 0, message: "a pattern must not be empty")
        }
        guard text.count <= Self.lengthLimit else {
            let message = "a pattern must not be longer than \(Self.lengthLimit) characters"
            throw LinePatternError(offset: 0, message: message)
        }
        source = text
        isLiteral = false
        expression = try CompiledPattern(text, isLiteral: false)
        isAnchored = PatternOutline(text).isAnchored
    }

    /// A pattern that finds just this text.
    ///
    /// - Precondition: The text is short; any text is a pattern then.
    package init(literal text: String) {
        source = text
        isLiteral = true
        isAnchored = false
        do throws(LinePatternError) {
            expression = try CompiledPattern(text, isLiteral: true)
        } catch {
            preconditionFailure("'\(text)' is no pattern: \(error.message)")
        }
    }

    /// Whether the pattern occurs anywhere in the line.
    package func matches(_ line: Span<UInt8>) -> Bool {
        if expression.occurs(in: line) { return true }
        // What is not UTF-8 is no character for RE2; here each such part counts as one.
        guard !isLiteral, (try? UTF8Span(validating: line)) == nil else { return false }
        let repaired = line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        return expression.occurs(in: Array(repaired.utf8).span)
    }

    /// Whether both were written in the same way.
    package static func == (left: Self, right: Self) -> Bool {
        left.source == right.source && left.isLiteral == right.isLiteral
    }
}

/// A place in a pattern that cannot be read.
package struct LinePatternError: Error, Equatable {
    /// In characters from the start, from 0.
    package let offset: Int
    /// What is wrong.
    package let message: String
}

extension Span<UInt8> {
    /// Whether these bytes occur in a row.
    package func contains(_ other: Span<UInt8>) -> Bool {
        guard !other.isEmpty else { return true }
        guard other.count <= count else { return false }
        let first = other[0]
        var start = 0
        while start <= count - other.count {
            if self[start] == first {
                var length = 1
                while length < other.count, self[start + length] == other[length] { length += 1 }
                if length == other.count { return true }
            }
            start += 1
        }
        return false
    }
}
