import CellGrid
import Testing

struct FrameTests {
    @Test func `a frame carries its title in the top border`() {
        var canvas = Canvas(width: 20, height: 3)
        canvas.frame(canvas.bounds, title: "Fleet")
        #expect(
            canvas.text() == """
                ┌ Fleet ───────────┐
                │                  │
                └──────────────────┘
                """
        )
    }

    @Test(arguments: [(5, "┌ … ┐"), (4, "┌──┐"), (2, "┌┐"), (8, "┌ Flee… ┐")])
    func `a title is cut to its frame`(width: Int, top: String) {
        var canvas = Canvas(width: 12, height: 2)
        canvas.frame(
            Rect(x: 0, y: 0, width: width + (width == 8 ? 1 : 0), height: 2),
            title: "Fleet log"
        )
        #expect(canvas.text().split(separator: "\n").first == top[...])
    }

    @Test func `frames that share borders join`() {
        var canvas = Canvas(width: 9, height: 5)
        for rows in canvas.bounds.rows([.share(1), .share(1)], overlap: 1) {
            for part in rows.columns([.share(1), .share(1)], overlap: 1) {
                canvas.frame(part)
            }
        }
        #expect(
            canvas.text() == """
                ┌───┬───┐
                │   │   │
                ├───┼───┤
                │   │   │
                └───┴───┘
                """
        )
    }

    @Test func `lines join the frame they touch`() {
        var canvas = Canvas(width: 7, height: 5)
        canvas.frame(canvas.bounds)
        canvas.horizontalLine(x: 0, y: 2, length: 7)
        canvas.verticalLine(x: 3, y: 2, length: 3)
        #expect(
            canvas.text() == """
                ┌─────┐
                │     │
                ├──┬──┤
                │  │  │
                └──┴──┘
                """
        )
    }

    @Test(arguments: [
        Rect(x: 0, y: 0, width: 1, height: 3), Rect(x: 0, y: 0, width: 3, height: 1),
        Rect(x: 9, y: 9, width: 3, height: 3), Rect(x: 0, y: 0, width: -3, height: -3),
    ])
    func `a frame without room is left out`(rect: Rect) {
        var canvas = Canvas(width: 5, height: 5)
        canvas.frame(rect, title: "x")
        #expect(canvas == Canvas(width: 5, height: 5))
    }

    @Test func `a frame may reach over the edges`() {
        var canvas = Canvas(width: 4, height: 2)
        canvas.frame(Rect(x: -1, y: -1, width: 9, height: 3))
        #expect(canvas.text() == "\n────")
    }
}
