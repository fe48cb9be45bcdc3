package import CellGrid

/// One thing that a person can ask for: keys, palette, forms, footer, help and the command line all
/// come from these rows.
package struct CommandRow: Sendable {
    /// What it is called in the palette; for what a script can do too, as on the command line:
    /// `signal ack`.
    package let name: String
    /// What it does, in a few words.
    package let title: String
    /// The keys that ask for it, and where they do.
    package private(set) var bindings: [Binding]
    /// Its word in the footer, beside its first key; empty when it stands there by itself.
    package let footer: String
    /// What the help of the command line says of it.
    package let abstract: String
    /// What the help says besides; empty for nothing.
    package let discussion: String
    /// The same on the command line, when it is more than this row's own words.
    private let otherCommandLine: String?
    /// What it is told, in the order of the form.
    package let arguments: [CommandArgument]
    /// How the screen asks for what it needs; nil for what only concerns the screen.
    package let form: CommandForm?

    /// Keys that mean a command in one place.
    package struct Binding: Sendable {
        /// Where.
        package let context: Context
        /// The keys.
        package let keys: [Key]

        /// Keys written by name, several apart by spaces.
        package init(_ keys: String, in context: Context = .anywhere) {
            self.init(keys.split(separator: " ").compactMap { Key(String($0)) }, in: context)
        }

        init(_ keys: [Key], in context: Context) {
            self.context = context
            self.keys = keys
        }
    }

    /// Where a key means a command.
    package enum Context: String, CaseIterable, Sendable {
        case situation, fleet, node, checklist, log, parties, signals, updates, incidents, detail
        case changes, review, replay, welcome, anywhere

        /// The heading in the help.
        package var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
    }

    /// A row of what only concerns the screen; `cli` is its like on the command line.
    package init(
        _ name: String,
        _ title: String,
        _ bindings: [Binding],
        footer: String = "",
        cli: String? = nil
    ) {
        self.name = name
        self.title = title
        self.bindings = bindings
        self.footer = footer
        abstract = title
        discussion = ""
        otherCommandLine = cli
        arguments = []
        form = nil
    }

    /// A row of what changes the log, on the screen and by a script.
    package init(
        _ name: String,
        _ title: String,
        _ bindings: [Binding] = [],
        footer: String = "",
        help abstract: String,
        discussion: String = "",
        arguments: [CommandArgument],
        form: CommandForm
    ) {
        self.name = name
        self.title = title
        self.bindings = bindings
        self.footer = footer
        self.abstract = abstract
        self.discussion = discussion
        otherCommandLine = nil
        self.arguments = arguments
        self.form = form
    }

    /// The row with other keys in the first of its places.
    func bound(to keys: [Key]) -> CommandRow {
        var row = self
        let place = bindings.first?.context ?? .anywhere
        row.bindings = [Binding(keys, in: place)] + bindings.dropFirst()
        return row
    }

    /// All keys that ask for it.
    package var keys: [Key] { bindings.flatMap(\.keys) }

    /// The first word of the name: the group on the command line.
    package var group: String { String(name.prefix { $0 != " " }) }

    /// The last word of the name: the command in its group.
    package var word: String { String(name.split(separator: " ").last ?? "") }

    /// The same on the command line, with what must be told; nil when it only concerns the screen.
    package var commandLine: String? {
        if let otherCommandLine { return otherCommandLine }
        guard form != nil else { return nil }
        let needed = arguments.filter { $0.place == .positional && $0.isRequired }
        return ([name] + needed.map { $0.name.uppercased() }).joined(separator: " ")
    }

    /// The keys that mean this command in a place.
    package func keys(in context: Context) -> [Key] {
        bindings.filter { $0.context == context }.flatMap(\.keys)
    }

    /// The argument of this name.
    package func argument(_ name: String) -> CommandArgument? {
        arguments.first { $0.name == name }
    }
}
