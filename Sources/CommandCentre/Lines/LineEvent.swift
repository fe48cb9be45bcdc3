/// Something that moves the line mode on.
enum LineEvent: Sendable {
    /// A line was typed.
    case line(String)
    /// Nothing more will be typed.
    case end
    /// There is news.
    case news
    /// Time went on.
    case tick
}
