import CellGrid
import Testing

struct BigTextTests {
    @Test func `digits are five rows of blocks`() {
        #expect(
            BigText.rows(of: "1:0") == [
                "  █     █████", " ██   █ █   █", "  █     █   █", "  █   █ █   █", "█████   █████",
            ]
        )
    }

    @Test(arguments: ["", "0", "23:59:59", "-02:14", "1h06m", "9d", "5s", "+?"])
    func `every row is as wide as the text`(text: String) {
        #expect(BigText.rows(of: text).count == BigText.height)
        for row in BigText.rows(of: text) { #expect(row.count == BigText.width(of: text)) }
    }
}
