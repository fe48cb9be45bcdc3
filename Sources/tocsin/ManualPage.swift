import ArgumentParser

/// A page of the manual in the macros of man(7), made from what the parser knows of a command.
struct ManualPage {
    /// The name of the page and, with `.1`, of its file: `tocsin` or `tocsin-signal`.
    let name: String
    private(set) var text: String

    /// The page of the program, and one of each group of commands.
    static func all(of root: ToolDescription) -> [ManualPage] {
        [ManualPage(root, path: [root.commandName], others: root.ownSubcommands)]
            + root.ownSubcommands.map { ManualPage($0, path: [root.commandName, $0.commandName]) }
    }

    /// A page of a command; `others` are named only, as they have pages of their own.
    private init(_ command: ToolDescription, path: [String], others: [ToolDescription] = []) {
        name = path.joined(separator: "-")
        text = ".TH \(name.uppercased()) 1 \"\" \"Tocsin \(Tocsin.configuration.version)\"\n"
        section("NAME")
        add("\(name) \\- \(Self.safe(command.abstract ?? ""))")
        section("SYNOPSIS")
        let shown = others.isEmpty ? command.ownSubcommands : []
        if shown.isEmpty {
            add(Self.synopsis(command, path))
        } else {
            for (place, verb) in shown.enumerated() {
                if place > 0 { add(".br") }
                add(Self.synopsis(verb, path + [verb.commandName]))
            }
        }
        if !others.isEmpty { add(".br\n\\fB\(name)\\fR \\fIcommand\\fR …") }
        if let discussion = command.discussion {
            section("DESCRIPTION")
            paragraphs(discussion)
        }
        if shown.isEmpty { options(command) }
        for verb in shown {
            section((path + [verb.commandName]).joined(separator: " "))
            paragraphs(verb.abstract ?? "")
            if let discussion = verb.discussion { paragraphs(discussion) }
            options(verb)
        }
        if !others.isEmpty {
            section("COMMANDS")
            for other in others {
                add(".TP\n\\fB\(name)\\-\(Self.safe(other.commandName))\\fR(1)")
                add(Self.safe(other.abstract ?? ""))
            }
        }
    }

    private mutating func add(_ line: String) { text += line + "\n" }

    private mutating func section(_ title: String) { add(".SH \"\(Self.safe(title))\"") }

    private mutating func paragraphs(_ words: String) {
        for part in words.split(separator: "\n") { add(".PP\n\(Self.safe(String(part)))") }
    }

    private mutating func options(_ command: ToolDescription) {
        for argument in command.shownArguments {
            add(".TP")
            add(Self.label(argument))
            let start = argument.defaultValue.map { " (\($0) when left out)" } ?? ""
            add(Self.safe((argument.abstract ?? "") + start))
            if let discussion = argument.discussion { add(Self.safe(discussion)) }
        }
    }

    private static func synopsis(_ command: ToolDescription, _ path: [String]) -> String {
        let parts = command.shownArguments.filter {
            !["help", "version"].contains($0.names?.last?.name)
        }.map { argument in
            let many = argument.isRepeating ? " …" : ""
            let whole = label(argument, onlyFirst: true) + many
            return argument.isOptional ? "[\(whole)]" : whole
        }
        return (["\\fB\(safe(path.joined(separator: " ")))\\fR"] + parts).joined(separator: " ")
    }

    private static func label(
        _ argument: ToolDescription.Argument,
        onlyFirst: Bool = false
    ) -> String {
        let value = "\\fI\(safe(argument.valueName ?? "value"))\\fR"
        let names = argument.names?.map(\.typed) ?? []
        let shown = (onlyFirst ? Array(names.prefix(1)) : names)
            .map { "\\fB\(safe($0))\\fR" }.joined(separator: ", ")
        switch argument.kind {
        case .positional: return value
        case .option: return "\(shown) \(value)"
        case .flag: return shown
        }
    }

    /// A text in which nothing means a macro, an escape or a hyphen that may be changed.
    private static func safe(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "\"": result += "\\(dq"
            case "\n": result += " "
            default: result.append(character)
            }
        }
        return result.first == "." || result.first == "'" ? "\\&" + result : result
    }
}
