package import CellGrid

/// Finds the nearest colour a terminal can show.
struct ColorQuantiser {
    /// Colours of the terminal: 0, 8, 16, 256 or 16,777,216, in which a number is the RGB value.
    let count: Int

    /// The number ncurses knows the colour by; -1 is the terminal's own.
    ///
    /// `isBright` asks for bold, which is how a terminal of eight colours shows the other eight.
    func number(of color: Color) -> (number: Int32, isBright: Bool) {
        guard count >= 8 else { return (-1, false) }
        switch color {
        case .terminal: return (-1, false)
        case .palette(let index): return number(ofPalette: Int(index))
        case .rgb(let red, let green, let blue):
            return number(of: RGB(red: Int(red), green: Int(green), blue: Int(blue)))
        }
    }

    private func number(ofPalette index: Int) -> (number: Int32, isBright: Bool) {
        if index < min(count, 256) && (index < 8 || count <= 256) { return (Int32(index), false) }
        if count == 8 && index < 16 { return (Int32(index - 8), true) }
        return number(of: RGB(palette: index))
    }

    private func number(of color: RGB) -> (number: Int32, isBright: Bool) {
        if count > 256 {
            let value = color.red << 16 | color.green << 8 | color.blue
            // Numbers below 8 are the palette even here.
            return (Int32(value < 8 && value > 0 ? 8 : value), false)
        }
        if count == 256 { return (Int32(color.nearestIn256), false) }
        let index = color.nearestIn16
        return count >= 16 || index < 8 ? (Int32(index), false) : (Int32(index - 8), true)
    }
}

extension Color {
    /// The nearest colour that a terminal of so many colours has: 8, 16, 256 or 16,777,216.
    package func nearest(among count: Int) -> Color {
        guard count <= 256, case .rgb = self else { return self }
        let (number, isBright) = ColorQuantiser(count: count).number(of: self)
        guard number >= 0 else { return .terminal }
        return .palette(UInt8(number) + (isBright ? 8 : 0))
    }
}

/// A colour as the amounts of light, each 0...255.
private struct RGB {
    let red: Int
    let green: Int
    let blue: Int

    /// Levels of xterm's colour cube.
    private static let levels = [0, 95, 135, 175, 215, 255]

    /// xterm's first sixteen colours; the person may have chosen others.
    private static let first16 = [
        RGB(red: 0, green: 0, blue: 0), RGB(red: 205, green: 0, blue: 0),
        RGB(red: 0, green: 205, blue: 0), RGB(red: 205, green: 205, blue: 0),
        RGB(red: 0, green: 0, blue: 238), RGB(red: 205, green: 0, blue: 205),
        RGB(red: 0, green: 205, blue: 205), RGB(red: 229, green: 229, blue: 229),
        RGB(red: 127, green: 127, blue: 127), RGB(red: 255, green: 0, blue: 0),
        RGB(red: 0, green: 255, blue: 0), RGB(red: 255, green: 255, blue: 0),
        RGB(red: 92, green: 92, blue: 255), RGB(red: 255, green: 0, blue: 255),
        RGB(red: 0, green: 255, blue: 255), RGB(red: 255, green: 255, blue: 255),
    ]

    init(red: Int, green: Int, blue: Int) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    init(palette index: Int) {
        switch index {
        case ..<16: self = Self.first16[index]
        case ..<232:
            let cube = index - 16
            self.init(
                red: Self.levels[cube / 36],
                green: Self.levels[cube / 6 % 6],
                blue: Self.levels[cube % 6]
            )
        default:
            let grey = 8 + (index - 232) * 10
            self.init(red: grey, green: grey, blue: grey)
        }
    }

    /// Squared distance, weighted by how well eyes tell the three apart.
    private func distance(to other: RGB) -> Int {
        let red = red - other.red
        let green = green - other.green
        let blue = blue - other.blue
        return 3 * red * red + 6 * green * green + blue * blue
    }

    var nearestIn16: Int {
        (0..<16).min { distance(to: Self.first16[$0]) < distance(to: Self.first16[$1]) } ?? 7
    }

    var nearestIn256: Int {
        let cube = 16 + 36 * level(red) + 6 * level(green) + level(blue)
        let grey = 232 + max(0, min(23, ((red + green + blue) / 3 - 3) / 10))
        return distance(to: RGB(palette: grey)) < distance(to: RGB(palette: cube)) ? grey : cube
    }

    private func level(_ amount: Int) -> Int {
        amount < 48 ? 0 : amount < 115 ? 1 : (amount - 35) / 40
    }
}
