package import CellGrid

/// The look of each role.
package struct Theme: Sendable {
    /// The theme's name.
    package let name: String
    private let styles: [ThemeRole: Style]

    /// A theme with these looks; roles left out look plain.
    package init(name: String, styles: [ThemeRole: Style]) {
        self.name = name
        self.styles = styles
    }

    /// The look of a role.
    package subscript(_ role: ThemeRole) -> Style { styles[role] ?? .plain }

    /// A theme without looks: for when no theme can be read, and for tests.
    package static let plain = Theme(
        name: "plain",
        styles: [
            .header: Style(attributes: .reverse), .selection: Style(attributes: .reverse),
            .warning: Style(attributes: .bold), .critical: Style(attributes: [.bold, .reverse]),
        ]
    )
}
