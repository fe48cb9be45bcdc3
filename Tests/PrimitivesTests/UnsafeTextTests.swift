import Testing

@testable import Primitives

/// The one set of scalars that no way out lets through.
struct UnsafeTextTests {
    private static let unsafe: [Unicode.Scalar] = [
        "\u{0}", "\u{7}", "\t", "\n", "\r", "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}", "\u{AD}",
        "\u{34F}", "\u{61C}", "\u{115F}", "\u{180E}", "\u{200B}", "\u{200C}", "\u{200D}",
        "\u{200E}",
        "\u{2028}", "\u{2029}", "\u{202E}", "\u{2060}", "\u{2066}", "\u{2069}", "\u{3164}",
        "\u{E000}",
        "\u{FE0F}", "\u{FEFF}", "\u{FFA0}", "\u{FFF9}", "\u{FFFF}", "\u{1D173}", "\u{E0041}",
        "\u{E0100}", "\u{F0000}", "\u{10FFFF}",
    ]

    @Test func `what steers, hides or reorders is unsafe, letters and emoji are not`() {
        for scalar in Self.unsafe { #expect(scalar.isUnsafe, "U+\(scalar.value)") }
        for scalar in " ~aéß日ابक👩🏽🇩⌘→█⠿\u{301}\u{FFFD}".unicodeScalars {
            #expect(!scalar.isUnsafe, "U+\(scalar.value)")
        }
    }

    @Test func `every unsafe scalar is replaced by something visible`() {
        for scalar in Self.unsafe {
            let shown = UnsafeText.replacing(in: "a\(scalar)b", with: UnsafeText.picture)
            #expect(!shown.unicodeScalars.contains { $0.isUnsafe }, "U+\(scalar.value)")
            #expect(shown.count == 3)
        }
        #expect(UnsafeText.replacing(in: "\u{1B}[1m\u{7F}", with: UnsafeText.picture) == "␛[1m␡")
    }

    @Test(arguments: [
        "👩\u{200D}💻", "❤\u{FE0F}\u{200D}🔥", "☎\u{FE0E}", "1\u{FE0F}\u{20E3}", "naïve 日本",
    ])
    func `what holds an emoji together stays`(text: String) {
        #expect(UnsafeText.replacing(in: text) { _ in "?" } == text)
    }

    @Test(arguments: [
        ("a\u{200D}b", "a?b"), ("1\u{200D}2", "1?2"), ("👩\u{200D}", "👩?"), ("\u{200D}👩", "?👩"),
        ("a\u{FE0F}", "a?"), ("👩\u{200D}\u{200D}💻", "👩??💻"),
    ])
    func `joiners elsewhere do not`(text: String, shown: String) {
        #expect(UnsafeText.replacing(in: text) { _ in "?" } == shown)
    }

    @Test func `a document of JSON keeps its white space`() {
        #expect(UnsafeText.escaping(json: "{\n\t\"a\":\"\u{200B}\"}") == "{\n\t\"a\":\"\\u200b\"}")
    }
}
