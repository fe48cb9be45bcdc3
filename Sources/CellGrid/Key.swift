/// A key with the modifiers held.
///
/// A letter typed with Control is the small letter with `.control`; Shift on a character shows
/// in the character itself.
package struct Key: Hashable, Sendable {
    /// What the key stands for.
    package enum Code: Hashable, Sendable {
        /// A printable character, the space included.
        case character(Character)
        /// Enter.
        case enter
        /// Escape.
        case escape
        /// Tab.
        case tab
        /// Tab with Shift.
        case backTab
        /// Deletes to the left.
        case backspace
        /// Deletes to the right.
        case delete
        /// Insert.
        case insert
        /// Arrow up.
        case up
        /// Arrow down.
        case down
        /// Arrow left.
        case left
        /// Arrow right.
        case right
        /// Home.
        case home
        /// End.
        case end
        /// Page up.
        case pageUp
        /// Page down.
        case pageDown
        /// A function key, from 1.
        case function(Int)
    }

    /// A set of modifier keys.
    package struct Modifiers: OptionSet, Hashable, Sendable {
        /// One bit for each modifier.
        package let rawValue: UInt8

        /// Makes a set from its bits.
        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Shift; only with keys that are not characters.
        package static let shift = Modifiers(rawValue: 1)
        /// Alt or Meta.
        package static let alt = Modifiers(rawValue: 2)
        /// Control.
        package static let control = Modifiers(rawValue: 4)
    }

    /// What the key stands for.
    package var code: Code
    /// The modifiers held.
    package var modifiers: Modifiers

    /// Makes a key.
    package init(_ code: Code, modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    /// Makes the key of a character.
    package init(_ character: Character, modifiers: Modifiers = []) {
        self.init(.character(character), modifiers: modifiers)
    }
}
