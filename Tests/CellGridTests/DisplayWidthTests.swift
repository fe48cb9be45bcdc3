import CellGrid
import Testing

struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한글", 4), ("ｆｕｌｌ", 8),
        ("🚀", 2), ("✅", 2), ("⚠", 1), ("⚠\u{FE0F}", 1), ("👨\u{200D}👩\u{200D}👧", 2),
        ("👍\u{1F3FD}", 2), ("🇩🇪", 1), ("1\u{FE0F}\u{20E3}", 1), ("┌─┐", 3), ("⣿", 1),
        ("a\u{200B}b", 3), ("\u{AD}", 1), ("\u{1FAE8}", 1), ("\u{E000}", 1), ("a\tb", 3),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("กี่", 1),
    ])
    func `text has the width it is drawn with`(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
        var canvas = Canvas(width: 20, height: 1)
        #expect(canvas.draw(text, x: 0, y: 0) == width)
    }

    @Test(arguments: [
        ("a" as Unicode.Scalar, 1), ("\u{301}", 0), ("中", 2), ("🙂", 2), ("\u{202E}", 1),
    ])
    func `a scalar has the width of its kind`(scalar: Unicode.Scalar, width: Int) {
        #expect(DisplayWidth.of(scalar) == width)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abc", 0, ""),
        ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本", 1, "…"),
        ("a日", 2, "a…"), ("a\u{1B}[0m", 9, "a␛[0m"),
    ])
    func `truncation never exceeds the width`(text: String, columns: Int, expected: String) {
        #expect(DisplayWidth.truncate(text, to: columns) == expected)
        #expect(DisplayWidth.of(expected) <= columns)
    }

    @Test(arguments: [
        (DisplayWidth.Alignment.leading, "ab   "), (.trailing, "   ab"), (.centre, " ab  "),
    ])
    func `padding fills exactly`(alignment: DisplayWidth.Alignment, expected: String) {
        #expect(DisplayWidth.pad("ab", to: 5, alignment: alignment) == expected)
    }

    @Test func `padding a wide text that was cut still fills exactly`() {
        #expect(DisplayWidth.pad("日本語", to: 4) == "日… ")
    }

    @Test(arguments: [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one two", 3, ["one", "two"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("ab cdefgh", 4, ["ab", "cdef", "gh"]),
        ("one\n\ntwo", 9, ["one", "", "two"]),
        ("日本語", 4, ["日本", "語"]),
        ("日", 1, ["□"]),
        ("a\r\nb", 9, ["a", "b"]),
        ("anything", 0, [""]),
    ])
    func `wrapping breaks at spaces and cuts long words`(
        text: String,
        width: Int,
        lines: [String]
    ) {
        #expect(DisplayWidth.wrap(text, width: width) == lines)
    }
}
