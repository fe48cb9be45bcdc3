import ConfigFiles
import Testing

struct ThemeCheckTests {
    private func check(_ text: String) throws -> ThemeCheck {
        let roles = ["text", "muted", "border", "selection", "good", "warning"]
        let source = ThemeFile.Source(path: "t.yaml", text: text)
        let (theme, problems) = ThemeFile.read(source, roles: roles) { name, _ in
            ThemeFile.builtIn(name)
        }
        return ThemeCheck(try #require(theme, "\(problems)"))
    }

    @Test func `the contrast is that of WCAG`() throws {
        let text = "background: \"#777777\"\ntext: {fg: \"#ffffff\"}\nmuted: {fg: \"#000000\"}"
        let check = try check(text)
        // The two values of the W3C's own examples: grey on white just fails.
        #expect(abs((check.contrast(of: "text") ?? 0) - 4.478) < 0.001)
        #expect(abs((check.contrast(of: "muted") ?? 0) - 4.689) < 0.001)
        #expect(check.contrast(of: "other") == nil)
        #expect(
            check.findings() == ["'text' has a contrast of 4.4:1, less than 4.5:1"]
        )
    }

    @Test func `lines need less contrast than letters, and the chosen row is looked at`() throws {
        let findings = try check(
            """
            background: "#ffffff"
            text: {fg: "#000000"}
            border: {fg: "#8a8a8a"}
            muted: {fg: "#8a8a8a"}
            selection: {fg: "#ffffff", bg: "#707070"}
            """
        ).findings()
        #expect(
            findings == [
                "'muted' has a contrast of 3.4:1, less than 4.5:1",
                "'muted' in the chosen row has a contrast of 1.4:1, less than 3.0:1",
            ]
        )
    }

    @Test func `red and green of one brightness are alike to who lacks either cone`() throws {
        let check = try check(
            """
            background: "#ffffff"
            text: {fg: "#000000"}
            good: {fg: "#4b7b00"}
            warning: {fg: "#a85a00"}
            """
        )
        #expect((check.distance("good", "warning", to: .full) ?? 0) > 15)
        #expect((check.distance("good", "warning", to: .deuteranopia) ?? 99) < 6)
        #expect((check.distance("good", "warning", to: .tritanopia) ?? 0) > 15)
        #expect(
            check.findings() == [
                "'good' and 'warning' look alike to protanopia, deuteranopia"
            ]
        )
    }

    @Test func `states that look alike on eight colours are named`() throws {
        let findings = try check(
            """
            background: "#000000"
            text: {fg: "#ffffff"}
            good: {fg: "#00ff00", ansi: {fg: cyan}}
            muted: {fg: "#cccccc", ansi: {fg: black, attributes: [bold]}}
            warning: {fg: "#ffaf00", attributes: [bold], ansi: {fg: cyan}}
            """
        ).findings()
        #expect(
            findings == [
                "'good' and 'warning' look alike on terminals of 8 colours",
                "'muted' is bold black, which many terminals show as grey",
            ]
        )
    }
}
