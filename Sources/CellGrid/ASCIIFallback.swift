/// What stands for a glyph on terminals that only have ASCII: one column for one column.
///
/// Marks that screens show side by side have characters of their own. Letters with accents keep
/// the letter, what nobody knows is `?`.
enum ASCIIFallback {
    /// The character for a scalar of one column.
    static func byte(for scalar: UInt32) -> UInt8 {
        switch scalar {
        case 0x20...0x7E: UInt8(scalar)
        case 0xA0...0xFF: latin[Int(scalar) - 0xA0]
        case 0x2500...0x257F: boxLine(scalar)
        case 0x2581...0x2588: levels[Int(scalar) - 0x2581]
        case 0x2800...0x28FF: dots(UInt8(truncatingIfNeeded: scalar))
        default: marks[scalar] ?? UInt8(ascii: "?")
        }
    }

    /// U+00A0 to U+00FF.
    private static let latin = Array(
        (" !cL*Y|S\"Ca<!-R-" + "o+23'uP.,1o>///?" + "AAAAAAACEEEEIIII"
            + "DNOOOOOxOUUUUYTs" + "aaaaaaaceeeeiiii" + "dnooooo/ouuuuyty").utf8
    )

    /// Bars of a plot, from low to high.
    private static let levels = Array("_.:-=+*#".utf8)

    private static let marks: [UInt32: UInt8] = {
        let pairs: [(String, Unicode.Scalar)] = [
            ("●", "*"), ("◐", "%"), ("◌", "o"), ("○", "o"), ("◑", "%"), ("✓", "+"), ("✗", "x"),
            ("▲", "^"), ("△", "A"), ("▼", "v"), ("▽", "V"), ("◆", "#"), ("◇", "0"), ("◈", "&"),
            ("■", "#"), ("▓", "%"), ("▒", "%"), ("░", "."), ("▏", "|"), ("▌", "|"), ("▐", "|"),
            ("▸▶▷►⏵", ">"), ("◂◀◄⏴", "<"), ("▾▿⏷", "v"), ("▴▵", "^"), ("⏸", "="), ("⏹", "#"),
            ("⚑⚐", "P"), ("☎", "T"), ("☐☑", "["), ("✎✏", "/"), ("⌫", "D"), ("⚠", "!"),
            ("◷⏱", "@"), ("⊘", "N"), ("↺", "C"), ("↻", "R"), ("≠", "!"), ("≤", "<"), ("≥", ">"),
            ("≈", "~"),
            ("…⋯", "~"), ("–—−‐‑‒", "-"), ("•‣∙", "*"), ("←", "<"), ("→", ">"), ("↑", "^"),
            ("↓", "v"), ("↔", "-"), ("↕", "|"), ("⇧", "^"), ("⏎↵", "$"), ("‘’‚", "'"),
            ("“”„", "\""), ("†", "+"), ("‰", "%"), ("€", "E"), ("™", "T"), ("Ω", "O"), ("∞", "8"),
        ]
        return pairs.reduce(into: [:]) { table, pair in
            for scalar in pair.0.unicodeScalars { table[scalar.value] = UInt8(ascii: pair.1) }
        }
    }()

    /// Lines of boxes: `-`, `|`, and `+` where they meet.
    private static func boxLine(_ scalar: UInt32) -> UInt8 {
        switch scalar {
        case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2574, 0x2576,
            0x2578, 0x257A, 0x257C, 0x257E:
            UInt8(ascii: "-")
        case 0x2550: UInt8(ascii: "=")
        case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551, 0x2575,
            0x2577, 0x2579, 0x257B, 0x257D, 0x257F:
            UInt8(ascii: "|")
        default: UInt8(ascii: "+")
        }
    }

    /// A pattern of braille dots by where they are: above, below, both, or nearly all.
    private static func dots(_ pattern: UInt8) -> UInt8 {
        // Bits of the dots 1, 4, 2, 5 above and 3, 6, 7, 8 below.
        let (above, below): (UInt8, UInt8) = (0b0001_1011, 0b1110_0100)
        return switch (pattern & above != 0, pattern & below != 0) {
        case (false, false): UInt8(ascii: " ")
        case (true, false): UInt8(ascii: "'")
        case (false, true): UInt8(ascii: ".")
        case (true, true): UInt8(ascii: pattern.nonzeroBitCount >= 6 ? "#" : ":")
        }
    }
}

extension Cell {
    /// The same cell in ASCII; a wide glyph becomes `?` and a space.
    package var inASCII: Cell {
        let base = scalars.base
        let byte: UInt8 =
            switch width {
            case 1: ASCIIFallback.byte(for: base)
            case 2: UInt8(ascii: "?")
            default: 0x20
            }
        return Cell(cluster: UInt64(byte), width: 1, style: style)
    }
}

extension Canvas {
    /// The same picture in ASCII, for terminals and locales that have nothing else.
    package func inASCII() -> Canvas {
        var canvas = self
        for index in canvas.cells.indices { canvas.cells[index] = canvas.cells[index].inASCII }
        return canvas
    }
}
