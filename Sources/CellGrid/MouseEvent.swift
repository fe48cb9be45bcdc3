/// One report of the mouse.
package struct MouseEvent: Hashable, Sendable {
    /// What the mouse did.
    package enum Action: Hashable, Sendable {
        /// A button went down.
        case press(Button)
        /// A button went up; nil when the terminal does not say which.
        case release(Button?)
        /// The mouse moved, with a button held or none.
        case move(Button?)
        /// The wheel turned away from the person.
        case wheelUp
        /// The wheel turned towards the person.
        case wheelDown
        /// The wheel was tilted to the left.
        case wheelLeft
        /// The wheel was tilted to the right.
        case wheelRight
    }

    /// A mouse button.
    package enum Button: Hashable, Sendable {
        /// The main button.
        case left
        /// The wheel pressed.
        case middle
        /// The context button.
        case right
    }

    /// What happened.
    package var action: Action
    /// Column, from 0.
    package var x: Int
    /// Row, from 0.
    package var y: Int
    /// Keys held meanwhile.
    package var modifiers: Key.Modifiers

    /// Makes a report.
    package init(action: Action, x: Int, y: Int, modifiers: Key.Modifiers = []) {
        self.action = action
        self.x = x
        self.y = y
        self.modifiers = modifiers
    }
}
