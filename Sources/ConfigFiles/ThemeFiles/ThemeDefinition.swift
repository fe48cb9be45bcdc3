/// The looks that a theme file gives to the meanings on the screen.
package struct ThemeDefinition: Equatable, Sendable {
    /// The theme's name: the file's name without folder and `.yaml`.
    package var name: String
    /// The look of each role that the file has.
    package var roles: [String: ThemeStyle]

    /// A theme with these looks.
    package init(name: String, roles: [String: ThemeStyle]) {
        self.name = name
        self.roles = roles
    }
}

/// The look of one role.
package struct ThemeStyle: Equatable, Sendable {
    /// The colour of the letters; nil when the file does not say.
    package var foreground: ThemeColor?
    /// The colour behind the letters; nil when the file does not say.
    package var background: ThemeColor?
    /// Any of `bold`, `dim`, `underline`, `reverse` and `italic`, in the order of the file.
    package var attributes: [String]

    /// A look of these parts.
    package init(
        foreground: ThemeColor? = nil,
        background: ThemeColor? = nil,
        attributes: [String] = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

/// A colour of a theme.
package enum ThemeColor: Equatable, Sendable {
    /// What the terminal uses when no colour is set.
    case terminal
    /// One of the 256 colours of xterm's palette.
    case palette(UInt8)
    /// A colour of sRGB.
    case rgb(red: UInt8, green: UInt8, blue: UInt8)
}
