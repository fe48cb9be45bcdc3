/// How a cell looks: two colours and attributes, packed into one word so that cells stay small.
package struct Style: Hashable, Sendable {
    /// Sixty bits: attributes above background above foreground.
    private(set) var packed: UInt64

    /// The terminal's own colours and no attribute.
    package static let plain = Style()

    /// Makes a style from its parts.
    package init(
        foreground: Color = .terminal,
        background: Color = .terminal,
        attributes: Attributes = []
    ) {
        packed =
            foreground.packed | background.packed << 26 | UInt64(attributes.rawValue) << 52
    }

    init(packed: UInt64) {
        self.packed = packed & Self.mask
    }

    /// The bits of a cell's word that belong to the style.
    static let mask: UInt64 = 1 << 60 - 1
    private static let colorMask: UInt64 = 1 << 26 - 1

    /// The colour of the glyph.
    package var foreground: Color {
        get { Color(packed: packed & Self.colorMask) }
        set { packed = packed & ~Self.colorMask | newValue.packed }
    }

    /// The colour behind the glyph.
    package var background: Color {
        get { Color(packed: packed >> 26 & Self.colorMask) }
        set { packed = packed & ~(Self.colorMask << 26) | newValue.packed << 26 }
    }

    /// Weight, slant and the like.
    package var attributes: Attributes {
        get { Attributes(rawValue: UInt8(truncatingIfNeeded: packed >> 52)) }
        set { packed = packed & ~(0xFF << 52) | UInt64(newValue.rawValue) << 52 }
    }

    /// This style with `extra` attributes added.
    package func adding(_ extra: Attributes) -> Style {
        var style = self
        style.attributes.formUnion(extra)
        return style
    }
}

extension Style {
    /// A set of character attributes; a terminal without one of them shows plain text instead.
    package struct Attributes: OptionSet, Hashable, Sendable {
        /// One bit for each attribute.
        package let rawValue: UInt8

        /// Makes a set from its bits.
        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Heavier, on some terminals brighter.
        package static let bold = Attributes(rawValue: 1)
        /// Fainter.
        package static let dim = Attributes(rawValue: 2)
        /// A line below the glyph.
        package static let underline = Attributes(rawValue: 4)
        /// Foreground and background exchanged.
        package static let reverse = Attributes(rawValue: 8)
        /// Slanted.
        package static let italic = Attributes(rawValue: 16)
    }
}
