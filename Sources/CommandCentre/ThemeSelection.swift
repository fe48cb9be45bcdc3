import ConfigFiles
package import Screens

/// Which theme the screen has: the person's choice, else the one that fits the terminal.
package struct ThemeSelection: Sendable {
    /// The looks that are shown now.
    package private(set) var theme: Theme
    private let themes: Themes?
    private var terminal = TerminalLook(colors: 256)
    /// The theme that the person chose; nil for one that fits the terminal.
    private var choice: String?
    /// The theme that is tried while the person chooses.
    private var preview: String?

    /// A selection among these themes.
    ///
    /// - Parameter choice: The theme that the person chose; nil for one that fits the terminal.
    package init(_ themes: Themes, choice: String?) {
        self.themes = themes
        self.choice = choice
        theme = .plain
    }

    /// These looks and no others.
    package init(fixed theme: Theme) {
        self.theme = theme
        themes = nil
    }

    /// The name of the theme that is shown.
    package var name: String {
        preview ?? choice ?? (terminal.isDark ? Themes.dark : Themes.light)
    }

    /// The themes that files can change are shown anew.
    ///
    /// - Returns: What is wrong with the theme; the looks stay as they were if it cannot be read.
    mutating func reload() -> [String] {
        guard let themes else { return [] }
        // Without colours only the theme that needs none is of use.
        let wanted = terminal.colors >= 8 ? name : "mono"
        let (definition, problems) = themes.read(wanted)
        if let definition { theme = Theme(definition, on: terminal) }
        return problems.map(\.description)
    }

    /// Shows the theme for the first time; one that is broken is replaced.
    mutating func start(on terminal: TerminalLook) -> [String] {
        guard let themes else { return [] }
        self.terminal = terminal
        let wanted = terminal.colors >= 8 ? name : "mono"
        let (definition, problems) = themes.readOrReplace(wanted)
        if let definition { theme = Theme(definition, on: terminal) }
        return problems.map(\.description)
    }

    /// The terminal told whether its background is dark.
    mutating func ground(isDark: Bool) -> [String] {
        guard terminal.isDark != isDark else { return [] }
        terminal.isDark = isDark
        return reload()
    }

    /// Tries a theme, or goes back from all that was tried.
    mutating func show(_ name: String?) -> [String] {
        preview = name
        return reload()
    }

    /// Keeps a theme as the person's choice.
    mutating func keep(_ name: String) -> [String] {
        choice = name
        preview = nil
        return reload()
    }
}
