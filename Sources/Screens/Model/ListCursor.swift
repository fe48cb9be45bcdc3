/// Where a person is in one list.
struct ListCursor: Equatable, Sendable {
    /// The row under the cursor, by its identity; nil for the first.
    var row: String?
    /// Its place, for when the row is gone.
    var place = 0
    /// The words that rows must have; empty lists all.
    var filter = ""

    /// The place of the cursor among the rows shown; 0 when there are none.
    func place(in rows: ListRows) -> Int {
        if let row, let place = rows.place(of: row) { return place }
        return max(0, min(place, rows.count - 1))
    }

    /// Puts the cursor on a row of those shown, or the nearest one.
    mutating func move(to place: Int, in rows: ListRows) {
        self.place = max(0, min(place, rows.count - 1))
        row = rows.isEmpty ? nil : rows[self.place]
    }
}
