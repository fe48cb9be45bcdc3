import Reports

extension EntryText {
    /// The look of its words on the screen.
    var role: ThemeRole {
        switch weight {
        case .text: .text
        case .muted: .muted
        case .strong: .strong
        case .good: .good
        case .changed: .changed
        case .warning: .warning
        case .critical: .critical
        }
    }
}
