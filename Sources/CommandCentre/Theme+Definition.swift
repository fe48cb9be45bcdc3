package import ConfigFiles
import CellGrid
import CursesBackend
package import Screens

/// What a terminal can show of a theme.
package struct TerminalLook: Equatable, Sendable {
    /// How many colours it has: 0, 8, 16, 256 or 16,777,216.
    package var colors: Int
    /// Whether its own background is dark; what does not say counts as dark.
    package var isDark: Bool

    /// A terminal of so many colours on such a background.
    package init(colors: Int, isDark: Bool = true) {
        self.colors = colors
        self.isDark = isDark
    }
}

extension Theme {
    /// The looks that a terminal shows for a theme.
    ///
    /// The terminal's own colours are kept where the theme says so, but not when its background is
    /// the opposite of the one that the theme was made for: then the theme's own is painted.
    package init(_ definition: ThemeDefinition, on terminal: TerminalLook) {
        let isPainted = definition.isDark != terminal.isDark && terminal.colors >= 8
        var styles: [ThemeRole: Style] = [:]
        for role in ThemeRole.allCases {
            guard let look = definition.style(of: role.rawValue) else { continue }
            var style = Self.style(look, colors: terminal.colors)
            if isPainted { style.paint(definition, colors: terminal.colors) }
            styles[role] = style
        }
        self.init(name: definition.name, styles: styles)
    }

    private static func style(_ look: ThemeStyle, colors: Int) -> Style {
        if colors <= 16, let ansi = look.ansi {
            return Style(
                foreground: ansi.foreground.map { .palette($0) } ?? .terminal,
                background: ansi.background.map { .palette($0) } ?? .terminal,
                attributes: attributes(ansi.attributes)
            )
        }
        return Style(
            foreground: Color(look.foreground),
            background: Color(look.background),
            attributes: attributes(look.attributes)
        )
    }

    private static func attributes(_ names: [String]) -> Style.Attributes {
        let known: [String: Style.Attributes] = [
            "bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse,
            "italic": .italic,
        ]
        return names.reduce(into: []) { $0.formUnion(known[$1] ?? []) }
    }
}

extension ThemeDefinition {
    /// The theme in the nearest colours of xterm's palette of 256, as most terminals show it.
    package var inPalette: ThemeDefinition {
        var theme = self
        theme.roles = roles.mapValues { look in
            var look = look
            look.foreground = look.foreground.inPalette
            look.background = look.background.inPalette
            return look
        }
        return theme
    }
}

extension ThemeColor {
    fileprivate var inPalette: ThemeColor {
        guard case .palette(let index) = Color(self).nearest(among: 256) else { return self }
        return .palette(index)
    }
}

extension Style {
    /// Gives the style the theme's own background and letters where it has the terminal's.
    fileprivate mutating func paint(_ theme: ThemeDefinition, colors: Int) {
        let (light, dark): (Color, Color) =
            colors <= 16 ? (.palette(7), .palette(0)) : (.rgb(255, 255, 255), .rgb(0, 0, 0))
        if background == .terminal {
            background =
                colors <= 16 ? (theme.isDark ? dark : light) : Color(theme.background)
        }
        if foreground == .terminal { foreground = theme.isDark ? light : dark }
    }
}

extension Color {
    fileprivate init(_ color: ThemeColor) {
        self =
            switch color {
            case .palette(let index): .palette(index)
            case .rgb(let red, let green, let blue): .rgb(red, green, blue)
            case .terminal: .terminal
            }
    }
}
