import CellGrid
import CommandTable
import Commands
import ConfigFiles
import Screens
import Testing

@testable import CommandCentre

/// One's own keys on the commands of the screen.
struct KeymapsTests {
    private let rows = ScreenCommand.rows(with: Verbs.book)

    private func problems(_ text: String) -> [String] {
        Keymaps.read(text, file: "keys.yaml").problems.map(\.description)
    }

    @Test func `a command gets other keys where it had its first, and keeps the others`() throws {
        let (keymap, problems) = Keymaps.read("open signal: w\nzoom: none", file: "keys.yaml")
        #expect(problems.isEmpty)
        let new = keymap.applied(to: rows)
        let opening = try #require(new.first { $0.name == "open signal" })
        #expect(opening.keys(in: .signals) == [Key("w")])
        #expect(opening.keys(in: .situation) == [Key(.enter)])
        #expect(new.first { $0.name == "zoom" }?.keys.isEmpty == true)
    }

    @Test func `a clash names both owners and the line`() {
        #expect(
            problems("zoom: none\nsay: u")
                == [
                    "keys.yaml:2:1: the key u means 'say' and 'update send' (anywhere): "
                        + "give one of them another"
                ]
        )
    }

    @Test func `keys that are exchanged do not clash`() {
        #expect(problems("say: u\nupdate send: i").isEmpty)
    }

    @Test func `nothing that changes the log gets on a letter with Control`() {
        #expect(
            problems("log redact: Ctrl+X")
                == [
                    "keys.yaml:1:1: 'log redact' changes the log: it may not be on Ctrl and a letter"
                ]
        )
    }

    @Test(arguments: Keymap.setNames)
    func `a set of the program has no clash and moves every list`(set: String) throws {
        let keymap = try #require(Keymap(set: set))
        #expect(keymap.clashes(in: rows).isEmpty)
        #expect(keymap.dangerous(in: rows).isEmpty)
        let new = keymap.applied(to: rows)
        for name in ["up", "down", "page up", "page down", "first", "last"] {
            #expect(new.first { $0.name == name }?.keys.isEmpty == false, "\(set) \(name)")
        }
        #expect(problems("set: \(set)").isEmpty)
    }
}
