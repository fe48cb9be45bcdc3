package import CellGrid

/// Keys that differ from those of the rows.
package struct Keymap: Sendable {
    /// The keys of commands, by their names; of a command in several places, those of the first.
    private var keys: [String: [Key]] = [:]

    /// Keys that two commands of one place have.
    package struct Clash: Equatable, Sendable {
        /// The key.
        package let key: Key
        /// Where.
        package let place: CommandRow.Context
        /// The names of the commands, in the order of the rows.
        package let owners: [String]
    }

    /// The usual keys.
    package static let usual = Keymap()

    /// The keys of a set that travels inside the program; nil when there is none of this name.
    package init?(set: String) {
        guard let texts = Self.sets.first(where: { $0.name == set })?.keys else { return nil }
        for (name, text) in texts { give(name, text.split(separator: " ").map(String.init)) }
    }

    private init() {}

    /// Gives a command other keys; words that name none are left out.
    package mutating func give(_ command: String, _ names: [String]) {
        keys[command] = names.compactMap { Key($0) }
    }

    /// The rows with these keys.
    package func applied(to rows: [CommandRow]) -> [CommandRow] {
        rows.map { row in keys[row.name].map { row.bound(to: $0) } ?? row }
    }

    /// Which keys two commands of one place have, unless they had them before.
    package func clashes(in rows: [CommandRow]) -> [Clash] {
        let new = applied(to: rows)
        var clashes: [Clash] = []
        for place in CommandRow.Context.allCases {
            var owners: [Key: [String]] = [:]
            var order: [Key] = []
            for row in new {
                for key in row.keys(in: place) {
                    if owners[key] == nil { order.append(key) }
                    owners[key, default: []].append(row.name)
                }
            }
            for key in order {
                guard let names = owners[key], names.count > 1,
                    names.contains(where: { keys[$0] != nil })
                else { continue }
                clashes.append(Clash(key: key, place: place, owners: names))
            }
        }
        return clashes
    }

    /// Commands that would change the log by a letter with Control, which a multiplexer or a
    /// habit of another program presses by mistake.
    package func dangerous(in rows: [CommandRow]) -> [String] {
        applied(to: rows).filter { row in
            row.form != nil && row.keys.contains { $0.modifiers.contains(.control) }
        }.map(\.name)
    }

    /// The names of the sets that travel inside the program.
    package static var setNames: [String] { sets.map(\.name) }

    private static let sets: [(name: String, keys: [(String, String)])] = [
        (
            "arrows",
            [
                ("up", "↑"), ("down", "↓"), ("page up", "PageUp"), ("page down", "PageDown"),
                ("first", "Home"), ("last", "End"), ("earlier moment", "←"),
                ("later moment", "→"),
            ]
        ),
        (
            "vim",
            [
                ("up", "k ↑"), ("down", "j ↓"), ("page up", "Ctrl+U Ctrl+B PageUp"),
                ("page down", "Ctrl+D Ctrl+F PageDown"), ("last", "G End"),
                ("earlier moment", "h ←"), ("later moment", "l →"),
            ]
        ),
    ]
}
