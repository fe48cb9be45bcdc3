extension Key: CustomStringConvertible {
    /// The name shown to people and written in keymaps, such as `Ctrl+L`, `Alt+x`, `F5` or `↑`.
    package var description: String {
        var name = ""
        if modifiers.contains(.control) { name += "Ctrl+" }
        if modifiers.contains(.alt) { name += "Alt+" }
        if modifiers.contains(.shift) { name += "Shift+" }
        switch code {
        case .character(" "): name += "Space"
        case .character(let character):
            name += modifiers.contains(.control) ? character.uppercased() : String(character)
        case .enter: name += "Enter"
        case .escape: name += "Esc"
        case .tab: name += "Tab"
        case .backTab: name += "Shift+Tab"
        case .backspace: name += "Backspace"
        case .delete: name += "Delete"
        case .insert: name += "Insert"
        case .up: name += "↑"
        case .down: name += "↓"
        case .left: name += "←"
        case .right: name += "→"
        case .home: name += "Home"
        case .end: name += "End"
        case .pageUp: name += "PageUp"
        case .pageDown: name += "PageDown"
        case .function(let number): name += "F\(number)"
        }
        return name
    }

    /// Reads a name as `description` writes it; nil if it names no key.
    ///
    /// Words may have any case, and `Up`, `Escape`, `Return`, `PgUp` and the like are understood.
    package init?(_ name: String) {
        var modifiers: Modifiers = []
        var rest = name[...]
        while let plus = rest.dropFirst().firstIndex(of: "+"), plus < rest.indices.last ?? plus {
            switch rest[..<plus].lowercased() {
            case "ctrl", "control": modifiers.insert(.control)
            case "alt", "meta": modifiers.insert(.alt)
            case "shift": modifiers.insert(.shift)
            default: return nil
            }
            rest = rest[rest.index(after: plus)...]
        }
        guard let code = Self.code(named: rest) else { return nil }
        switch code {
        case .tab where modifiers.contains(.shift):
            self.init(.backTab, modifiers: modifiers.subtracting(.shift))
        case .character(let character) where modifiers.contains(.control):
            let small = character.lowercased()
            self.init(
                .character(small.count == 1 ? Character(small) : character),
                modifiers: modifiers
            )
        default: self.init(code, modifiers: modifiers)
        }
    }

    private static func code(named name: Substring) -> Code? {
        if name.count == 1, let character = name.first, arrows[character] == nil {
            return character.isWhitespace && character != " " ? nil : .character(character)
        }
        if let character = name.first, name.count == 1 { return arrows[character] }
        let word = name.lowercased()
        if word.first == "f", let number = Int(word.dropFirst()), (1...35).contains(number) {
            return .function(number)
        }
        return words[word]
    }

    private static let arrows: [Character: Code] = [
        "↑": .up, "↓": .down, "←": .left, "→": .right,
    ]

    private static let words: [String: Code] = [
        "space": .character(" "), "enter": .enter, "return": .enter, "esc": .escape,
        "escape": .escape, "tab": .tab, "backtab": .backTab, "backspace": .backspace,
        "delete": .delete, "del": .delete, "insert": .insert, "ins": .insert, "up": .up,
        "down": .down, "left": .left, "right": .right, "home": .home, "end": .end,
        "pageup": .pageUp, "pgup": .pageUp, "pagedown": .pageDown, "pgdn": .pageDown,
    ]
}
