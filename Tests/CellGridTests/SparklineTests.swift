import CellGrid
import Testing

struct SparklineTests {
    @Test(
        arguments: [
            ([0, 1, 2, 3, 4, 5, 6, 7], 8, "▁▂▃▄▅▆▇█"),
            ([5, 5, 5], 3, "▁▁▁"),
            ([1, nil, 2], 5, "  ▁ █"),
            ([.nan, 1, .infinity], 3, " ▁ "),
            ([], 3, "   "),
            ([1, 2], 0, ""),
            ([1, 1, 9, 1, 1, 1], 3, "▁█▁"),
            ([9, 9, 9, 0, 9, 9], 3, "█▁█"),
            ([-.greatestFiniteMagnitude, .greatestFiniteMagnitude], 2, "▁█"),
        ] as [([Double?], Int, String)]
    )
    func `bars show the series`(values: [Double?], width: Int, expected: String) {
        #expect(Sparkline.blocks(values, width: width) == expected)
    }

    @Test func `what hardly moves looks flat where it is told how much is notable`() {
        #expect(Sparkline.blocks([100, 101, 100], width: 3, notable: 0.1) == "▁▂▁")
        #expect(Sparkline.blocks([100, 120, 100], width: 3, notable: 0.1) == "▁█▁")
        #expect(Sparkline.blocks([-100, -101], width: 2, notable: 0.1) == "▂▁")
        #expect(Sparkline.blocks([0, 0], width: 2, notable: 0.1) == "▁▁")
    }
}
