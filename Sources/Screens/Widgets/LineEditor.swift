package import CellGrid

/// A text being typed, with a cursor.
package struct LineEditor: Equatable, Sendable {
    private var characters: [Character]
    /// Where the next character goes, from 0 to the number of characters.
    package private(set) var cursor: Int

    /// What was cut last, to be put back by Ctrl+Y.
    private var cut: [Character] = []

    /// An editor over this text with the cursor at its end.
    package init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    /// The text typed so far.
    package var text: String { String(characters) }

    /// The text before the cursor.
    package var textBeforeCursor: String { String(characters[..<cursor]) }

    /// Whether nothing but space was typed.
    package var isBlank: Bool { characters.allSatisfy(\.isWhitespace) }

    /// The longest text taken; pastes are cut there.
    private static let limitCharacters = 20_000

    /// Puts a text in at the cursor; control characters other than newline are left out.
    package mutating func insert(_ text: String) {
        let clean = text.filter { $0 == "\n" || !$0.isControl }
        let added = Array(clean.prefix(max(0, Self.limitCharacters - characters.count)))
        characters.insert(contentsOf: added, at: cursor)
        cursor += added.count
        joinCharacters()
    }

    /// Joins scalars that came one by one, or lost what parted them, where they are one character.
    ///
    /// Such are a letter and its accent, or a family of emoji. The cursor goes behind what it stood
    /// in.
    private mutating func joinCharacters() {
        guard !characters.allSatisfy(\.isASCII) else { return }
        let joined = Array(text)
        guard joined.count != characters.count else { return }
        let end = textBeforeCursor.utf8.count
        var bytes = 0
        cursor =
            joined.firstIndex { character in
                defer { bytes += character.utf8.count }
                return bytes >= end
            } ?? joined.count
        characters = joined
    }

    /// Puts a text in place of so many characters before the cursor.
    package mutating func replaceBeforeCursor(_ count: Int, with text: String) {
        let start = max(0, cursor - count)
        characters.removeSubrange(start..<cursor)
        cursor = start
        insert(text)
    }

    /// Handles a key as line editors do (arrows, Home, End, Ctrl+A E U K W Y); false when the key
    /// means nothing here.
    package mutating func handle(_ key: Key) -> Bool {
        if key.modifiers.contains(.control), case .character(let letter) = key.code {
            return handleControl(letter)
        }
        switch key.code {
        case .character(let character) where !key.modifiers.contains(.alt):
            insert(String(character))
        case .backspace where cursor > 0:
            cursor -= 1
            characters.remove(at: cursor)
            joinCharacters()
        case .delete where cursor < characters.count:
            characters.remove(at: cursor)
            joinCharacters()
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(characters.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = characters.count
        case .backspace, .delete: break
        default: return false
        }
        return true
    }

    private mutating func handleControl(_ letter: Character) -> Bool {
        switch letter {
        case "a": cursor = 0
        case "e": cursor = characters.count
        case "u":
            remove(0..<cursor)
        case "k": remove(cursor..<characters.count)
        case "y": insert(String(cut))
        case "w":
            var start = cursor
            while start > 0, characters[start - 1].isWhitespace { start -= 1 }
            while start > 0, !characters[start - 1].isWhitespace { start -= 1 }
            remove(start..<cursor)
        default: return false
        }
        return true
    }

    private mutating func remove(_ range: Range<Int>) {
        if !range.isEmpty { cut = Array(characters[range]) }
        characters.removeSubrange(range)
        cursor = range.lowerBound
        joinCharacters()
    }
}

extension Character {
    /// Whether this is a C0, C1 or DEL control character.
    fileprivate var isControl: Bool {
        unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}
