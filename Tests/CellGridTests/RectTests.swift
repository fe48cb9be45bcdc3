import CellGrid
import Testing

struct RectTests {
    @Test(arguments: [
        (10, [Length.fixed(3), .share(1)], [3, 7]),
        (10, [.share(1), .share(1), .share(1)], [3, 3, 4]),
        (10, [.share(2), .share(1)], [6, 4]),
        (10, [.atLeast(4), .share(1)], [7, 3]),
        (10, [.fixed(8), .fixed(8), .share(1)], [8, 2, 0]),
        (10, [.fixed(-4), .share(1)], [0, 10]),
        (10, [.fixed(2)], [2]),
        (0, [.fixed(2), .share(1)], [0, 0]),
        (10, [], []),
        (10, [.share(0), .share(0)], [0, 0]),
    ])
    func `a split hands out every cell and none twice`(
        total: Int,
        lengths: [Length],
        expected: [Int]
    ) {
        let area = Rect(x: 5, y: 7, width: total, height: total)
        let rows = area.rows(lengths)
        let columns = area.columns(lengths)
        #expect(rows.map(\.height) == expected)
        #expect(columns.map(\.width) == expected)
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.maxY == $1.y })
        #expect(zip(columns, columns.dropFirst()).allSatisfy { $0.maxX == $1.x })
        #expect(rows.first.map(\.y) == (expected.isEmpty ? nil : 7))
    }

    @Test(arguments: [(10, [5, 6]), (1, [1, 1]), (0, [0, 0])])
    func `overlapping parts stay inside`(total: Int, expected: [Int]) {
        let area = Rect(x: 0, y: 0, width: total, height: 1)
        let parts = area.columns([.share(1), .share(1)], overlap: 1)
        #expect(parts.map(\.width) == expected)
        #expect(parts.allSatisfy { $0.maxX <= total })
    }

    @Test func `an inset never turns inside out`() {
        #expect(
            Rect(x: 1, y: 1, width: 5, height: 3).inset(1) == Rect(x: 2, y: 2, width: 3, height: 1)
        )
        #expect(Rect(x: 1, y: 1, width: 1, height: 1).inset(2).isEmpty)
        #expect(Rect(x: 0, y: 0, width: -2, height: 4).width == 0)
    }

    @Test func `an intersection is the common part`() {
        let left = Rect(x: 0, y: 0, width: 5, height: 5)
        #expect(
            left.intersection(Rect(x: 3, y: -2, width: 9, height: 4))
                == Rect(x: 3, y: 0, width: 2, height: 2)
        )
        #expect(left.intersection(Rect(x: 5, y: 0, width: 2, height: 2)).isEmpty)
    }
}
