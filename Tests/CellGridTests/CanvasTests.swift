import CellGrid
import Testing

struct CanvasTests {
    private let loud = Style(foreground: .palette(1), attributes: .bold)

    @Test func `a new canvas is empty`() {
        #expect(Canvas(width: 3, height: 2).text() == "\n")
        #expect(Canvas(width: -1, height: 2).bounds.isEmpty)
    }

    @Test(arguments: [
        ("hello", 0, Int.max, "hello", 5),
        ("hello world", 0, Int.max, "hello w…", 8),
        ("hello", 6, Int.max, "      h…", 2),
        ("hello", 2, 3, "  he…", 3),
        ("hello", -2, Int.max, "llo", 5),
        ("日本語", -1, Int.max, " 本語", 6),
        ("日本語語", 1, Int.max, " 日本語…", 7),
        ("日本", 5, Int.max, "     日…", 3),
        ("日", 7, Int.max, "       …", 1),
        ("日日", 5, 2, "     …", 2),
        ("héllo", 2, 3, "  hé…", 3),
        ("hello", 8, Int.max, "", 0),
        ("hello", 0, 0, "", 0),
        ("hello", 0, -5, "", 0),
        ("hello", -9, Int.max, "", 5),
        ("hello", -9, 3, "", 0),
    ])
    func `text is clipped to its width and the canvas`(
        text: String,
        x: Int,
        width: Int,
        expected: String,
        used: Int
    ) {
        var canvas = Canvas(width: 8, height: 1)
        #expect(canvas.draw(text, x: x, y: 0, width: width) == used)
        #expect(canvas.text() == expected)
    }

    @Test(arguments: [-1, 1])
    func `text outside of the rows is left out`(y: Int) {
        var canvas = Canvas(width: 8, height: 1)
        canvas.draw("hello", x: 0, y: y)
        #expect(canvas == Canvas(width: 8, height: 1))
    }

    @Test func `spans are cut like one text`() {
        var canvas = Canvas(width: 8, height: 1)
        let used = canvas.draw(
            [TextSpan("abc"), TextSpan("def", style: loud), TextSpan("ghi")],
            x: 1,
            y: 0,
            width: 6
        )
        #expect(used == 6)
        #expect(canvas.text() == " abcde…")
        #expect(canvas.styleLayer { $0 == loud ? "L" : "." } == "....LLL.")
    }

    @Test func `a wide glyph takes two cells`() {
        var canvas = Canvas(width: 4, height: 1)
        canvas.draw("日", x: 1, y: 0, style: loud)
        #expect(canvas[1, 0].text == "日")
        #expect(canvas[1, 0].width == 2)
        #expect(canvas[2, 0].width == 0)
        #expect(canvas[2, 0].style == loud)
    }

    @Test(arguments: [(1, " x"), (2, "  x")])
    func `writing over half of a wide glyph removes the other half`(x: Int, expected: String) {
        var canvas = Canvas(width: 4, height: 1)
        canvas.draw("日", x: 1, y: 0)
        canvas.draw("x", x: x, y: 0)
        #expect(canvas.text() == expected)
        #expect((0..<4).allSatisfy { canvas[$0, 0].width == 1 })
    }

    @Test func `filling through a wide glyph leaves no half`() {
        var canvas = Canvas(width: 6, height: 1)
        canvas.draw("日本語", x: 0, y: 0)
        canvas.fill(Rect(x: 1, y: 0, width: 4, height: 1), style: .plain)
        #expect(canvas == Canvas(width: 6, height: 1))
    }

    @Test func `marks stay with their base`() {
        var canvas = Canvas(width: 4, height: 1)
        canvas.draw("e\u{301}x", x: 0, y: 0)
        #expect(canvas[0, 0].text == "e\u{301}")
        #expect(canvas[1, 0].text == "x")
        #expect(canvas[0, 0].scalars == (0x65, 0x301, 0))
    }

    @Test func `a selection bar changes only the style`() {
        var canvas = Canvas(width: 4, height: 2)
        canvas.draw("ab", x: 0, y: 0)
        canvas.restyle(Rect(x: 0, y: 0, width: 9, height: 1)) { $0.adding(.reverse) }
        #expect(canvas.text() == "ab\n")
        #expect(canvas.styleLayer { $0.attributes == .reverse ? "R" : " " } == "RRRR\n")
    }

    @Test func `a style keeps what was put in`() {
        var style = Style(
            foreground: .rgb(1, 2, 255),
            background: .palette(200),
            attributes: [.bold, .italic]
        )
        #expect(style.foreground == .rgb(1, 2, 255))
        #expect(style.background == .palette(200))
        #expect(style.attributes == [.bold, .italic])
        style.foreground = .terminal
        style.background = .rgb(255, 255, 255)
        style.attributes = .dim
        #expect(style == Style(background: .rgb(255, 255, 255), attributes: .dim))
        #expect(Cell.blank(style).style == style)
        #expect(MemoryLayout<Cell>.stride == 16)
    }
}
