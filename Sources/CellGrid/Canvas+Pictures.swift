/// The canvas as it looks, for files and pipes.
extension Canvas {
    /// The canvas as lines of text that set their own colours (ECMA-48, SGR, with the 24-bit
    /// colours of xterm), each line ending plain.
    package func ansi() -> String {
        (0..<height).map { y in
            var line = ""
            for run in runs(ofRow: y) {
                let codes = run.style.codes
                line += codes.isEmpty ? run.text : "\u{1B}[\(codes)m\(run.text)\u{1B}[0m"
            }
            return line
        }
        .joined(separator: "\n")
    }

    /// The canvas as a picture that scales (SVG 1.1), in a fixed-width font of the reader's.
    ///
    /// - Parameter paper: The colours that stand for the terminal's own.
    package func svg(on paper: Paper = .dark) -> String {
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.points(x: width))" \
            height="\(Self.points(y: height))" font-family="DejaVu Sans Mono, monospace" \
            font-size="14" xml:space="preserve">
            """,
            "<rect width=\"100%\" height=\"100%\" fill=\"\(paper.background)\"/>",
        ]
        for y in 0..<height {
            for run in runs(ofRow: y) { lines += Self.elements(of: run, y: y, on: paper) }
        }
        return (lines + ["</svg>"]).joined(separator: "\n")
    }

    /// The colours of a terminal that has its own, as `#rrggbb`.
    package struct Paper: Sendable {
        let foreground: String
        let background: String

        /// Light text on dark ground.
        package static let dark = Paper(foreground: "#d7dce2", background: "#12161c")
        /// Dark text on light ground.
        package static let light = Paper(foreground: "#1b1f24", background: "#ffffff")
    }

    private struct Run {
        let x: Int
        var columns: Int
        var text: String
        let style: Style

        /// Whether it is made of dots, which few fonts have as wide as their letters.
        var isBraille: Bool { text.unicodeScalars.first?.isBraille ?? false }
    }

    /// What stands next to one another in the same style; a wide glyph is a run of its own, so that
    /// no font moves what follows it.
    private func runs(ofRow y: Int) -> [Run] {
        var runs: [Run] = []
        var isOpen = false
        for x in 0..<width {
            let cell = self[x, y]
            guard cell.width > 0 else { continue }
            let isBraille = cell.text.unicodeScalars.first?.isBraille ?? false
            if isOpen, cell.width == 1, runs[runs.count - 1].style == cell.style,
                runs[runs.count - 1].isBraille == isBraille
            {
                runs[runs.count - 1].columns += 1
                runs[runs.count - 1].text += cell.text
            } else {
                runs.append(Run(x: x, columns: cell.width, text: cell.text, style: cell.style))
            }
            isOpen = cell.width == 1
        }
        return runs
    }

    /// A cell of DejaVu Sans Mono at 14 points: it advances by 1,233 of 2,048 units, in hundredths
    /// of a point, and reaches from 483 units below the line to 1,901 above it, in tenths.
    private static let (advance, rowHeight, ascent) = (843, 163, 130)

    private static func points(x: Int) -> String { tenths(x * advance / 10) }
    private static func points(y: Int) -> String { tenths(y * rowHeight) }

    /// So many tenths of a point, as the files of pictures have it.
    private static func tenths(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)" }

    private static func elements(of run: Run, y: Int, on paper: Paper) -> [String] {
        var (front, ground) = (
            run.style.foreground.web ?? paper.foreground, run.style.background.web
        )
        if run.style.attributes.contains(.reverse) {
            (front, ground) = (ground ?? paper.background, front)
        }
        var elements: [String] = []
        if let ground {
            elements.append(
                """
                <rect x="\(points(x: run.x))" y="\(points(y: y))" \
                width="\(points(x: run.columns))" height="\(tenths(rowHeight))" fill="\(ground)"/>
                """
            )
        }
        guard run.text.contains(where: { $0 != " " }) else { return elements }
        guard !run.isBraille else {
            let dots = dots(of: run, y: y)
            return elements + ["<path fill=\"\(front)\"\(attributes(run.style)) d=\"\(dots)\"/>"]
        }
        elements.append(
            """
            <text x="\(points(x: run.x))" y="\(tenths(y * rowHeight + ascent))" \
            fill="\(front)"\(attributes(run.style))>\(escaped(run.text))</text>
            """
        )
        return elements
    }

    /// The dots of a run as squares; the bits of a scalar name columns and rows (Unicode, 2800).
    private static func dots(of run: Run, y: Int) -> String {
        let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
        var path = ""
        for (place, scalar) in run.text.unicodeScalars.enumerated() {
            for (bit, (column, row)) in places.enumerated() where scalar.value >> bit & 1 == 1 {
                let left = (run.x + place) * advance / 10 + 14 + column * 42
                let top = y * rowHeight + 12 + row * 41
                path += "M\(tenths(left)) \(tenths(top))h1.6v1.6h-1.6z"
            }
        }
        return path
    }

    private static func attributes(_ style: Style) -> String {
        var text = ""
        if style.attributes.contains(.bold) { text += " font-weight=\"bold\"" }
        if style.attributes.contains(.italic) { text += " font-style=\"italic\"" }
        if style.attributes.contains(.underline) { text += " text-decoration=\"underline\"" }
        if style.attributes.contains(.dim) { text += " opacity=\"0.6\"" }
        return text
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    fileprivate var isBraille: Bool { (0x2800...0x28FF).contains(value) }
}

extension Style {
    /// The parameters of the sequence that sets this style; empty for the terminal's own.
    fileprivate var codes: String {
        let known: [(Attributes, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
        ]
        let set = known.filter { attributes.contains($0.0) }.map(\.1)
        let colors = [foreground.code(behind: 38), background.code(behind: 48)]
        return (set + colors.compactMap { $0 }).joined(separator: ";")
    }
}

extension Color {
    fileprivate func code(behind place: Int) -> String? {
        switch self {
        case .terminal: nil
        case .palette(let index): "\(place);5;\(index)"
        case .rgb(let red, let green, let blue): "\(place);2;\(red);\(green);\(blue)"
        }
    }

    /// The colour as pictures have it; nil for the terminal's own.
    fileprivate var web: String? {
        switch self {
        case .terminal: nil
        case .palette(let index): Self.web(Self.palette(Int(index)))
        case .rgb(let red, let green, let blue): Self.web((Int(red), Int(green), Int(blue)))
        }
    }

    private static func web(_ color: (Int, Int, Int)) -> String {
        "#"
            + [color.0, color.1, color.2].map { part in
                (part < 16 ? "0" : "") + String(part, radix: 16)
            }.joined()
    }

    /// The palette of xterm: sixteen names, a cube of six levels, a ramp of greys.
    private static func palette(_ index: Int) -> (Int, Int, Int) {
        switch index {
        case 0..<16: return named[index]
        case 16..<232:
            let levels = [0, 95, 135, 175, 215, 255]
            let place = index - 16
            return (levels[place / 36], levels[place / 6 % 6], levels[place % 6])
        default:
            let grey = 8 + (index - 232) * 10
            return (grey, grey, grey)
        }
    }

    /// The sixteen colours of xterm's own resources.
    private static let named = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205),
        (0, 205, 205), (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
        (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]
}
