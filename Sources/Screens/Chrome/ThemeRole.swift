/// What a piece of the screen means; themes give each meaning a look.
///
/// The raw values are the names in theme files. A name with a dot falls back to what stands
/// before it. New roles are added at the end.
package enum ThemeRole: String, CaseIterable, Sendable {
    case text
    case muted
    case strong
    case title
    case border
    case borderFocus = "border.focus"
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
    /// Critical, and somebody has it.
    case criticalAcknowledged = "critical.acknowledged"
    /// A warning that somebody has.
    case warningAcknowledged = "warning.acknowledged"
    /// What is over, whatever it was.
    case over
    case shelved
    case decision
    /// Who said or did something.
    case person
    /// The chosen row of a list that does not take the keys.
    case selectionUnfocused = "selection.unfocused"
    /// What a search found.
    case match
    /// A command that is refused now.
    case disabled
    case tableHeader = "table.header"
    case plot
    /// The plots of other nodes, for comparison.
    case plotOther = "plot.other"
    /// A limit in a plot.
    case plotLimit = "plot.limit"
}
