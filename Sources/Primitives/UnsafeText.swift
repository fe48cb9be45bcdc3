/// Text from outside on its way out: nothing in it may steer a terminal, reorder or hide letters.
///
/// There is one set of such scalars, `Unicode.Scalar.isUnsafe`, for every way out: what is printed,
/// JSON, fleet files that are written, what is said of fleet files, and messages to channels. The
/// cells of the screen are stricter still, because their widths must be certain too.
package enum UnsafeText {
    /// The text with every unsafe scalar replaced, but for those that hold an emoji together.
    ///
    /// - Parameter replacement: What stands in the place of an unsafe scalar.
    package static func replacing(
        in text: String,
        with replacement: (Unicode.Scalar) -> String
    ) -> String {
        guard text.unicodeScalars.contains(where: \.isUnsafe) else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = ""
        for (place, scalar) in scalars.enumerated() {
            if scalar.isUnsafe, !joinsEmoji(scalars, at: place) {
                result += replacement(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// JSON with every unsafe scalar written by its number (RFC 8259, section 7).
    ///
    /// A parser reads the same value. TAB and line ends are left: JSON has them between values.
    package static func escaping(json: String) -> String {
        guard json.unicodeScalars.contains(where: \.isUnsafe) else { return json }
        return json.unicodeScalars.reduce(into: "") { text, scalar in
            guard scalar.isUnsafe, !["\t", "\n", "\r"].contains(scalar) else {
                text.unicodeScalars.append(scalar)
                return
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }

    /// Something visible for an unsafe scalar: the picture of a control character such as `␛`, or
    /// `□`.
    package static func picture(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "□"
        case 0x7F: "␡"
        default: "□"
        }
    }

    /// Whether the scalar is a joiner between two emoji, or chooses the look of one (Unicode
    /// Technical Standard 51, "emoji zwj sequence" and "emoji presentation sequence").
    private static func joinsEmoji(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
        guard place > 0 else { return false }
        let before = scalars[place - 1]
        switch scalars[place] {
        case "\u{FE0E}", "\u{FE0F}": return before.properties.isEmoji
        case "\u{200D}":
            guard place + 1 < scalars.count else { return false }
            let isAfterEmoji = before.isPicture || before == "\u{FE0F}"
            return isAfterEmoji && scalars[place + 1].isPicture
        default: return false
        }
    }
}

extension Unicode.Scalar {
    /// Whether a reader cannot see the scalar for what it is: a control character, a line end, a
    /// mark that reorders text, something invisible, or a place without an agreed shape.
    ///
    /// General categories Cc, Cf, Zl, Zp, Co, Cs and Cn, and the property
    /// `Default_Ignorable_Code_Point` (Unicode Standard Annex 44).
    package var isUnsafe: Bool {
        if value < 0x7F { return value < 0x20 }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
            .unassigned:
            return true
        default:
            return properties.isDefaultIgnorableCodePoint
        }
    }

    /// Whether this is an emoji that others can be joined to; digits count as emoji too.
    fileprivate var isPicture: Bool { value > 0xFF && properties.isEmoji }
}
