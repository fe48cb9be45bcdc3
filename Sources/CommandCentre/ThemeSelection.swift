import ConfigFiles
package import Screens

/// Which theme the screen has: the person's choice, else the one that fits the terminal.
package struct ThemeSelection: Sendable {
    /// The looks that are shown now.
    package private(set) var theme: Theme
    private let themes: Themes?
    private var terminal: TerminalLook
    /// The theme that the person chose; nil for one that fits the terminal.
    private var choice: String?
    /// The theme that is tried while the person chooses.
    private var trial: Trial?

    private enum Trial {
        case theme(String)
        case fitting
    }

    /// A selection among these themes.
    ///
    /// - Parameters:
    ///   - choice: The theme that the person chose; nil for one that fits the terminal.
    ///   - isDark: Whether the terminal's background is dark, as far as the environment tells.
    package init(_ themes: Themes, choice: String?, isDark: Bool = true) {
        self.themes = themes
        self.choice = choice
        terminal = TerminalLook(colors: 0, isDark: isDark)
        theme = .plain
    }

    /// These looks and no others.
    package init(fixed theme: Theme) {
        self.theme = theme
        themes = nil
        terminal = TerminalLook(colors: 0)
    }

    /// What there is to choose from.
    package var choices: ThemeChoices {
        ThemeChoices(names: themes?.names ?? [], chosen: choice)
    }

    /// The name of the theme that is shown where there are colours.
    package var name: String {
        let fitting = terminal.isDark ? Themes.dark : Themes.light
        return switch trial {
        case .theme(let name): name
        case .fitting: fitting
        case nil: choice ?? fitting
        }
    }

    /// The theme whose file is read: without colours only the one that needs none is of use.
    private var wanted: String { terminal.colors >= 8 ? name : "mono" }

    /// Shows the theme for the first time; one that is broken is replaced.
    ///
    /// - Returns: What is wrong with its file.
    package mutating func start(colors: Int) -> [String] {
        terminal.colors = colors
        guard let themes else { return [] }
        return take(themes.readOrReplace(wanted))
    }

    /// Reads the theme anew, as its files may have changed.
    ///
    /// - Returns: What is wrong with its file; the looks stay as they were if it cannot be read.
    package mutating func reload() -> [String] {
        guard let themes else { return [] }
        return take(themes.read(wanted))
    }

    /// The terminal told whether its background is dark.
    package mutating func ground(isDark: Bool) -> [String] {
        guard terminal.isDark != isDark else { return [] }
        terminal.isDark = isDark
        return reload()
    }

    /// Tries a theme; nil is the one that fits the terminal.
    package mutating func attempt(_ name: String?) -> [String] {
        trial = name.map { .theme($0) } ?? .fitting
        return reload()
    }

    /// Goes back to the theme before all that was tried.
    package mutating func drop() -> [String] {
        trial = nil
        return reload()
    }

    /// Keeps a theme as the person's choice; nil is the one that fits the terminal.
    package mutating func keep(_ name: String?) -> [String] {
        choice = name
        return drop()
    }

    private mutating func take(
        _ reading: (theme: ThemeDefinition?, problems: [ThemeProblem])
    ) -> [String] {
        if let definition = reading.theme { theme = Theme(definition, on: terminal) }
        return reading.problems.map(\.description)
    }
}
