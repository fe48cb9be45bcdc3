/// Which screen is shown, and of what.
package struct ScreenRoute: Hashable, Sendable {
    /// The name of the screen in the registry.
    let screen: String
    /// What it shows, by its identity; nil on screens that show one thing only.
    let subject: String?

    init(_ screen: String, of subject: String? = nil) {
        self.screen = screen
        self.subject = subject
    }
}
