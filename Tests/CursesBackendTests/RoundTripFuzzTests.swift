import CNcurses
import CellGrid
import Fuzzing
import Glibc
import Testing

@testable import CursesBackend

extension TerminalTests {
    /// Random screens through the real ncurses, read back as a terminal reads them: what it shows
    /// is what was drawn.
    struct RoundTripFuzzTests {
        /// A type of terminal and what it cannot show.
        struct Kind: CustomStringConvertible {
            var name: String
            var lacks: Style.Attributes = []
            /// What it cannot show together with colours: `ncv` of its type.
            var lacksInColor: Style.Attributes = []
            /// Whether web addresses are links, and whether the last column of the last row is
            /// filled by inserting.
            var hasLinks = false
            var hasHardCorner = false
            var description: String { name }
        }

        static let kinds = [
            Kind(name: "xterm-256color", hasLinks: true),
            Kind(name: "tmux-256color", hasLinks: true, hasHardCorner: true),
            Kind(name: "xterm", hasLinks: true),
            Kind(name: "screen", lacks: .italic, hasHardCorner: true),
            Kind(name: "linux", lacks: .italic, lacksInColor: [.underline, .dim]),
            Kind(name: "vt100", lacks: [.italic, .dim]),
        ]

        private static let framesInRound = 25

        @Test(arguments: kinds) func `what is drawn is what the terminal shows`(kind: Kind) throws {
            try #require(TerminalTests.allowsColors)
            for var round in FuzzRounds(2, seed: 30) {
                guard try play(&round, kind) else { return }
            }
        }

        /// One terminal from opening to closing; false when something was wrong.
        private func play(_ round: inout FuzzRound, _ kind: Kind) throws -> Bool {
            let size = (width: Int32.random(in: 20...50, using: &round), height: Int32(10))
            let pty = try PseudoTerminal(width: size.width, height: size.height)
            let reader = TerminalReader(of: pty)
            defer { reader.stop() }
            var terminal = try Terminal(
                path: pty.path,
                type: kind.name,
                isASCII: false,
                hasLinks: kind.hasLinks
            )
            let (width, height) = terminal.size
            var screens = RandomScreens(
                width: width,
                height: height,
                colorCount: terminal.colorCount
            )
            var shown = VirtualTerminal(width: width, height: height)
            let quantiser = ColorQuantiser(count: terminal.colorCount)
            var isRight = true
            for frame in 0..<Self.framesInRound where isRight {
                if Int.random(in: 0..<12, using: &round) == 0 {
                    try resize(pty, &terminal, &screens, &shown, &round)
                }
                if Int.random(in: 0..<20, using: &round) == 0 { terminal.repaint() }
                screens.change(&round)
                let canvas = screens.canvas
                terminal.present(canvas, cursor: screens.cursor)
                let bytes = reader.next(terminal.lastFrameBytes)
                shown.feed(bytes)
                let wrong = difference(canvas, shown, kind, quantiser)
                let place = hasCursor(shown, screens.cursor, kind) ? [] : ["the cursor"]
                let complaints = shown.complaints + wrong + place
                isRight = complaints.isEmpty
                #expect(
                    complaints.isEmpty,
                    "\(round), frame \(frame): \(String(decoding: bytes, as: UTF8.self).debugDescription)"
                )
            }
            terminal.close()
            return isRight
        }

        private func resize(
            _ pty: PseudoTerminal,
            _ terminal: inout Terminal,
            _ screens: inout RandomScreens,
            _ shown: inout VirtualTerminal,
            _ round: inout FuzzRound
        ) throws {
            let isSmall = Int.random(in: 0..<4, using: &round) == 0
            let width = Int.random(in: 1...(isSmall ? 3 : 60), using: &round)
            let height = Int.random(in: 1...(isSmall ? 3 : 16), using: &round)
            guard (width, height) != terminal.size else { return }
            pty.resize(width: Int32(width), height: Int32(height))
            kill(getpid(), SIGWINCH)
            let events = terminal.wait(timeoutMilliseconds: 5000)
            try #require(events == [.resized(width: width, height: height)])
            screens.resize(width: width, height: height, &round)
            shown.resize(width: width, height: height)
        }

