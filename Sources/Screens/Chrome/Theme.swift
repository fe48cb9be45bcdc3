package import CellGrid

/// What a piece of the screen means; themes give each meaning a look.
package enum ThemeRole: String, CaseIterable, Sendable {
    case text
    case muted
    case strong
    case title
    case border
    case borderFocus
    case header
    case key
    case selection
    case good
    case changed
    case warning
    case critical
    case stale
    case drill
    case overdue
    case input
    case link
}

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

    /// A theme without colours: for monochrome terminals and for tests.
    package static let plain = Theme(
        name: "plain",
        styles: [
            .muted: Style(attributes: .dim), .strong: Style(attributes: .bold),
            .title: Style(attributes: .bold), .borderFocus: Style(attributes: .bold),
            .header: Style(attributes: .reverse), .key: Style(attributes: .bold),
            .selection: Style(attributes: .reverse), .warning: Style(attributes: .bold),
            .critical: Style(attributes: [.bold, .reverse]), .stale: Style(attributes: .dim),
            .overdue: Style(attributes: .reverse), .link: Style(attributes: .underline),
            .drill: Style(attributes: [.bold, .underline]),
        ]
    )
}
