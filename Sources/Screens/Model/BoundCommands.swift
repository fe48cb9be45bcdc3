import CellGrid
import CommandTable

/// All commands in the order of the help, with the keys that they have here, found without a
/// search: every frame and every key asks for dozens of them.
struct BoundCommands: RandomAccessCollection, Sendable {
    private let rows: [CommandRow]
    private let places: [String: Int]
    private let keys: [CommandRow.Context: [Key: [Int]]]
    private let ofContext: [CommandRow.Context: [Int]]

    init(_ rows: [CommandRow]) {
        self.rows = rows
        places = Dictionary(
            rows.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var keys: [CommandRow.Context: [Key: [Int]]] = [:]
        var ofContext: [CommandRow.Context: [Int]] = [:]
        for (place, row) in rows.enumerated() {
            for binding in row.bindings where !binding.keys.isEmpty {
                if ofContext[binding.context]?.last != place {
                    ofContext[binding.context, default: []].append(place)
                }
                for key in binding.keys
                where keys[binding.context]?[key]?.last != place {
                    keys[binding.context, default: [:]][key, default: []].append(place)
                }
            }
        }
        self.keys = keys
        self.ofContext = ofContext
    }

    /// The place of the first command.
    var startIndex: Int { rows.startIndex }
    /// The place after the last command.
    var endIndex: Int { rows.endIndex }

    /// The command at a place.
    subscript(place: Int) -> CommandRow { rows[place] }

    /// The command of this name; nil when there is none.
    subscript(name: String) -> CommandRow? { places[name].map { rows[$0] } }

    /// The commands that have a key in a context.
    func rows(in context: CommandRow.Context) -> [CommandRow] {
        (ofContext[context] ?? []).map { rows[$0] }
    }

    /// The commands that a key means in a context.
    func rows(for key: Key, in context: CommandRow.Context) -> [CommandRow] {
        (keys[context]?[key] ?? []).map { rows[$0] }
    }
}
