/// The themes that a person can choose from.
package struct ThemeChoices: Equatable, Sendable {
    /// Their names.
    package var names: [String]
    /// The one that the person chose; nil for the one that fits the terminal.
    package var chosen: String?

    /// These themes and this choice.
    package init(names: [String] = [], chosen: String? = nil) {
        self.names = names
        self.chosen = chosen
    }
}
