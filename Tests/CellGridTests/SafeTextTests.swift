import CellGrid
import Testing

struct SafeTextTests {
    @Test(arguments: [
        ("\u{1B}]0;owned\u{7}", "␛]0;owned␇"),
        ("\u{1B}[31mred\u{1B}[0m", "␛[31mred␛[0m"),
        ("\u{9B}31m", "□31m"),
        ("a\u{202E}cod.exe", "a□cod.exe"),
        ("\u{2066}a\u{2069}", "□a□"),
        ("pay\u{200B}pal", "pay□pal"),
        ("ok\rEVIL", "ok␍EVIL"),
        ("a\u{8}b", "a␈b"),
        ("a\u{200D}b", "a□b"),
        ("\u{FEFF}bom", "□bom"),
        ("a\tb", "a b"),
        ("a\nb\r\nc\u{2028}d", "a⏎b⏎c⏎d"),
        ("\u{0}\u{7F}\u{85}", "␀␡□"),
        ("soft\u{AD}hyphen", "soft□hyphen"),
        ("\u{E0041}\u{E007F}", "□□"),
        ("\u{E000}\u{F0000}\u{378}\u{FFFF}", "□□□□"),
        ("\u{301}a", "□a"),
        ("e\u{301}\u{302}\u{303}", "e\u{301}\u{302}"),
        ("z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "z"),
        ("👨\u{200D}👩\u{200D}👧!", "👨!"),
        ("👍\u{1F3FD}", "👍"),
        ("❤\u{FE0F}", "❤"),
        ("a\u{FE0F}", "a□"),
        ("👍\u{200D}x", "👍□x"),
        ("🇩🇪🇫🇷", "□□"),
        ("日本 é ß", "日本 é ß"),
    ])
    func `hostile text becomes visible and harmless`(raw: String, safe: String) {
        #expect(SafeText.clean(raw) == safe)
        #expect(SafeText.clean(safe) == safe)
    }

    @Test func `no control, invisible or reordering scalar survives`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let category = scalar.properties.generalCategory
            guard
                [.control, .format, .privateUse, .lineSeparator, .paragraphSeparator]
                    .contains(category)
            else { continue }
            let safe = SafeText.clean("a" + String(Character(scalar)) + "b")
            #expect(!safe.unicodeScalars.contains(scalar), "U+\(String(value, radix: 16))")
        }
    }

    @Test func `invalid bytes become the replacement character`() {
        #expect(
            SafeText.clean(String(decoding: [0x61, 0xFF, 0x62], as: UTF8.self)) == "a\u{FFFD}b"
        )
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("日本語", 2, "日…"), ("a", 0, ""),
    ])
    func `a long text is cut at its limit`(raw: String, limit: Int, expected: String) {
        #expect(SafeText.clean(raw, limit: limit) == expected)
    }
}
