import CellGrid
import ConfigFiles
import Runtime
package import Screens

/// Finds a theme by name: the user's own file first, then those built in.
package enum Themes {
    /// The theme of this name, and what was wrong with a file of the user's; a broken file gives
    /// way to the built-in theme of the same name, else to the dark one.
    package static func named(_ name: String, in folder: String) -> (
        theme: Theme, problems: [String]
    ) {
        let path = "\(folder)/\(name).yaml"
        var problems: [String] = []
        if FileText.exists(path) {
            do throws(FileText.Failure) {
                let (theme, found) = read(try FileText.read(path), file: path)
                if let theme { return (theme, found) }
                problems = found
            } catch {
                problems = [error.message]
            }
        } else if !ThemeFile.builtIn.contains(where: { $0.name == name }) {
            let known = ThemeFile.builtIn.map(\.name).joined(separator: ", ")
            problems = [
                "there is no theme '\(name)'; built in: \(known); own ones lie in \(folder)"
            ]
        }
        let builtIn =
            ThemeFile.builtIn.first { $0.name == name }
            ?? ThemeFile.builtIn.first { $0.name == "dark" }
        let theme = builtIn.flatMap { read($0.text, file: $0.name).theme }
        return (theme ?? .plain, problems)
    }

    private static func read(_ text: String, file: String) -> (theme: Theme?, problems: [String]) {
        let (definition, problems) = ThemeFile.read(
            text,
            file: file,
            roles: ThemeRole.allCases.map(\.rawValue)
        )
        return (definition.map(theme), problems.map(\.description))
    }

    private static func theme(_ definition: ThemeDefinition) -> Theme {
        var styles: [ThemeRole: Style] = [:]
        for (name, look) in definition.roles {
            guard let role = ThemeRole(rawValue: name) else { continue }
            styles[role] = Style(
                foreground: color(look.foreground),
                background: color(look.background),
                attributes: attributes(look.attributes)
            )
        }
        return Theme(name: definition.name, styles: styles)
    }

    private static func color(_ color: ThemeColor?) -> Color {
        switch color {
        case .palette(let index): .palette(index)
        case .rgb(let red, let green, let blue): .rgb(red, green, blue)
        case .terminal, nil: .terminal
        }
    }

    private static func attributes(_ names: [String]) -> Style.Attributes {
        let known: [String: Style.Attributes] = [
            "bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse,
            "italic": .italic,
        ]
        return names.reduce(into: []) { $0.formUnion(known[$1] ?? []) }
    }
}
