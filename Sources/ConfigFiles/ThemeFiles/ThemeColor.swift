/// A colour of a theme.
package enum ThemeColor: Hashable, Sendable {
    /// What the terminal uses when no colour is set.
    case terminal
    /// One of the 256 colours of xterm's palette.
    case palette(UInt8)
    /// A colour of sRGB.
    case rgb(red: UInt8, green: UInt8, blue: UInt8)

    /// The colour that a file writes as `"#rrggbb"`, a number from 0 to 255, or `default`.
    package init?(_ text: String) {
        if text == "default" {
            self = .terminal
        } else if let number = UInt8(text) {
            self = .palette(number)
        } else {
            let digits = text.dropFirst()
            guard text.first == "#", digits.count == 6, digits.allSatisfy(\.isHexDigit),
                let number = UInt32(digits, radix: 16)
            else { return nil }
            self = .rgb(
                red: UInt8(number >> 16),
                green: UInt8(number >> 8 & 255),
                blue: UInt8(number & 255)
            )
        }
    }

    /// Whether light letters can be read on it; the terminal's own counts as dark.
    ///
    /// At a luminance of 0.18 the contrasts to black and to white are the same.
    package var isDark: Bool { (VisibleColor(self)?.luminance ?? 0) < 0.18 }
}