        private func hasCursor(
            _ shown: VirtualTerminal,
            _ wanted: (x: Int, y: Int)?,
            _ kind: Kind
        ) -> Bool {
            guard let wanted else { return !shown.isCursorShown || kind.name == "vt100" }
            return shown.isCursorShown && shown.cursor == wanted
        }

        /// The first places that differ.
        private func difference(
            _ canvas: Canvas,
            _ shown: VirtualTerminal,
            _ kind: Kind,
            _ quantiser: ColorQuantiser
        ) -> [String] {
            var wrong: [String] = []
            var looks: [Style: VirtualTerminal.Pen] = [:]
            for y in 0..<canvas.height {
                let links = kind.hasLinks && canvas.width > 1 ? canvas.links(inRow: y) : []
                for x in 0..<canvas.width {
                    let cell = canvas[x, y]
                    var pen = looks[cell.style] ?? kind.pen(of: cell.style, quantiser)
                    looks[cell.style] = pen
                    let isHalf = cell.width == 0
                    let owner = isHalf ? canvas[x - 1, y] : cell
                    if let link = links.last(where: { $0.columns.contains(x) }) {
                        pen.link = shown.links.firstIndex { $0.address == link.address } ?? -2
                    }
                    let isLast = kind.hasHardCorner && y == canvas.height - 1
                    let isTorn =
                        isLast && owner.width == 2 && x - (isHalf ? 1 : 0) == canvas.width - 3
                    var wanted = place(cell, of: owner, pen, isTorn: isTorn)
                    if isLast, canvas.width == 1 { wanted = .init(base: 0x20, pen: .init()) }
                    let found = shown.places[y * canvas.width + x]
                    if wanted.visible != found.visible, wrong.count < 3 {
                        wrong.append("column \(x), row \(y): \(found) instead of \(wanted)")
                    }
                }
            }
            return wrong
        }

        /// What a place shows; what the C library measures differently is `□` and a space.
        private func place(
            _ cell: Cell,
            of owner: Cell,
            _ pen: VirtualTerminal.Pen,
            isTorn: Bool
        ) -> VirtualTerminal.Place {
            let isAgreed = !isTorn && cn_columns(owner.scalars.base) == owner.width
            guard isAgreed else {
                return .init(base: cell.width == 0 ? 0x20 : 0x25A1, width: 1, pen: pen)
            }
            let marks = [cell.scalars.firstMark, cell.scalars.secondMark].filter {
                $0 != 0 && cn_columns($0) == 0
            }
            return .init(
                base: cell.scalars.base,
                firstMark: marks.first ?? 0,
                secondMark: marks.count > 1 ? marks[1] : 0,
                width: cell.width,
                pen: pen
            )
        }
    }
}

extension TerminalTests.RoundTripFuzzTests.Kind {
    /// How this kind of terminal shows a style.
    func pen(of style: Style, _ quantiser: ColorQuantiser) -> VirtualTerminal.Pen {
        let foreground = quantiser.number(of: style.foreground)
        let background = quantiser.number(of: style.background)
        var attributes = style.attributes.intersection(.init(rawValue: 31))
        if foreground.isBright { attributes.insert(.bold) }
        attributes.subtract(lacks)
        let hasColor = foreground.number >= 0 || background.number >= 0
        if hasColor { attributes.subtract(lacksInColor) }
        return .init(
            foreground: foreground.number,
            background: background.number,
            attributes: attributes
        )
    }
}

extension VirtualTerminal.Place {
    /// The place without what nobody sees: the colour and the weight of a space.
    var visible: Self {
        guard base == 0x20, pen.attributes.isDisjoint(with: [.underline, .reverse]) else {
            return self
        }
        var place = self
        place.pen.foreground = -1
        place.pen.attributes = []
        return place
    }
}
