import CellGrid
import Testing

struct DotGridTests {
    /// A grid of these columns of dots, and its rows.
    private func rows(
        _ values: [Double?],
        width: Int,
        height: Int,
        within range: ClosedRange<Double>,
        draw: (inout DotGrid, [ClosedRange<Double>?]) -> Void = { $0.line($1) }
    ) -> [String] {
        var grid = DotGrid(width: width, height: height, within: range)
        draw(&grid, values.map { $0.map { $0...$0 } })
        return grid.rows
    }

    @Test func `a rising line climbs through the dots`() {
        let values: [Double?] = [0, 1, 2, 3, 4, 5, 6, 7]
        #expect(rows(values, width: 4, height: 2, within: 0...7) == ["  ⡠⠊", "⡠⠊  "])
    }

    @Test func `steep parts are joined and gaps are not`() {
        #expect(rows([0, 3], width: 1, height: 1, within: 0...3) == ["⡸"])
        #expect(rows([0, nil, 3, 3], width: 2, height: 1, within: 0...3) == ["⡀⠉"])
    }

    @Test func `fewer columns stand at the right, of more the last are shown`() {
        #expect(rows([2, 2], width: 2, height: 1, within: 2...2) == [" ⣀"])
        #expect(rows([3, 3, 0, 0], width: 1, height: 1, within: 0...3) == ["⣀"])
        #expect(rows([1], width: 0, height: 3, within: 1...1) == ["", "", ""])
        #expect(rows([1], width: 3, height: 0, within: 1...1).isEmpty)
    }

    @Test func `a broken line leaves every second cell free`() {
        func draw(_ values: [Double?], width: Int) -> [String] {
            rows(values, width: width, height: 1, within: 0...3) { $0.line($1, every: 2) }
        }
        #expect(draw([0, 0, 3, 3], width: 4) == ["⣀ ⠏ "])
        #expect(draw([0, 0, 3, 3], width: 3) == ["⣀ ⠏"])
        // What is joined is the course, not the cells.
        #expect(draw([0, 0, 0, 3], width: 4) == ["⣀ ⡸ "])
    }

    @Test func `an area stands on the bottom`() {
        let values: [Double?] = [0, 7, nil, 4]
        #expect(rows(values, width: 2, height: 2, within: 0...7) { $0.area($1) } == ["⢸⢀", "⣸⢸"])
    }

    @Test func `single columns take a range of values`() {
        var grid = DotGrid(width: 2, height: 1, within: 0...3)
        grid.mark(0, 0...3)
        grid.mark(3, 1...1)
        grid.mark(4, 0...3)
        grid.mark(-1, 0...3)
        #expect(grid.rows == ["⡇⠠"])
    }

    @Test func `values beyond the range lie at its ends, the largest do no harm`() {
        #expect(rows([-9, 9], width: 1, height: 1, within: 0...3) == ["⡸"])
        let all = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        let ends: [Double?] = [all.lowerBound, all.upperBound]
        #expect(rows(ends, width: 1, height: 1, within: all) == ["⡸"])
    }

    @Test func `the row of a value is that of its dots`() {
        let grid = DotGrid(width: 1, height: 3, within: 0...11)
        #expect([0.0, 3, 4, 8, 11].map(grid.row) == [2, 2, 1, 0, 0])
    }

    @Test func `what is drawn over another plot leaves its free cells`() {
        var canvas = Canvas(width: 4, height: 1)
        var (below, above) = (
            DotGrid(width: 4, height: 1, within: 0...3), DotGrid(width: 4, height: 1, within: 0...3)
        )
        below.line([0, 0, 0, 0, 0, 0, 0, 0].map { $0...$0 })
        above.mark(2, 3...3)
        canvas.draw(below, x: 0, y: 0, style: .plain)
        canvas.draw(above, x: 0, y: 0, style: .plain)
        #expect(canvas.text() == "⣀⠁⣀⣀")
        canvas.draw(below, x: 3, y: -1, style: .plain)
        #expect(canvas.text() == "⣀⠁⣀⣀")
    }
}
