import CellGrid
import Testing

struct MiddleCutTests {
    @Test(arguments: [
        ("127.0.0.1:8645", 14, "127.0.0.1:8645"), ("127.0.0.1:8645", 10, "127.…:8645"),
        ("node-1", 1, "…"), ("node-1", 0, ""), ("漢字漢字", 5, "漢…字"), ("漢字漢字", 4, "…字"),
        ("", 3, ""),
    ])
    func `a name keeps its beginning and its end`(text: String, columns: Int, cut: String) {
        #expect(DisplayWidth.truncateMiddle(text, to: columns) == cut)
    }
}
