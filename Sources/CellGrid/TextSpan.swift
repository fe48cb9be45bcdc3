/// A piece of text in one style; a line of several styles is an array of them.
package struct TextSpan: Hashable, Sendable {
    /// What is shown; it may be foreign text, drawing cleans it.
    package var text: String
    /// How it looks.
    package var style: Style

    /// Makes a piece of text.
    package init(_ text: String, style: Style = .plain) {
        self.text = text
        self.style = style
    }
}
