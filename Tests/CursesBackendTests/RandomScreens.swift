import CellGrid
import Fuzzing

/// Screens that follow one another as those of a busy program do: rows come in and move, words
/// change within a row, boxes come and go, and now and then all is new.
struct RandomScreens {
    private(set) var width: Int
    private(set) var height: Int
    private(set) var cursor: (x: Int, y: Int)?
    private var rows: [[TextSpan]] = []
    private var frames: [Rect] = []
    private let colorCount: Int

    private static let pieces = [
        "word ", "INC-42 ", "https://example.org/a ", "日本語", "👩\u{200D}💻", "🇩🇪", "❤\u{FE0F}",
        "e\u{301}",
        "a\u{301}\u{323} ", "│─┼", "⣿⣤⡀", "█▇▁ ", "        ", "\t", "\u{1B}[31m", "𝒳", "नमस्ते",
        "한국어 ",
        "☎", "✅", "================", "----------------", "0123456789", "\u{202E}", "…", "👍🏽", "x",
    ]

    init(width: Int, height: Int, colorCount: Int) {
        self.width = width
        self.height = height
        self.colorCount = colorCount
    }

    /// The picture as it is now.
    var canvas: Canvas {
        var canvas = Canvas(width: width, height: height)
        for (y, row) in rows.prefix(height).enumerated() { canvas.draw(row, x: 0, y: y) }
        for frame in frames { canvas.frame(frame, title: "box", style: .plain) }
        return canvas
    }

    /// Changes something.
    mutating func change(_ round: inout FuzzRound) {
        fill(&round)
        switch Int.random(in: 0..<16, using: &round) {
        case 0, 1, 2: scroll(&round)
        case 3, 4, 5: for _ in 0..<Int.random(in: 1...4, using: &round) { rewrite(&round) }
        case 6, 7, 8, 9: edit(&round)
        case 10: rows[Int.random(in: 0..<rows.count, using: &round)] = []
        case 11: frames.isEmpty ? addFrame(&round) : frames.removeAll()
        case 12: rows = []
        case 13: break
        default:
            for _ in 0..<3 { edit(&round) }
            scroll(&round)
        }
        fill(&round)
        let isPlaced = Bool.random(using: &round)
        cursor =
            isPlaced
            ? (.random(in: 0..<width, using: &round), .random(in: 0..<height, using: &round)) : nil
    }

    /// Another size.
    mutating func resize(width: Int, height: Int, _ round: inout FuzzRound) {
        self.width = width
        self.height = height
        cursor = nil
        fill(&round)
    }

    private mutating func fill(_ round: inout FuzzRound) {
        while rows.count < height { rows.append(row(&round)) }
        rows.removeLast(rows.count - height)
    }

    private mutating func scroll(_ round: inout FuzzRound) {
        let top = Int.random(in: 0..<height, using: &round)
        let bottom = Int.random(in: top..<height, using: &round)
        for _ in 0..<Int.random(in: 1...3, using: &round) {
            if Bool.random(using: &round) {
                rows.remove(at: top)
                rows.insert(row(&round), at: bottom)
            } else {
                rows.remove(at: bottom)
                rows.insert(row(&round), at: top)
            }
        }
    }

    private mutating func rewrite(_ round: inout FuzzRound) {
        rows[Int.random(in: 0..<height, using: &round)] = row(&round)
    }

    /// Puts something into a row or takes something out, so that the rest of it moves.
    private mutating func edit(_ round: inout FuzzRound) {
        let y = Int.random(in: 0..<height, using: &round)
        let place = Int.random(in: 0...rows[y].count, using: &round)
        if place < rows[y].count, Bool.random(using: &round) {
            rows[y].remove(at: place)
        } else {
            rows[y].insert(span(&round), at: place)
        }
    }

    private mutating func addFrame(_ round: inout FuzzRound) {
        let x = Int.random(in: 0..<width, using: &round)
        let y = Int.random(in: 0..<height, using: &round)
        let columns = Int.random(in: 0...width - x, using: &round)
        frames.append(
            Rect(x: x, y: y, width: columns, height: .random(in: 0...height - y, using: &round))
        )
    }

    private func row(_ round: inout FuzzRound) -> [TextSpan] {
        let count = Int.random(in: 0...8, using: &round)
        return (0..<count).map { _ in span(&round) }
    }

    private func span(_ round: inout FuzzRound) -> TextSpan {
        var text = ""
        for _ in 0..<Int.random(in: 1...3, using: &round) {
            if Int.random(in: 0..<10, using: &round) == 0,
                let scalar = Unicode.Scalar(UInt32.random(in: 0...0x1_FFFF, using: &round))
            {
                text.unicodeScalars.append(scalar)
            } else {
                text += Self.pieces.randomElement(using: &round) ?? ""
            }
        }
        if Int.random(in: 0..<4, using: &round) == 0 {
            let path = String(repeating: "x", count: .random(in: 0...5, using: &round))
            let address = "https://\(path).org"
            return TextSpan(address, style: style(&round), link: address)
        }
        return TextSpan(text, style: style(&round))
    }

    private func style(_ round: inout FuzzRound) -> Style {
        guard Bool.random(using: &round) else { return .plain }
        let bits = UInt8.random(in: 0..<32, using: &round)
        let attributes: Style.Attributes = Bool.random(using: &round) ? [] : .init(rawValue: bits)
        return Style(
            foreground: color(
                [.palette(1), .palette(2), .palette(12), .rgb(250, 200, 10)],
                &round
            ),
            background: color([.palette(4), .rgb(0, 0, 0)], &round),
            attributes: attributes
        )
    }

    /// Terminals of eight colours have 64 pairs; with more, what has none has no colours.
    private func color(_ few: [Color], _ round: inout FuzzRound) -> Color {
        switch Int.random(in: 0..<4, using: &round) {
        case 0: .terminal
        case 1 where colorCount >= 256: .palette(.random(in: 0...255, using: &round))
        case 2 where colorCount >= 256:
            .rgb(
                .random(in: 0...255, using: &round),
                .random(in: 0...255, using: &round),
                .random(in: 0...255, using: &round)
            )
        default: few.randomElement(using: &round) ?? .terminal
        }
    }
}
