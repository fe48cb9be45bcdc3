import CellGrid
import Glibc
import Testing

@testable import CursesBackend

/// The real ncurses on a pseudo terminal, one at a time, as a process has one screen.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct TerminalTests {
    private static let beginSync = "\u{1B}[?2026h"
    private static let endSync = "\u{1B}[?2026l"

    private func canvas(_ line: String, width: Int = 40, height: Int = 10) -> Canvas {
        var canvas = Canvas(width: width, height: height)
        canvas.draw(line, x: 2, y: 1, style: Style(foreground: .palette(1)))
        return canvas
    }

    /// Who runs the tests without a terminal may have asked for no colours.
    static let allowsColors: Bool = unsetenv("NO_COLOR") == 0

    private func open(_ pty: PseudoTerminal, type: String = "xterm-256color") throws -> Terminal {
        try #require(Self.allowsColors)
        return try Terminal(path: pty.path, type: type)
    }

    @Test func `the screen is entered and left again`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        #expect(terminal.size == (40, 10))
        #expect(pty.isRaw)
        terminal.present(canvas("first"))
        let first = pty.read(until: Self.endSync)
        #expect(first.hasPrefix(Self.beginSync))
        for sequence in ["\u{1B}[?1049h", "\u{1B}[?1006h", "\u{1B}[?2004h", "first"] {
            #expect(first.contains(sequence), "\(sequence.debugDescription)")
        }
        terminal.close()
        let rest = pty.read(until: "\u{1B}[?1004l")
        for sequence in ["\u{1B}[?1049l", "\u{1B}[?1000l", "\u{1B}[?2004l"] {
            #expect(rest.contains(sequence), "\(sequence.debugDescription)")
        }
        #expect(!pty.isRaw)
    }

    @Test func `opening and closing without a frame leaves the screen alone`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        let terminal = try open(pty)
        terminal.close()
        #expect(pty.readAvailable().isEmpty)
        #expect(!pty.isRaw)
    }

    @Test func `an unchanged frame sends nothing`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        terminal.present(canvas("same"), cursor: (3, 3))
        _ = pty.read(until: Self.endSync)
        terminal.present(canvas("same"), cursor: (3, 3))
        #expect(terminal.lastFrameBytes == 0)
        #expect(pty.readAvailable().isEmpty)
        terminal.close()
    }

    @Test func `a changed frame is one synchronised burst of what changed`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        terminal.present(canvas("value 1"))
        _ = pty.read(until: Self.endSync)
        terminal.present(canvas("value 2"))
        let bytes = terminal.lastFrameBytes
        let burst = pty.readAvailable()
        #expect(burst.hasPrefix(Self.beginSync))
        #expect(burst.hasSuffix(Self.endSync))
        #expect(burst.utf8.count == bytes)
        #expect(burst.contains("2"))
        #expect(!burst.contains("value"))
        #expect(bytes < 60)
        terminal.close()
    }

    @Test func `only the cursor may change`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        terminal.present(canvas("x"))
        let hidden = pty.read(until: Self.endSync)
        #expect(hidden.contains("\u{1B}[?25l"))
        terminal.present(canvas("x"), cursor: (5, 5))
        let shown = pty.read(until: Self.endSync)
        #expect(!shown.contains("x"))
        #expect(shown.contains("\u{1B}[?12l\u{1B}[?25h"))
        terminal.close()
    }

    @Test func `wide, marked and unknown glyphs arrive as drawn`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        terminal.present(canvas("日本 e\u{301} 🚀 \u{1B}[31m \u{202E}x"))
        let frame = pty.read(until: Self.endSync)
        #expect(frame.contains("日本 e\u{301} 🚀 ␛[31m □x"))
        terminal.close()
    }

    @Test func `a canvas of another size is cut`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        terminal.present(canvas("x", width: 80, height: 24), cursor: (70, 20))
        #expect(terminal.lastFrameBytes > 0)
        _ = pty.read(until: Self.endSync)
        terminal.present(canvas("y", width: 10, height: 2))
        #expect(pty.read(until: Self.endSync).contains("y"))
        terminal.close()
    }

    @Test func `keys, a paste and a lone Escape are read`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        pty.write("a\u{1B}[A\u{1B}x\u{1B}[200~p\u{1B}[201~")
        #expect(
            terminal.wait(timeoutMilliseconds: 5000) == [
                .key(Key("a")), .key(Key(.up)), .escapeThen(Key("x")), .paste("p"),
            ]
        )
        pty.write("\u{1B}")
        #expect(terminal.wait(timeoutMilliseconds: 5000) == [.key(Key(.escape))])
        #expect(terminal.wait(timeoutMilliseconds: 0).isEmpty)
        terminal.close()
    }

    @Test func `wake-ups count once`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        let waker = terminal.waker
        waker.wake()
        waker.wake()
        #expect(terminal.wait(timeoutMilliseconds: 5000) == [.wake])
        #expect(terminal.wait(timeoutMilliseconds: 0).isEmpty)
        waker.wake()
        #expect(terminal.wait(timeoutMilliseconds: 5000) == [.wake])
        terminal.close()
    }

    @Test func `a new size is reported and drawn whole`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        terminal.present(canvas("size"))
        _ = pty.read(until: Self.endSync)
        pty.resize(width: 50, height: 12)
        kill(getpid(), SIGWINCH)
        #expect(
            terminal.wait(timeoutMilliseconds: 5000) == [.resized(width: 50, height: 12)]
        )
        #expect(terminal.size == (50, 12))
        terminal.present(canvas("size", width: 50, height: 12))
        #expect(pty.read(until: Self.endSync).contains("size"))
        terminal.close()
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func `a signal asks to end`(signal: Int32) throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        kill(getpid(), signal)
        #expect(terminal.wait(timeoutMilliseconds: 5000) == [.interrupted(signal: signal)])
        terminal.close()
    }

    @Test func `a lost terminal asks to end once`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        pty.hangUp()
        #expect(terminal.wait(timeoutMilliseconds: 5000) == [.interrupted(signal: SIGHUP)])
        #expect(terminal.wait(timeoutMilliseconds: 0).isEmpty)
        terminal.present(canvas("nobody"))
        #expect(terminal.lastFrameBytes == 0)
        terminal.close()
    }

    @Test func `the mouse is the terminal's while a picture leaves it`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        terminal.present(canvas("mine"))
        #expect(pty.read(until: Self.endSync).contains(Self.mouseOn))
        var bare = canvas("mine")
        bare.leavesMouse = true
        terminal.present(bare)
        let off = pty.read(until: Self.endSync)
        #expect(off.contains(Self.mouseOff) && !off.contains(Self.mouseOn))
        #expect(off.contains("\u{1B}[?2004h"))
        // Said once, and again when the screen was somebody else's meanwhile.
        terminal.present(bare)
        #expect(pty.readAvailable().isEmpty)
        #expect(terminal.run(["true"]) == 0)
        _ = pty.readAvailable()
        terminal.present(bare)
        #expect(!pty.read(until: Self.endSync).contains(Self.mouseOn))
        terminal.present(canvas("mine"))
        #expect(pty.read(until: Self.endSync).contains(Self.mouseOn))
        terminal.present(bare)
        _ = pty.read(until: Self.endSync)
        terminal.close()
        #expect(pty.read(until: "\u{1B}[?1004l").contains(Self.mouseOff))
    }

    private static let mouseOn = "\u{1B}[?1000h\u{1B}[?1006h"
    private static let mouseOff = "\u{1B}[?1006l\u{1B}[?1000l"

    @Test(arguments: ["vt100", "xterm", "no-such-type"])
    func `other types of terminal work`(type: String) throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty, type: type)
        terminal.present(canvas("plain"))
        #expect(pty.read(until: Self.endSync).contains("plain"))
        terminal.close()
    }

    @Test func `what cannot show a screen is refused`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        #expect(throws: TerminalError.unknownType("dumb")) {
            _ = try Terminal(path: pty.path, type: "dumb")
        }
        #expect(!pty.isRaw)
        #expect(throws: TerminalError.notATerminal) {
            _ = try Terminal(path: "/dev/null", type: "xterm")
        }
        let terminal = try open(pty)
        #expect(throws: TerminalError.alreadyOpen) { _ = try Terminal(path: pty.path, type: nil) }
        terminal.close()
    }

    private static let question = "\u{1B}]11;?\u{1B}\\"

    @Test func `the first frame asks for the background, and the answer is told`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        terminal.askBackground()
        terminal.present(canvas("first"))
        let first = pty.read(until: Self.endSync)
        #expect(first.contains(Self.question))
        #expect(first.hasSuffix(Self.endSync))
        pty.write("\u{1B}]11;rgb:ffff/ffff/dddd\u{1B}\\")
        #expect(
            terminal.wait(timeoutMilliseconds: 5000)
                == [.background(red: 255, green: 255, blue: 221)]
        )
        terminal.present(canvas("second"))
        #expect(!pty.read(until: Self.endSync).contains(Self.question))
        terminal.close()
    }

    @Test(arguments: ["linux", "vt100", "xterm-mono"])
    func `who would show the question is not asked`(type: String) throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty, type: type)
        terminal.askBackground()
        terminal.present(canvas("first"))
        #expect(!pty.read(until: Self.endSync).contains("]11"))
        terminal.close()
    }

    @Test func `an answer that comes late does not reach the shell`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty)
        terminal.askBackground()
        terminal.present(canvas("first"))
        _ = pty.read(until: Self.endSync)
        pty.write("\u{1B}]11;rgb:ffff/ffff/dddd\u{1B}\\")
        terminal.close()
        #expect(!pty.hasInput)
    }

    @Test(arguments: ["vt100", "xterm-mono", "xterm", "linux", "screen", "tmux-256color"])
    func `every kind of terminal shows what is chosen`(type: String) throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty, type: type)
        var picture = canvas("plain")
        picture.draw("chosen", x: 2, y: 3, style: Style(attributes: .reverse))
        terminal.present(picture)
        let frame = pty.read(until: Self.endSync)
        #expect(frame.contains("\u{1B}[7m") || frame.contains(";7m") || frame.contains("[0;7"))
        #expect((terminal.colorCount == 0) == ["vt100", "xterm-mono"].contains(type))
        #expect(frame.contains("\u{1B}[31m") == (terminal.colorCount > 0))
        terminal.close()
    }

    @Test func `a cursor that cannot be hidden stands in a corner`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try open(pty, type: "vt100")
        terminal.present(canvas("first"))
        let frame = pty.read(until: Self.endSync)
        // From the second row to the first column of the tenth, in one way or another.
        #expect(frame.contains("first\r\u{1B}[8B") || frame.contains("\u{1B}[10;1H"), "\(frame)")
        terminal.close()
    }

    @Test func `without UTF-8 nothing above 7 bits reaches the terminal`() throws {
        let pty = try PseudoTerminal(width: 40, height: 10)
        var terminal = try Terminal(path: pty.path, type: "xterm-256color", isASCII: true)
        var picture = canvas("日本 é … ● ⣿")
        picture.frame(picture.bounds, title: "t")
        terminal.present(picture)
        let frame = pty.read(until: Self.endSync)
        #expect(frame.utf8.allSatisfy { $0 < 0x80 })
        #expect(frame.contains("? ?  e ~ * #"))
        terminal.close()
    }
}
