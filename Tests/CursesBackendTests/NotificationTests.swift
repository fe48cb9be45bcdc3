import Testing

@testable import CursesBackend

struct NotificationTests {
    private func sequence(_ text: String, _ environment: [String: String]) -> String? {
        NotificationSequence(text) { environment[$0] }.map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
    }

    @Test func `a terminal is told in the way that it knows`() {
        #expect(
            sequence("disk full", ["TERM": "xterm-kitty"]) == "\u{1B}]9;Tocsin: disk full\u{1B}\\"
        )
        #expect(
            sequence("disk full", ["TERM": "xterm-256color", "VTE_VERSION": "7000"])
                == "\u{1B}]777;notify;Tocsin;disk full\u{1B}\\"
        )
    }

    @Test(arguments: [
        ["TERM": "xterm", "TMUX": "/tmp/x"], ["TERM": "screen"], ["TERM": "tmux-256color"],
        ["TERM": "linux"], ["TERM": "vt100"], [:],
    ])
    func `where nobody passes it on nothing is sent`(environment: [String: String]) {
        #expect(sequence("disk full", environment) == nil)
    }

    @Test func `nothing foreign ends the sequence or begins another`() {
        let text = "a\u{1B}\\\u{7}b;c\u{9C}\u{202E}d" + String(repeating: "x", count: 1000)
        let sent = sequence(text, ["TERM": "xterm"]) ?? ""
        #expect(sent.hasPrefix("\u{1B}]9;Tocsin: a\\bcdxxx"))
        #expect(sent.utf8.count < 200)
        #expect(sent.dropFirst().dropLast(2).unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
}
