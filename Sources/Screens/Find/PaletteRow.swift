package import IncidentLog
package import Primitives

/// One line of the palette: what it is called, what is known of it, and what taking it does.
package struct PaletteRow: Equatable, Sendable {
    /// What it is called.
    package let label: String
    /// What is known of it.
    package let detail: String
    /// What taking it does.
    package let outcome: Outcome
    /// What is looked through: the label, a space and the detail.
    let text: FuzzyText
    /// The letters that were meant, counted in that text.
    var marks: [Int] = []

    /// What taking a line does.
    package enum Outcome: Equatable, Sendable {
        /// Asks for the command of this name.
        case command(String)
        /// Completes the last word by this one.
        case word(String)
        /// Goes there.
        case place(Place)
    }

    /// Where a person can go.
    package enum Place: Equatable, Sendable {
        case node(NodeID)
        case step(StepID)
        case signal(SignalKey)
        case party(PartyID)
        case incident(IncidentID)
        case screen(ScreenRoute)
        case entry(Int64)
    }

    init(_ label: String, _ detail: String, _ outcome: Outcome) {
        self.label = label
        self.detail = detail
        self.outcome = outcome
        text = FuzzyText("\(label) \(detail)")
    }

    /// The letters of the label and those of the detail that were meant.
    var markedParts: (label: [Int], detail: [Int]) {
        let count = label.count
        return (
            marks.filter { $0 < count }, marks.compactMap { $0 > count ? $0 - count - 1 : nil }
        )
    }

    /// Those rows that a query finds, the best first; equal ones stay in their order.
    ///
    /// - Parameter byName: Whether of those as good the ones come first that are called so, and of
    ///   them those with the shorter label: a thing before the sentences that only name it.
    static func found(
        _ query: FuzzyQuery,
        in rows: [PaletteRow],
        byName: Bool = false
    ) -> [PaletteRow] {
        guard !query.isEmpty else { return rows }
        var best = 0
        var found: [(score: Int, place: Int, row: PaletteRow)] = []
        for (place, row) in rows.enumerated() {
            guard let match = query.match(row.text) else { continue }
            var row = row
            row.marks = match.places
            found.append((match.score, place, row))
            best = max(best, match.score)
        }
        // What is found only by letters strewn over a whole sentence was not meant.
        found.removeAll { $0.score * 3 < best * 2 }
        func distance(_ row: PaletteRow) -> Int {
            guard byName else { return 0 }
            return row.markedParts.detail.isEmpty ? row.label.utf8.count : .max
        }
        found.sort {
            ($1.score, distance($0.row), $0.place) < ($0.score, distance($1.row), $1.place)
        }
        return found.map(\.row)
    }
}
