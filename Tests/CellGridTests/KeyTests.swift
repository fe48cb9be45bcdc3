import CellGrid
import Testing

struct KeyTests {
    @Test(arguments: [
        (Key("l", modifiers: .control), "Ctrl+L"), (Key("x", modifiers: .alt), "Alt+x"),
        (Key("X", modifiers: .alt), "Alt+X"), (Key(" "), "Space"),
        (Key(" ", modifiers: .control), "Ctrl+Space"), (Key(.function(5)), "F5"),
        (Key(.up), "↑"), (Key(.left, modifiers: [.control, .shift]), "Ctrl+Shift+←"),
        (Key(.backTab), "Shift+Tab"), (Key("+"), "+"), (Key("+", modifiers: .control), "Ctrl++"),
        (Key(.enter), "Enter"), (Key("é"), "é"), (Key("?"), "?"),
        (Key(.pageDown, modifiers: .shift), "Shift+PageDown"), (Key("f"), "f"),
    ])
    func `a key and its name are the same thing`(key: Key, name: String) {
        #expect(key.description == name)
        #expect(Key(name) == key)
    }

    @Test(arguments: [
        ("ctrl+l", Key("l", modifiers: .control)), ("Escape", Key(.escape)), ("PgUp", Key(.pageUp)),
        ("Up", Key(.up)), ("f12", Key(.function(12))), ("return", Key(.enter)),
    ])
    func `other spellings are understood`(name: String, key: Key) {
        #expect(Key(name) == key)
    }

    @Test(arguments: ["", "Ctrl+", "Hyper+x", "F0", "F99", "abc", "Ctrl", "\n"])
    func `a wrong name is refused`(name: String) {
        #expect(Key(name) == nil)
    }
}
