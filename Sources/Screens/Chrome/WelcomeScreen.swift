import CellGrid
import CommandTable

/// The first thing seen when nothing is configured: three ways to begin.
enum WelcomeScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, style: theme[.text])
        let width = min(rect.width, 72)
        let lines = lines(model, theme)
        let x = rect.x + max(0, (rect.width - width) / 2)
        let top = rect.y + max(0, (rect.height - lines.count) / 2 - 1)
        for (row, line) in lines.enumerated() where top + row < rect.maxY {
            canvas.draw(line, x: x, y: top + row, width: width)
        }
    }

    /// What it says.
    static func lines(_ model: AppModel, _ theme: Theme) -> [[TextSpan]] {
        func text(_ words: String) -> [TextSpan] { [TextSpan(words, style: theme[.text])] }
        func quiet(_ words: String) -> [TextSpan] { [TextSpan(words, style: theme[.muted])] }
        func key(_ command: String, _ words: String) -> [TextSpan] {
            let key = model.keyText(command, in: .welcome)
            return [
                TextSpan("  \(key)  ", style: theme[.key]), TextSpan(words, style: theme[.strong]),
            ]
        }
        func word(_ command: ScreenCommand) -> [TextSpan] {
            [
                TextSpan("  \(model.keyText(command.rawValue))", style: theme[.key]),
                TextSpan("  \(model.row(command)?.footer ?? "")", style: theme[.muted]),
            ]
        }
        return [
            [TextSpan("TOCSIN", style: theme[.title])],
            text("The incident command centre for fleets of peer-to-peer nodes."), [],
            key(ScreenCommand.playDrill.rawValue, "play a drill"),
            quiet("     a real incident, replayed against a simulated fleet; nothing leaves"),
            quiet("     this machine"), [],
            key(ScreenCommand.addEndpoint.rawValue, "point it at an endpoint"),
            quiet("     give addresses of your nodes; Tocsin finds out what they are and"),
            quiet("     writes a fleet file to start from"), [],
            key("incident declare", "open an incident without a fleet"),
            quiet("     log, checklist and clock work without nodes"), [],
            word(.help) + [TextSpan("  ", style: theme[.muted])] + word(.quit),
        ]
    }
}

extension ScreenRoute {
    /// What is shown while nothing is configured.
    static let welcome = ScreenRoute("welcome")
}

extension AppScreen {
    /// What is shown while nothing is configured.
    static let welcome = AppScreen(
        id: ScreenRoute.welcome.screen,
        title: "Welcome",
        context: { _ in .welcome },
        text: { model, _ in
            WelcomeScreen.lines(model, .plain).map { $0.map(\.text).joined() }
        },
        move: { _, _ in },
        back: { model in
            model.settleDown()
            return true
        },
        draw: { WelcomeScreen.draw($0, $1, in: $2, on: &$3) }
    )
}
