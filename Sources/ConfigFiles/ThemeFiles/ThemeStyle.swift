/// The look of one role.
package struct ThemeStyle: Equatable, Sendable {
    /// The colour of the letters.
    package var foreground: ThemeColor
    /// The colour behind the letters.
    package var background: ThemeColor
    /// Any of `bold`, `dim`, `underline`, `reverse` and `italic`, in the order of the file.
    package var attributes: [String]
    /// The look on terminals of 8 or 16 colours; nil when the nearest of those colours do.
    package var ansi: Ansi?

    /// A look of colours that terminals of eight colours have.
    package struct Ansi: Equatable, Sendable {
        /// The colour of the letters, 0 to 7; nil is the terminal's own.
        package var foreground: UInt8?
        /// The colour behind the letters, 0 to 7; nil is the terminal's own.
        package var background: UInt8?
        /// As those of the style.
        package var attributes: [String]

        /// A look of these parts.
        package init(
            foreground: UInt8? = nil,
            background: UInt8? = nil,
            attributes: [String] = []
        ) {
            self.foreground = foreground
            self.background = background
            self.attributes = attributes
        }

        /// The names of the eight colours in the order of their numbers (ECMA-48, SGR 30 to 37).
        package static let names = [
            "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        ]
    }

    /// A look of these parts.
    package init(
        foreground: ThemeColor = .terminal,
        background: ThemeColor = .terminal,
        attributes: [String] = [],
        ansi: Ansi? = nil
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
        self.ansi = ansi
    }
}
