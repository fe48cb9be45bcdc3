import CellGrid

extension Confirmation {
    /// The greatest width of the box.
    static let boxWidth = 72
    /// Rows of the box below the lines: a blank one and the answers.
    static let answerRows = 2

    /// The lines as they fit into a box on an area of this width.
    func rows(areaWidth: Int) -> [String] {
        let width = max(8, min(Self.boxWidth, areaWidth) - 4)
        return lines.flatMap { line in
            line.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .flatMap { DisplayWidth.wrap(String($0), width: width) }
        }
    }
}

extension AppModel {
    /// How many rows of a question its box shows at once.
    private var shownRows: Int {
        let most = DialogFrame.mostRows(in: CommandCentreLayout(self).body)
        return max(1, most - Confirmation.answerRows)
    }

    /// How many rows of a question do not fit into its box.
    func hiddenRows(of confirmation: Confirmation) -> Int {
        max(0, confirmation.rows(areaWidth: size.width).count - shownRows)
    }

    /// The question as a key scrolls it; nil for a key that does not, and when all rows are shown.
    func scrolled(_ confirmation: Confirmation, by key: Key) -> Confirmation? {
        let last = hiddenRows(of: confirmation)
        guard last > 0 else { return nil }
        let step: Int
        switch key.code {
        case .up: step = -1
        case .down: step = 1
        case .pageUp: step = -shownRows
        case .pageDown: step = shownRows
        default: return nil
        }
        var scrolled = confirmation
        scrolled.scroll = min(last, max(0, confirmation.scroll + step))
        return scrolled
    }
}
