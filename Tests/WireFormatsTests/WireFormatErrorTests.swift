import Testing

@testable import WireFormats

struct WireFormatErrorTests {
    @Test(
        arguments: [
            (
                .notExposition(.html, seen: "<html>"),
                "Expected a Prometheus metrics page, got a web page that begins \"<html>\"."
            ),
            (
                .notExposition(.empty, seen: ""),
                "Expected a Prometheus metrics page, got an empty body."
            ),
            (
                .notJSON(expected: "a colon", seen: "\"x\"", byte: 4, line: 2),
                "Expected a colon at byte 4 (line 2) of the JSON, got \"x\"."
            ),
            (
                .nestedTooDeep(limit: 64, byte: 9),
                "The JSON is nested deeper than 64 levels at byte 9."
            ),
            (.tooLarge(bytes: 3, limitBytes: 2), "The body has 3 bytes; at most 2 are read."),
            (
                .unexpectedShape(expected: "a text", seen: "null", pointer: "/a"),
                "Expected a text at /a, got null."
            ),
            (.absent(expected: "block hash"), "The node has no block hash: it answered null."),
            (
                .refused(.init(code: -1, message: "\u{1B}[2Jno")),
                "The node refused the call: \u{FFFD}[2Jno (-1)."
            ),
            (
                .unexpectedText(expected: "a version", seen: ""),
                "Expected a version, got an empty text."
            ),
        ] as [(WireFormatError, String)]
    )
    func `every error has a sentence`(error: WireFormatError, message: String) {
        #expect(error.message == message)
    }

    @Test
    func `a snippet is bounded and cannot drive the terminal`() {
        let hostile = "\u{1B}]0;x\u{7}\u{202E}\u{9B}" + String(repeating: "a", count: 10_000)
        let snippet = TextSnippet.of(hostile.body.span)
        #expect(snippet.hasPrefix("\u{FFFD}]0;x\u{FFFD}\u{FFFD}\u{FFFD}aaa"))
        #expect(snippet.unicodeScalars.count == TextSnippet.lengthLimit + 1)
        let line = TextSnippet.of("first\nsecond".body.span)
        let nothing = TextSnippet.of("".body.span)
        #expect(line == "first")
        #expect(nothing.isEmpty)
    }
}
