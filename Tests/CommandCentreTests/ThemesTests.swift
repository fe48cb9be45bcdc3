import CellGrid
import CommandCentre
import ConfigFiles
import Runtime
import Screens
import TestSupport
import Testing

struct ThemesTests {
    private static let states: [ThemeRole] = [
        .text, .warning, .warningAcknowledged, .critical, .criticalAcknowledged,
    ]

    private func theme(_ name: String) throws -> ThemeDefinition {
        let (theme, problems) = Themes(folder: "/nowhere").read(name)
        #expect(problems.map(\.description) == [])
        return try #require(theme)
    }

    @Test(arguments: ThemeFile.builtInNames)
    func `a built-in theme has every role, and everybody can read it`(name: String) throws {
        let theme = try theme(name)
        #expect(theme.name == name)
        for role in ThemeRole.allCases {
            #expect(theme.style(of: role.rawValue) != nil, "\(role)")
        }
        #expect(ThemeCheck(theme).findings() == [])
        #expect(ThemeCheck(theme.inPalette).findings() == [])
        for state in ThemeCheck.states + ThemeCheck.marks {
            #expect(ThemeRole(rawValue: state) != nil, "\(state)")
        }
    }

    @Test func `the theme for every colour vision keeps states far apart`() throws {
        let check = ThemeCheck(try theme("colour-blind-safe"))
        let states = ["warning", "critical.acknowledged", "good", "text"]
        for (place, state) in states.enumerated() {
            for other in states[(place + 1)...] {
                for vision in ColorVision.allCases {
                    let distance = check.distance(state, other, to: vision) ?? 0
                    #expect(distance > 10, "\(state), \(other), \(vision)")
                }
            }
        }
    }

    @Test(arguments: ["high-contrast", "high-contrast-light"])
    func `high contrast is 7 to 1`(name: String) throws {
        let theme = try theme(name)
        for role in theme.roles.keys where !ThemeCheck.marks.contains(role) {
            #expect((ThemeCheck(theme).contrast(of: role) ?? 0) >= 7, "\(role)")
        }
    }

    @Test(arguments: ThemeFile.builtInNames, [0, 8, 16, 256, 1 << 24])
    func `what asks for something looks like nothing else, on every terminal`(
        name: String,
        colors: Int
    ) throws {
        let definition = try theme(colors == 0 ? "mono" : name)
        let theme = Theme(definition, on: TerminalLook(colors: colors, isDark: definition.isDark))
        #expect(Set(Self.states.map { theme[$0] }).count == Self.states.count)
        #expect(theme[.selection] != theme[.text])
        guard colors == 0 else { return }
        for role in ThemeRole.allCases {
            #expect(theme[role].foreground == .terminal, "\(role)")
            #expect(theme[role].background == .terminal, "\(role)")
        }
    }

    @Test func `a theme paints its own ground on a terminal of the opposite one`() throws {
        let light = try theme("daylight")
        let fits = Theme(light, on: TerminalLook(colors: 256, isDark: false))
        #expect(fits[.text] == .plain)
        let opposite = Theme(light, on: TerminalLook(colors: 256, isDark: true))
        #expect(opposite[.text].background == .rgb(255, 255, 255))
        #expect(opposite[.text].foreground == .rgb(0, 0, 0))
        #expect(opposite[.muted].background == .rgb(255, 255, 255))
        let few = Theme(light, on: TerminalLook(colors: 8, isDark: true))
        #expect(few[.text] == Style(foreground: .palette(0), background: .palette(7)))
    }

    @Test func `dark and light are names of the two themes still`() {
        let themes = Themes(folder: "/nowhere")
        #expect(themes.read("dark").theme?.name == "midnight")
        #expect(themes.read("light").theme?.isDark == false)
    }

    @Test func `an unknown theme gives way to the dark one and is named`() {
        let (theme, problems) = Themes.named("neon", in: "/nowhere")
        #expect(theme.name == "midnight")
        #expect(problems.count == 1)
        #expect(problems.first?.contains("'neon'") == true)
        #expect(problems.first?.contains("midnight, daylight") == true)
        #expect(problems.first?.contains("/nowhere") == true)
    }

    @Test func `a file of one's own comes before the built-in theme`() throws {
        let folder = try TemporaryFolder()
        let text = "inherits: daylight\ncritical: {fg: 196, attributes: [bold]}\n"
        try FileText.write(text, to: folder.path("daylight.yaml"))
        try FileText.write("inherits: fjord\n", to: folder.path("mine.yaml"))
        let (theme, problems) = Themes.named("daylight", in: folder.path)
        #expect(problems.isEmpty)
        #expect(theme.name == "daylight")
        #expect(theme[.critical].foreground == .palette(196))
        #expect(theme[.critical].attributes == .bold)
        #expect(Themes(folder: folder.path).names == ThemeFile.builtInNames + ["mine"])
        #expect(Themes(folder: folder.path).read("\(folder.path)/mine.yaml").theme?.name == "mine")
    }

    @Test func `a broken file falls back to the built-in theme with the problem named`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("light.yaml")
        try FileText.write("text: {fg: [\n", to: path)
        let (theme, problems) = Themes.named("light", in: folder.path)
        #expect(theme.name == "daylight")
        #expect(problems.first?.hasPrefix("\(path):") == true)
    }
}
