import ConfigFiles
import Testing

struct ThemeFileTests {
    /// Reads a theme among files that have names; a built-in one for every other name.
    private func read(
        _ text: String,
        file: String = "own/mine.yaml",
        roles: [String] = ["text", "link"],
        others: [String: String] = [:]
    ) -> (theme: ThemeDefinition?, problems: [String]) {
        let source = ThemeFile.Source(path: file, text: text)
        let (theme, problems) = ThemeFile.read(source, roles: roles) { name, inheriting in
            let path = "own/\(name).yaml"
            if path != inheriting, let text = others[name] {
                return ThemeFile.Source(path: path, text: text)
            }
            return ThemeFile.builtIn(name)
        }
        return (theme, problems.map(\.description))
    }

    @Test func `colours are read in all their forms`() {
        let (theme, problems) = read(
            """
            background: "#101010"
            palette: {sea: "#0aFf10"}
            text: {fg: default, bg: 17}
            link: {fg: sea, attributes: [bold, italic], ansi: {fg: green, attributes: [bold]}}
            """,
            file: "x/y.yml"
        )
        #expect(problems == [])
        let ansi = ThemeStyle.Ansi(foreground: 2, attributes: ["bold"])
        #expect(
            theme
                == ThemeDefinition(
                    name: "y",
                    background: .rgb(red: 16, green: 16, blue: 16),
                    roles: [
                        "text": ThemeStyle(foreground: .terminal, background: .palette(17)),
                        "link": ThemeStyle(
                            foreground: .rgb(red: 10, green: 255, blue: 16),
                            background: .palette(17),
                            attributes: ["bold", "italic"],
                            ansi: ansi
                        ),
                    ]
                )
        )
    }

    @Test func `a theme has what it inherits, in its own colours`() {
        let parent = """
            palette: {ink: "#111111", sea: "#000080"}
            text: {fg: ink}
            link: {fg: sea, attributes: [underline], ansi: {fg: blue}}
            """
        let (theme, problems) = read(
            "inherits: parent\npalette: {sea: 39}\ntext: {fg: \"#222222\"}",
            others: ["parent": parent]
        )
        #expect(problems == [])
        #expect(theme?.name == "mine")
        #expect(theme?.roles["text"]?.foreground == .rgb(red: 34, green: 34, blue: 34))
        #expect(theme?.roles["link"]?.foreground == .palette(39))
        #expect(theme?.roles["link"]?.ansi?.foreground == 4)
    }

    @Test func `a role with a dot falls back to what stands before it`() {
        let (theme, problems) = read(
            "text: {}\nlink: {fg: 4}",
            roles: ["text", "link", "link.seen", "link.seen.twice"]
        )
        #expect(problems == [])
        #expect(theme?.style(of: "link.seen.twice")?.foreground == .palette(4))
        #expect(theme?.style(of: "other") == nil)
    }

    @Test func `a theme of the name of a built-in one can inherit from it`() {
        let own = ThemeFile.Source(
            path: "own/midnight.yaml",
            text: "inherits: midnight\nlink: {fg: 1}"
        )
        let built = ThemeFile.builtIn("midnight")?.text ?? ""
        let roles = built.split(separator: "\n").filter { $0.contains(": {") }
            .map { String($0.prefix { $0 != ":" }) }
        let (theme, problems) = ThemeFile.read(own, roles: roles) { name, path in
            path == own.path ? ThemeFile.builtIn(name) : own
        }
        #expect(problems == [])
        #expect(theme?.roles["link"]?.foreground == .palette(1))
        #expect(theme?.roles["critical"]?.attributes == ["bold"])
    }

    @Test func `a circle of inheritance is named where it closes`() {
        let (theme, problems) = read(
            "inherits: two",
            others: ["two": "text: {}\ninherits: mine", "mine": "inherits: two"]
        )
        #expect(theme == nil)
        #expect(
            problems == ["own/two.yaml:2:11: themes inherit in a circle: mine → two → mine"]
        )
    }

    @Test func `a parent that is not there, or has a mistake, is named`() {
        #expect(
            read("inherits: midnigt").problems == [
                "own/mine.yaml:1:11: there is no theme 'midnigt'; did you mean 'midnight'?"
            ]
        )
        let broken = read("inherits: parent", others: ["parent": "text: {fg: nothing}\nlink: {}"])
        #expect(broken.theme == nil)
        #expect(broken.problems.first?.hasPrefix("own/parent.yaml:1:12: 'fg' must be") == true)
    }

    @Test func `mistakes in a theme are named at their places`() {
        let (theme, problems) = read(
            """
            lnk: {fg: 1}
            link: {colour: 1, attributes: [bald, {}]}
            good:
              fg: #00ff00
            key: red
            palette: {sea: blue, sand: }
            background: default
            text: {ansi: {fg: grean}}
            """,
            roles: ["text", "link", "good", "key", "stale"]
        )
        #expect(theme == nil)
        #expect(
            problems == [
                "own/mine.yaml:1:1: unknown key 'lnk' in a theme; did you mean 'link'?",
                "own/mine.yaml:2:8: unknown key 'colour' in 'link'; known keys: fg, bg, "
                    + "attributes, ansi",
                "own/mine.yaml:2:32: unknown attribute 'bald'; did you mean 'bold'?",
                "own/mine.yaml:2:38: 'attributes' must be a text, not a mapping",
                "own/mine.yaml:4:3: 'fg' has no value; a value that begins with #, ! or & must be "
                    + "in quotes",
                "own/mine.yaml:5:6: 'key' must be a mapping (key: value), not a text",
                "own/mine.yaml:6:16: a colour of the palette must be \"#rrggbb\", a number from 0 "
                    + "to 255, or default, not 'blue'",
                "own/mine.yaml:6:22: 'sand' has no value; a value that begins with # must be in "
                    + "quotes",
                "own/mine.yaml:8:19: unknown colour 'grean' in 'ansi'; did you mean 'green'?",
            ]
        )
    }

    @Test func `colours that mean nothing are named when all names are known`() {
        let (theme, problems) = read(
            """
            background: default
            palette: {seaweed: 2}
            text: {fg: 256, bg: "#12345"}
            link: {fg: seawed}
            """,
            roles: ["text", "link", "stale"]
        )
        #expect(theme == nil)
        let forms = "\"#rrggbb\", a number from 0 to 255, default, or a name of the palette"
        #expect(
            problems == [
                "own/mine.yaml:1:1: warning: plain for want of a look (inherit from a theme): stale",
                "own/mine.yaml:1:13: 'background' must be a colour that is the same everywhere",
                "own/mine.yaml:3:12: 'fg' must be \(forms), not '256'",
                "own/mine.yaml:3:21: 'bg' must be \(forms), not '#12345'",
                "own/mine.yaml:4:12: 'fg' must be \(forms), not 'seawed'; did you mean 'seaweed'?",
            ]
        )
    }
}
