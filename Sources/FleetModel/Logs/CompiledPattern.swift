import CRE2

/// A pattern of RE2.
final class CompiledPattern: Sendable {
    // Never changed, and RE2 lets any number of threads look with one pattern at once.
    private nonisolated(unsafe) let pattern: OpaquePointer

    init(_ text: String, isLiteral: Bool) throws(LinePatternError) {
        var mistake = CR_NO_MISTAKE
        var (start, count) = (0, 0)
        let bytes = Array(text.utf8CString.dropLast())
        let read = cr_read(bytes, bytes.count, isLiteral ? 1 : 0, &mistake, &start, &count)
        guard let read else {
            throw LinePatternError(mistake, in: text, part: start..<start + count)
        }
        pattern = read
    }

    deinit { cr_free(pattern) }

    func occurs(in line: Span<UInt8>) -> Bool {
        line.withUnsafeBufferPointer { cr_occurs(pattern, $0.baseAddress, $0.count) } == 1
    }
}

extension LinePatternError {
    /// The mistake in our words.
    ///
    /// - Parameter part: The bytes of the pattern that are meant.
    fileprivate init(_ mistake: cr_mistake, in text: String, part: Range<Int>) {
        let bytes = Array(text.utf8)
        let meant = String(decoding: bytes[part], as: UTF8.self)
        offset =
            switch mistake {
            case CR_OPEN_PARENTHESIS: PatternOutline(text).openGroup ?? 0
            case CR_LOOSE_PARENTHESIS: PatternOutline(text).looseEnd ?? 0
            case CR_ENDS_IN_BACKSLASH: text.count
            default: String(decoding: bytes[..<part.lowerBound], as: UTF8.self).count
            }
        message =
            switch mistake {
            case CR_BAD_ESCAPE: "'\(meant)' has no meaning here"
            case CR_BAD_RANGE: "'\(meant)' is no range or class of characters"
            case CR_OPEN_BRACKET: "this '[' is not closed"
            case CR_OPEN_PARENTHESIS: "this '(' is not closed"
            case CR_LOOSE_PARENTHESIS: "this ')' closes nothing"
            case CR_ENDS_IN_BACKSLASH: "'\\' needs a character behind it"
            case CR_NOTHING_TO_REPEAT: "there is nothing to repeat here"
            case CR_BAD_COUNT:
                "a count must be from 0 to 1000, the smaller first, also together with others"
            case CR_REPEATED_REPETITION: "this repeats a repetition; use a group"
            case CR_UNKNOWN_GROUP: "only (?:…) is known here, and flags such as (?i)"
            case CR_TOO_LARGE: "this pattern repeats too much"
            default: "this is no pattern"
            }
    }
}
