import Testing

@testable import CursesBackend

struct ClipboardTests {
    // "The tmux passthrough escape sequence": every ESC inside is doubled.
    @Test func `what tmux passes through has its escapes doubled`() {
        #expect(
            Terminal.passedThroughTmux("\u{1B}]52;c;Zg==\u{1B}\\")
                == "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Zg==\u{1B}\u{1B}\\\u{1B}\\"
        )
    }

    // RFC 4648 section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `base 64 follows the RFC's examples`(text: String, encoded: String) {
        #expect(base64(Array(text.utf8)) == encoded)
    }
}
