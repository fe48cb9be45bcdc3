package import CellGrid
import CursesBackend

/// What the main loop needs of a terminal: the real one, or one whose person and whose time are
/// played.
package protocol LoopTerminal: ~Copyable {
    /// How many colours it has; 0 without colours.
    var colorCount: Int { get }
    /// Waits for what the person does and for news, at most for this long; empty when it is over.
    mutating func wait(timeoutMilliseconds: Int32) -> [InputEvent]
    /// Shows a picture.
    mutating func present(_ canvas: Canvas, cursor: (x: Int, y: Int)?)
    /// Shows the whole picture anew the next time.
    mutating func repaint()
    /// Gives the terminal back to the shell until the person returns.
    mutating func suspend()
    /// Calls the person.
    func beep()
}

extension Terminal: LoopTerminal {}
