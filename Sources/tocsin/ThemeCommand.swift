import ArgumentParser
import ConfigFiles

/// `tocsin theme`: what the command centre can look like.
struct ThemeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "theme",
        abstract: "What the command centre can look like.",
        subcommands: [List.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the built-in themes."
        )

        func run() {
            for theme in ThemeFile.builtIn { Output.line(theme.name) }
        }
    }
}
