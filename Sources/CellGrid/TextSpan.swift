/// A piece of text in one style; a line of several styles is an array of them.
package struct TextSpan: Hashable, Sendable {
    /// What is shown; it may be foreign text, drawing cleans it.
    package var text: String
    /// How it looks.
    package var style: Style
    /// The web address that it leads to; nil for none.
    package var link: String?

    /// Makes a piece of text.
    package init(_ text: String, style: Style = .plain, link: String? = nil) {
        self.text = text
        self.style = style
        self.link = link
    }
}
