import Testing

@testable import CellGrid

struct ASCIIFallbackTests {
    private func ascii(_ text: String) -> String {
        var canvas = Canvas(width: DisplayWidth.of(text), height: 1)
        canvas.draw(text, x: 0, y: 0)
        return canvas.inASCII().text()
    }

    @Test func `a picture keeps its shape`() {
        var canvas = Canvas(width: 12, height: 3)
        canvas.frame(canvas.bounds, title: "日本 é")
        canvas.draw("▁▃█ ⣿⠉⣀", x: 2, y: 1)
        let picture = canvas.inASCII().text()
        #expect(picture == "+ ? ?  e --+\n| _:# #'.  |\n+----------+")
    }

    @Test(arguments: [
        ("Zoë Ærø", "Zoe Aro"), ("a\u{301}b", "ab"), ("1 – 2 × 3 ≤ 4", "1 - 2 x 3 < 4"),
        ("µs …", "us ~"), ("\u{1B}[31m", "?[31m"), ("łódź", "?od?"),
    ])
    func `letters keep what ASCII has of them`(text: String, expected: String) {
        #expect(ascii(text) == expected)
    }

    @Test(arguments: ["●◐✗▲?", "✓✗–↺◌·", "▲△▼▽◆⚑☎☐✎◈", "▁▂▃▄▅▆▇█", "█▓─", "↑↓→←"])
    func `marks that stand in one column stay apart`(marks: String) {
        #expect(Set(ascii(marks)).count == marks.count, "\(ascii(marks))")
    }

    @Test func `nothing above 7 bits is left of any scalar`() {
        for value in UInt32(0)...0x1FFFF where ASCIIFallback.byte(for: value) > 0x7E {
            Issue.record("\(String(value, radix: 16))")
        }
    }
}
