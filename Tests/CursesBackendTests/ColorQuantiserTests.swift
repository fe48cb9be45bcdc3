import CellGrid
import Testing

@testable import CursesBackend

struct ColorQuantiserTests {
    @Test(arguments: [
        (0, Color.rgb(255, 0, 0), -1, false),
        (256, .terminal, -1, false),
        (256, .palette(200), 200, false),
        (256, .rgb(255, 0, 0), 196, false),
        (256, .rgb(255, 255, 255), 231, false),
        (256, .rgb(8, 8, 8), 232, false),
        (256, .rgb(128, 128, 128), 244, false),
        (256, .rgb(95, 135, 175), 67, false),
        (16, .rgb(250, 10, 5), 9, false),
        (16, .palette(196), 9, false),
        (16, .palette(12), 12, false),
        (8, .palette(12), 4, true),
        (8, .palette(3), 3, false),
        (8, .rgb(250, 10, 5), 1, true),
        (8, .rgb(200, 10, 5), 1, false),
        (1 << 24, .rgb(1, 2, 3), 0x010203, false),
        (1 << 24, .rgb(0, 0, 5), 8, false),
        (1 << 24, .palette(5), 5, false),
        (1 << 24, .palette(196), 0xFF0000, false),
    ])
    func `a colour becomes the nearest the terminal has`(
        count: Int,
        color: Color,
        number: Int32,
        isBright: Bool
    ) {
        let nearest = ColorQuantiser(count: count).number(of: color)
        #expect(nearest.number == number)
        #expect(nearest.isBright == isBright)
    }

    @Test(arguments: 0...255)
    func `a palette colour survives as RGB`(index: UInt8) {
        let number = ColorQuantiser(count: 256).number(of: .palette(index)).number
        #expect(number == Int32(index))
        let first16 = ColorQuantiser(count: 16).number(of: .palette(index)).number
        #expect((0..<16).contains(first16))
    }
}
