import CellGrid
import Testing

struct CanvasPictureTests {
    private static let canvas = {
        var canvas = Canvas(width: 8, height: 2)
        canvas.draw("a<b", x: 0, y: 0, style: Style(foreground: .rgb(255, 0, 16)))
        canvas.draw("漢", x: 4, y: 0, style: Style(attributes: [.bold, .reverse]))
        canvas.draw("x", x: 0, y: 1, style: Style(background: .palette(21)))
        return canvas
    }()

    @Test func `lines of text set their colours and end plain`() {
        let lines = Self.canvas.ansi().split(separator: "\n")
        #expect(
            lines.first
                == "\u{1B}[38;2;255;0;16ma<b\u{1B}[0m \u{1B}[1;7m漢\u{1B}[0m  "
        )
        #expect(lines.last == "\u{1B}[48;5;21mx\u{1B}[0m       ")
    }

    @Test func `a picture has the cells where they stand, and nothing unescaped`() {
        let svg = Self.canvas.svg()
        #expect(svg.contains("fill=\"#ff0010\">a&lt;b</text>"))
        #expect(svg.contains("<text x=\"33.7\" y=\"13.0\" fill=\"#12161c\" font-weight=\"bold\">漢"))
        #expect(svg.contains("fill=\"#0000ff\"/>"))
        #expect(Self.canvas.svg(on: .light).contains("#ffffff"))
    }

    @Test func `dots are drawn where they are, whatever font is there`() {
        var canvas = Canvas(width: 2, height: 1)
        canvas.draw("⠁x", x: 0, y: 0)
        #expect(canvas.svg().contains("d=\"M1.4 1.2h1.6v1.6h-1.6z\"/>"))
        #expect(canvas.svg().contains(">x</text>"))
    }
}
