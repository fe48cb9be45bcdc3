import ArgumentParser
import CellGrid
import CommandCentre
import ConfigFiles
import CursesBackend
import Runtime
import Screens

/// `tocsin theme`: what the command centre can look like.
struct ThemeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "theme",
        abstract: "What the command centre can look like.",
        discussion: """
            Without --theme, $TOCSIN_THEME or a choice made on the screen, the background of the \
            terminal decides between \(Themes.dark) and \(Themes.light). A file NAME.yaml in the \
            folder of your own themes comes before the built-in theme of that name.
            """,
        subcommands: [List.self, Preview.self, Check.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the themes, built in and your own."
        )

        @OptionGroup var common: CommonOptions

        func run() {
            let themes = Themes(folder: Invocation(common).places.themes)
            let own = Set(themes.ownNames)
            let width = (themes.names.map(\.count).max() ?? 0) + 2
            for name in themes.names {
                let kind =
                    switch themes.read(name).theme?.isDark {
                    case true?: "dark "
                    case false?: "light"
                    case nil: "broken"
                    }
                let origin = own.contains(name) ? themes.path(of: name) : "built in"
                let gap = String(repeating: " ", count: width - name.count)
                Output.line("\(name)\(gap)\(kind)  \(origin)")
            }
        }
    }

    struct Preview: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview",
            abstract: "Show every role of a theme in the colours that this terminal has."
        )

        @Argument(help: "The theme, or the path of its file with a slash in it.")
        var name: String
        @OptionGroup var common: CommonOptions

        func run() throws {
            let invocation = Invocation(common)
            let themes = Themes(folder: invocation.places.themes)
            let colors = Output.isTerminal ? invocation.colorCount : 0
            let (named, problems) = themes.read(name)
            for problem in problems { Output.problem(problem.description) }
            guard let named else { throw Failure(.usage, "'\(name)' cannot be shown") }
            let theme = colors > 0 ? named : themes.readOrReplace("mono").theme ?? named
            let isDark = Themes.isDark(invocation.environment["COLORFGBG"])
            let looks = Theme(theme, on: TerminalLook(colors: colors, isDark: isDark))
            var canvas = ThemeSample.draw(looks)
            canvas.restyle(canvas.bounds) { style in
                Style(
                    foreground: style.foreground.nearest(among: colors),
                    background: style.background.nearest(among: colors),
                    attributes: style.attributes
                )
            }
            Output.picture(canvas, inColors: Output.isTerminal)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Report every mistake of a theme, and what not everybody can read in it.",
            discussion: """
                Letters need a contrast of 4.5:1 and lines 3:1 (WCAG 2.1), and states must differ \
                to those who see no red, no green or no blue, too.
                """
        )

        @Argument(help: "The theme, or the path of its file with a slash in it; all if left out.")
        var names: [String] = []
        @OptionGroup var common: CommonOptions

        func run() throws {
            let themes = Themes(folder: Invocation(common).places.themes)
            var count = 0
            for name in names.isEmpty ? themes.names : names {
                count += check(name, themes)
            }
            guard count == 0 else {
                throw Failure(.usage, "\(count) mistake\(count == 1 ? "" : "s")")
            }
        }

        /// Writes what is wrong with a theme and returns how many things that are.
        private func check(_ name: String, _ themes: Themes) -> Int {
            let (theme, problems) = themes.read(name)
            for problem in problems { Output.line(problem.description) }
            guard let theme else { return max(1, problems.count) }
            let check = ThemeCheck(theme)
            var findings = check.findings()
            let reduced = ThemeCheck(theme.inPalette).findings()
            findings += reduced.filter { !findings.contains($0) }.map { "in 256 colours: \($0)" }
            for finding in findings { Output.line("\(name): \(finding)") }
            if findings.isEmpty {
                Output.line("\(name): \(theme.roles.count) roles, \(check.summary)")
            }
            return findings.count
        }
    }
}
