import CellGrid
import Testing

@testable import CursesBackend

struct HyperlinkTests {
    @Test(arguments: [
        (["TERM": "xterm-256color"], true), (["TERM": "foot"], true), (["TERM": "linux"], false),
        (["TERM": "vt100"], false), (["TERM": "dumb"], false), (["TERM": "no-such-type"], false),
        (["TERM": "xterm-256color", "TOCSIN_LINKS": "off"], false),
        (["TERM": "xterm-256color", "NO_COLOR": "1"], true),
        (["TERM": "xterm", "VTE_VERSION": "5000"], false),
        (["TERM": "xterm", "VTE_VERSION": "7001"], true),
        (["TERM": "xterm-256color", "STY": "1.pts"], false),
        (["TERM": "screen-256color"], false), (["TERM": "tmux-256color"], false), ([:], false),
        (["TMUX": "/tmp/x", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"], false),
        (["TMUX": "/tmp/x", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.4"], true),
        (["TMUX": "/tmp/x", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "next-3.6"], true),
        (["TMUX": "/tmp/x", "TERM": "xterm-256color"], false),
    ])
    func `links are made where the terminal knows them`(
        environment: [String: String],
        areKnown: Bool
    ) {
        #expect(Hyperlinks.areKnown(type: nil) { environment[$0] } == areKnown)
    }
}

extension TerminalTests {
    struct LinkFrameTests {
        private static let endSync = "\u{1B}[?2026l"

        private func canvas(_ number: Int, hasLink: Bool) -> Canvas {
            var canvas = Canvas(width: 60, height: 6)
            canvas.draw("round \(number)", x: 0, y: 0)
            let text = "see https://a.example/b for more"
            let spans =
                hasLink ? TextSpan.linked([text], of: text, style: .plain)[0] : [TextSpan(text)]
            canvas.draw(spans, x: 2, y: 2)
            return canvas
        }

        @Test func `a link is drawn with its row, in the one write of the frame`() throws {
            let pty = try PseudoTerminal(width: 60, height: 6)
            var terminal = try Terminal(path: pty.path, type: "xterm-256color", hasLinks: true)
            terminal.present(canvas(1, hasLink: true))
            let first = pty.read(until: Self.endSync)
            #expect(first.utf8.count == terminal.lastFrameBytes)
            let shown = "https://a.example/b"
            #expect(first.contains(";\(shown)\u{1B}\\\(shown)\u{1B}]8;;\u{1B}\\\u{1B}8"))
            terminal.present(canvas(2, hasLink: true))
            #expect(!pty.read(until: Self.endSync).contains("]8;"))
            terminal.present(canvas(2, hasLink: false))
            let last = pty.read(until: Self.endSync)
            #expect(last.contains("https://a.example/b"))
            #expect(!last.contains("]8;"))
            terminal.close()
        }

        @Test func `where links are not known nothing is sent for them`() throws {
            let pty = try PseudoTerminal(width: 60, height: 6)
            var terminal = try Terminal(path: pty.path, type: "xterm", hasLinks: false)
            terminal.present(canvas(1, hasLink: true))
            #expect(!pty.read(until: Self.endSync).contains("]8;"))
            terminal.close()
        }
    }
}
