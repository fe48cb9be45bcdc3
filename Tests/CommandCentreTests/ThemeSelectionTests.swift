import CellGrid
import Dispatch
import FileWatching
import Runtime
import Screens
import TestSupport
import Testing

@testable import CommandCentre

struct ThemeSelectionTests {
    @Test func `without a choice the terminal's background decides`() throws {
        let folder = try TemporaryFolder()
        var looks = ThemeSelection(Themes(folder: folder.path), choice: nil)
        #expect(looks.start(colors: 256) == [])
        #expect(looks.theme.name == "midnight")
        #expect(looks.ground(isDark: false) == [])
        #expect(looks.theme.name == "daylight")
        #expect(looks.theme[.text].background == .terminal)
        #expect(looks.choices.chosen == nil)
    }

    @Test func `a choice stays, and paints its ground where it must`() throws {
        let folder = try TemporaryFolder()
        var looks = ThemeSelection(Themes(folder: folder.path), choice: "midnight")
        _ = looks.start(colors: 256)
        _ = looks.ground(isDark: false)
        #expect(looks.theme.name == "midnight")
        #expect(looks.theme[.text].background == .rgb(0, 0, 0))
    }

    @Test func `what is tried is dropped or kept`() throws {
        let folder = try TemporaryFolder()
        var looks = ThemeSelection(Themes(folder: folder.path), choice: "fjord")
        _ = looks.start(colors: 256)
        _ = looks.attempt("phosphor")
        #expect(looks.theme.name == "phosphor")
        _ = looks.attempt(nil)
        #expect(looks.theme.name == "midnight")
        _ = looks.drop()
        #expect(looks.theme.name == "fjord")
        _ = looks.keep(nil)
        #expect(looks.theme.name == "midnight")
        #expect(looks.choices.chosen == nil)
    }

    @Test func `a terminal without colours shows the theme that needs none`() throws {
        let folder = try TemporaryFolder()
        var looks = ThemeSelection(Themes(folder: folder.path), choice: "fjord")
        _ = looks.start(colors: 0)
        #expect(looks.theme.name == "mono")
        _ = looks.keep("phosphor")
        #expect(looks.theme.name == "mono")
    }

    @Test func `a file that is broken while it is shown keeps the look and says the line`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("mine.yaml")
        try FileText.write("inherits: fjord\ncritical: {fg: 1}\n", to: path)
        var looks = ThemeSelection(Themes(folder: folder.path), choice: "mine")
        #expect(looks.start(colors: 256) == [])
        try FileText.write("inherits: fjord\ncritical: {fg: nothing}\n", to: path)
        #expect(looks.reload().first?.hasPrefix("\(path):2:16: 'fg' must be") == true)
        #expect(looks.theme[.critical].foreground == .palette(1))
        try FileText.write("inherits: fjord\ncritical: {fg: 2}\n", to: path)
        #expect(looks.reload() == [])
        #expect(looks.theme[.critical].foreground == .palette(2))
    }

    @Test func `a change of a file of the folder is told`() throws {
        let folder = try TemporaryFolder()
        let told = DispatchSemaphore(value: 0)
        let watch = try #require(FileWatch(folder: folder.path) { told.signal() })
        try FileText.write("inherits: fjord\n", to: folder.path("mine.yaml"))
        #expect(told.wait(timeout: .now() + 60) == .success)
        withExtendedLifetime(watch) {}
        #expect(FileWatch(folder: folder.path("none")) {} == nil)
    }

    @Test func `the theme that was chosen is there the next time`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("theme")
        let themes = Themes(folder: folder.path)
        #expect(Themes.kept(at: path) == nil)
        themes.keep("fjord", at: path) { Issue.record("\($0)") }
        #expect(Themes.kept(at: path) == "fjord")
        themes.keep(nil, at: path) { Issue.record("\($0)") }
        #expect(Themes.kept(at: path) == nil)
    }

    @Test(arguments: [("15;0", true), ("0;15", false), ("0;default;7", false), ("12;8", true)])
    func `the variable of rxvt tells the background`(text: String, isDark: Bool) {
        #expect(Themes.isDark(text) == isDark)
        #expect(Themes.isDark(nil))
        #expect(Themes.isDark("default"))
    }
}
