import ConfigFiles
import Testing

struct ThemeFileTests {
    static let roles = [
        "text", "muted", "strong", "title", "border", "borderFocus", "header", "key", "selection",
        "good", "changed", "warning", "critical", "stale", "drill", "overdue", "input", "link",
    ]

    private func theme(_ name: String) throws -> ThemeDefinition {
        let file = try #require(ThemeFile.builtIn.first { $0.name == name })
        let result = ThemeFile.read(file.text, file: "themes/\(name).yaml", roles: Self.roles)
        #expect(result.problems == [])
        return try #require(result.theme)
    }

    @Test(arguments: ["dark", "light"])
    func `a built-in theme has every role`(_ name: String) throws {
        let theme = try theme(name)
        #expect(theme.name == name)
        #expect(theme.roles.keys.sorted() == Self.roles.sorted())
        #expect(theme.roles["text"]?.background == .terminal)
    }

    @Test(arguments: ["dark", "light"], roles)
    func `a role can be read on its background`(_ name: String, _ role: String) throws {
        let style = try #require(try theme(name).roles[role])
        let look = Look(style, isDark: name == "dark")
        let limit = role.hasPrefix("border") ? 3.0 : 4.5
        #expect(look.contrast >= limit, "\(look.contrast)")
        #expect(!style.attributes.contains("dim"), "dim takes contrast away")
    }

    @Test(arguments: ["dark", "light"])
    func `roles that ask for something look different, also to who cannot tell red from green`(
        _ name: String
    ) throws {
        let theme = try theme(name)
        let roles = ["text", "good", "changed", "warning", "critical", "drill", "overdue", "stale"]
        for (index, role) in roles.enumerated() {
            for other in roles[(index + 1)...] {
                let left = try #require(theme.roles[role])
                let right = try #require(theme.roles[other])
                guard left.attributes == right.attributes else { continue }
                let looks = [left, right].map { Look($0, isDark: name == "dark") }
                #expect(looks[0].distance(to: looks[1]) > 40, "\(role) and \(other)")
                #expect(
                    looks[0].withoutGreen.distance(to: looks[1].withoutGreen) > 25,
                    "\(role) and \(other)"
                )
            }
        }
    }

    @Test func `colours are read in all their forms`() {
        let result = ThemeFile.read(
            "text: {fg: default, bg: 17}\nlink: {fg: '#0aFf10', attributes: [bold, italic]}",
            file: "x/y.yml",
            roles: ["text", "link"]
        )
        #expect(result.problems == [])
        #expect(
            result.theme
                == ThemeDefinition(
                    name: "y",
                    roles: [
                        "text": ThemeStyle(foreground: .terminal, background: .palette(17)),
                        "link": ThemeStyle(
                            foreground: .rgb(red: 10, green: 255, blue: 16),
                            attributes: ["bold", "italic"]
                        ),
                    ]
                )
        )
    }

    @Test func `mistakes in a theme are named at their places`() {
        let result = ThemeFile.read(
            """
            text: {fg: 256, bg: "#12345"}
            lnk: {fg: 1}
            link: {colour: 1, attributes: [bald, {}]}
            good:
              fg: #00ff00
            key: red
            """,
            file: "t.yaml",
            roles: ["text", "link", "good", "key", "stale"]
        )
        #expect(result.theme == nil)
        #expect(
            result.problems.map(\.description) == [
                "t.yaml:1:1: warning: plain for want of a look: stale",
                "t.yaml:1:12: 'fg' must be \"#rrggbb\", a number from 0 to 255, or default, "
                    + "not '256'",
                "t.yaml:1:21: 'bg' must be \"#rrggbb\", a number from 0 to 255, or default, "
                    + "not '#12345'",
                "t.yaml:2:1: unknown key 'lnk' in a theme; did you mean 'link'?",
                "t.yaml:3:8: unknown key 'colour' in 'link'; known keys: fg, bg, attributes",
                "t.yaml:3:32: unknown attribute 'bald'; did you mean 'bold'?",
                "t.yaml:3:38: 'attributes' must be a text, not a mapping",
                "t.yaml:5:3: 'fg' has no value; a value that begins with #, ! or & must be in "
                    + "quotes",
                "t.yaml:6:6: 'key' must be a mapping (key: value), not a text",
            ]
        )
    }
}
