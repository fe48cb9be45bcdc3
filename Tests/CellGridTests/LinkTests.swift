import CellGrid
import Testing

struct LinkTests {
    private func links(_ text: String, width: Int = 200) -> [String] {
        let lines = DisplayWidth.wrap(text, width: width)
        return TextSpan.linked(lines, of: text, style: .plain).flatMap { $0 }.compactMap(\.link)
    }

    @Test(arguments: [
        ("see https://a.example/b?c=d#e.", ["https://a.example/b?c=d#e"]),
        (
            "(http://a.example) and https://b.example/x_(y)",
            [
                "http://a.example", "https://b.example/x_(y)",
            ]
        ),
        ("ftp://a file:///etc/passwd javascript:alert(1) xhttp://no https://", []),
        ("https://a.example/\u{1B}]8;;evil", ["https://a.example/"]),
        ("https://a.example/e\u{301}", []), ("日本https://a.example/我", ["https://a.example/"]),
    ])
    func `only whole web addresses are links`(text: String, addresses: [String]) {
        #expect(links(text) == addresses)
        let spans = TextSpan.linked([text], of: text, style: .plain)[0]
        #expect(spans.map(\.text).joined() == text)
    }

    @Test func `an endless address is none`() {
        #expect(links("https://a/" + String(repeating: "x", count: 3000), width: 5000).isEmpty)
    }

    @Test func `every part of a wrapped address leads to the whole`() {
        let address = "https://status.example.org/incidents/0123456789"
        let text = "look at \(address) now"
        let lines = DisplayWidth.wrap(text, width: 20)
        let spans = TextSpan.linked(lines, of: text, style: .plain)
        #expect(spans.map { $0.map(\.text).joined() } == lines)
        let parts = spans.flatMap { $0 }.filter { $0.link != nil }
        #expect(parts.count == 3)
        #expect(parts.map(\.text).joined() == address)
        #expect(parts.allSatisfy { $0.link == address })
    }

    @Test func `a cut address leads to the whole, and what lies over it to nothing`() {
        let address = "https://status.example.org/incidents"
        var canvas = Canvas(width: 20, height: 2)
        canvas.draw(TextSpan.linked([address], of: address, style: .plain)[0], x: 2, y: 1)
        let link = canvas.links(inRow: 1)
        #expect(link.map(\.address) == [address])
        #expect(link.map(\.columns) == [2..<20])
        #expect(canvas.links(inRow: 0).isEmpty)
        canvas.draw("x", x: 5, y: 1)
        #expect(canvas.links(inRow: 1).isEmpty)
    }
}
