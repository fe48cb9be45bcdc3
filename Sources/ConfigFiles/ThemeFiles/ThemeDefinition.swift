/// A theme with all that it inherits: the look of each role, on the background it is made for.
package struct ThemeDefinition: Equatable, Sendable {
    /// The theme's name: the file's name without folder and `.yaml`.
    package var name: String
    /// The background for which the colours are chosen; never `.terminal`.
    package var background: ThemeColor
    /// The look of each role; roles of which no file says anything are missing.
    package var roles: [String: ThemeStyle]

    /// A theme with these looks.
    package init(
        name: String,
        background: ThemeColor = .rgb(red: 0, green: 0, blue: 0),
        roles: [String: ThemeStyle]
    ) {
        self.name = name
        self.background = background
        self.roles = roles
    }

    /// Whether light letters stand on a dark ground.
    package var isDark: Bool { background.isDark }

    /// The look of a role: its own, else that of the role whose name is the longest beginning of
    /// it up to a dot; nil when the theme has neither.
    package func style(of role: String) -> ThemeStyle? {
        if let style = roles[role] { return style }
        guard let dot = role.lastIndex(of: ".") else { return nil }
        return style(of: String(role[..<dot]))
    }
}
