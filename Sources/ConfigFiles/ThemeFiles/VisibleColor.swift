/// A colour as light: linear red, green and blue, each from 0 to 1.
struct VisibleColor: Equatable {
    var red: Double
    var green: Double
    var blue: Double

    init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The light of a colour of which it is known what terminals show; nil for the others.
    init?(_ color: ThemeColor) {
        switch color {
        case .terminal: return nil
        case .rgb(let red, let green, let blue): self.init(sRGB: (red, green, blue))
        case .palette(let index):
            guard let parts = Self.parts(ofPalette: Int(index)) else { return nil }
            self.init(sRGB: parts)
        }
    }

    private init(sRGB parts: (UInt8, UInt8, UInt8)) {
        self.init(
            red: Self.linear(parts.0),
            green: Self.linear(parts.1),
            blue: Self.linear(parts.2)
        )
    }

    /// xterm's colour cube and grey ramp; the first sixteen colours are the person's own.
    private static func parts(ofPalette index: Int) -> (UInt8, UInt8, UInt8)? {
        let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
        switch index {
        case ..<16: return nil
        case ..<232:
            let cube = index - 16
            return (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
        default:
            let grey = UInt8(8 + (index - 232) * 10)
            return (grey, grey, grey)
        }
    }

    /// The linear light of an sRGB value (IEC 61966-2-1): `((v + 0.055) / 1.055) ^ 2.4` above a
    /// small straight part.
    private static func linear(_ value: UInt8) -> Double {
        let value = Double(value) / 255
        guard value > 0.04045 else { return value / 12.92 }
        let base = (value + 0.055) / 1.055
        return base * base * Self.power(base, 0.4)
    }

    /// `base` to a power below 1, as a product of square roots because the standard library has
    /// no other.
    private static func power(_ base: Double, _ exponent: Double) -> Double {
        var result = 1.0
        var (root, rest, part) = (base, exponent, 1.0)
        for _ in 0..<24 {
            root = root.squareRoot()
            part /= 2
            if rest >= part {
                result *= root
                rest -= part
            }
        }
        return result
    }

    /// The relative luminance of WCAG 2.1, from 0 to 1.
    var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

    /// The contrast of WCAG 2.1, from 1 to 21.
    func contrast(to other: VisibleColor) -> Double {
        let lights = [luminance, other.luminance].sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    /// What is left of the colour for somebody with this colour vision.
    func seen(with vision: ColorVision) -> VisibleColor {
        let rows = vision.matrix
        let parts = rows.map { row in
            min(1, max(0, row[0] * red + row[1] * green + row[2] * blue))
        }
        return VisibleColor(red: parts[0], green: parts[1], blue: parts[2])
    }

    /// How far two colours are apart for the eye: the distance in Oklab times 100, so that black
    /// and white are 100 apart and 2 is just noticed.
    ///
    /// Source: Björn Ottosson, "A perceptual color space for image processing" (2020).
    func distance(to other: VisibleColor) -> Double {
        let (left, right) = (oklab, other.oklab)
        let squares = (0..<3).map { (left[$0] - right[$0]) * (left[$0] - right[$0]) }
        return squares.reduce(0, +).squareRoot() * 100
    }

    private var oklab: [Double] {
        let cones = [
            0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue,
            0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue,
            0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue,
        ].map { $0 <= 0 ? 0 : Self.power($0, 1.0 / 3) }
        return [
            0.2104542553 * cones[0] + 0.7936177850 * cones[1] - 0.0040720468 * cones[2],
            1.9779984951 * cones[0] - 2.4285922050 * cones[1] + 0.4505937099 * cones[2],
            0.0259040371 * cones[0] + 0.7827717662 * cones[1] - 0.8086757660 * cones[2],
        ]
    }
}
