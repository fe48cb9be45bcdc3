import ConfigFiles

/// The colours that a style shows on a black or a white terminal.
struct Look {
    /// Red, green and blue from 0 to 1.
    typealias Color = [Double]

    var foreground: Color
    var background: Color

    init(_ style: ThemeStyle, isDark: Bool) {
        let ink: Color = isDark ? [1, 1, 1] : [0, 0, 0]
        let paper: Color = isDark ? [0, 0, 0] : [1, 1, 1]
        foreground = Self.color(style.foreground) ?? ink
        background = Self.color(style.background) ?? paper
        if style.attributes.contains("reverse") { swap(&foreground, &background) }
    }

    private static func color(_ color: ThemeColor?) -> Color? {
        switch color {
        case .rgb(let red, let green, let blue):
            [red, green, blue].map { Double($0) / 255 }
        case .terminal, nil: nil
        // No theme of ours uses the palette, whose colours a test cannot know.
        case .palette: [0.5, 0.5, 0.5]
        }
    }

    /// The contrast of WCAG 2.1, section 1.4.3: from 1 to 21.
    var contrast: Double {
        let lights = [foreground, background].map(Self.luminance).sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    private static func luminance(_ color: Color) -> Double {
        let linear = color.map { power($0) }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// The linear light of an sRGB value: `((v + 0.055) / 1.055) ^ 2.4`, the power as a series
    /// of square roots because the standard library has no other.
    private static func power(_ value: Double) -> Double {
        guard value > 0.04045 else { return value / 12.92 }
        let base = (value + 0.055) / 1.055
        // 2.4 = 2 + 1/4 + 1/8 + 1/64 + 1/128 + ..., here to five places.
        var result = base * base
        var root = base
        var rest = 0.4
        var part = 1.0
        for _ in 0..<20 {
            root = root.squareRoot()
            part /= 2
            if rest >= part {
                result *= root
                rest -= part
            }
        }
        return result
    }

    /// What is left of the colours without cones for green (Viénot, Brettel and Mollon 1999).
    var withoutGreen: Look {
        var look = self
        look.foreground = Self.deuteranopic(foreground)
        look.background = Self.deuteranopic(background)
        return look
    }

    private static func deuteranopic(_ color: Color) -> Color {
        let yellow = 0.29275 * color[0] + 0.70725 * color[1]
        let blue = -0.02234 * color[0] + 0.02234 * color[1] + color[2]
        return [yellow, yellow, min(max(blue, 0), 1)]
    }

    /// The larger of the distances of letters and backgrounds, from 0 to 441.
    func distance(to other: Look) -> Double {
        func distance(_ left: Color, _ right: Color) -> Double {
            zip(left, right).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot() * 255
        }
        return max(
            distance(foreground, other.foreground),
            distance(background, other.background)
        )
    }
}
