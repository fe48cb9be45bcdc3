/// Something that reached the program through its terminal.
package enum InputEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// Escape and a key that arrived in one piece: the key with Alt, as most terminals send it, or
    /// two keys that a slow line brought together. Who knows what is bound decides.
    case escapeThen(Key)
    /// Text was pasted; line ends are `\n`. It is foreign text and never a command.
    case paste(String)
    /// A mouse button or the wheel was used.
    case mouse(MouseEvent)
    /// The terminal now has this many columns and rows.
    case resized(width: Int, height: Int)
    /// The terminal window gained (true) or lost the focus.
    case focus(Bool)
    /// The program is asked to end by SIGTERM, SIGHUP, SIGINT or SIGQUIT; a lost terminal
    /// counts as SIGHUP.
    case interrupted(signal: Int32)
    /// The program runs again after it was stopped; everything has to be presented anew.
    case resumed
    /// The terminal answered what colour its background has.
    case background(red: UInt8, green: UInt8, blue: UInt8)
    /// Another thread asked for attention, or the terminal can take a frame again.
    case wake
}
