import CellGrid
import CommandCentre
import Runtime
import Screens
import TestSupport
import Testing

struct ThemesTests {
    @Test(arguments: ["dark", "light"])
    func `the built-in themes are without problems`(name: String) {
        let (theme, problems) = Themes.named(name, in: "/nowhere")
        #expect(theme.name == name)
        #expect(problems.isEmpty)
    }

    @Test func `an unknown theme gives way to the dark one and is named`() {
        let (theme, problems) = Themes.named("neon", in: "/nowhere")
        #expect(theme.name == "dark")
        #expect(problems.count == 1)
        #expect(problems.first?.contains("'neon'") == true)
        #expect(problems.first?.contains("dark, light") == true)
        #expect(problems.first?.contains("/nowhere") == true)
    }

    @Test func `a file of one's own comes before the built-in theme`() throws {
        let folder = try TemporaryFolder()
        let roles = ThemeRole.allCases.map { "\($0.rawValue): {fg: 196, attributes: [bold]}\n" }
        try FileText.write(roles.joined(), to: folder.path("light.yaml"))
        let (theme, problems) = Themes.named("light", in: folder.path)
        #expect(problems.isEmpty)
        #expect(theme.name == "light")
        #expect(theme[.critical].foreground == .palette(196))
        #expect(theme[.critical].attributes == .bold)
    }

    @Test func `a broken file falls back to the built-in theme with the problem named`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("light.yaml")
        try FileText.write("text: {fg: [\n", to: path)
        let (theme, problems) = Themes.named("light", in: folder.path)
        #expect(theme.name == "light")
        #expect(problems.first?.hasPrefix("\(path):") == true)
    }
}
