import Testing

@testable import CursesBackend

struct ClipboardTests {
    // RFC 4648 section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `base 64 follows the RFC's examples`(text: String, encoded: String) {
        #expect(base64(Array(text.utf8)) == encoded)
    }
}
