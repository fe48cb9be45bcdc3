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
    /// Says something beside the terminal, where it can.
    func notify(_ text: String)
    /// Puts a text on the person's clipboard; false when the way there is shut.
    func copy(_ text: String) -> Bool
    /// Leaves the screen to a program and takes it again when that ends; gives its exit code.
    mutating func run(_ arguments: [String]) -> Int32
}

extension Terminal: LoopTerminal {}
