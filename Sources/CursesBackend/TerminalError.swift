/// Why the screen could not be opened; the description says what to do.
package enum TerminalError: Error, Hashable, CustomStringConvertible {
    /// The program has no terminal.
    case notATerminal
    /// The terminal type is not known or cannot place its cursor.
    case unknownType(String)
    /// The screen is already open in this process.
    case alreadyOpen
    /// The system refused a descriptor or memory.
    case noResources

    /// The sentence shown to a person.
    package var description: String {
        switch self {
        case .notATerminal:
            "This needs a terminal, and the program has none; run it in one (with ssh: -t)."
        case .unknownType(let type):
            "a terminal of type '\(type)' cannot show a screen: set TERM to your terminal's type, "
                + "for instance xterm-256color"
        case .alreadyOpen:
            "The screen is already in use by this process."
        case .noResources:
            "The system has no file descriptor or memory left for the screen."
        }
    }
}
