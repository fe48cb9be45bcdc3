/// How a Unicode scalar behaves in a grid of cells.
enum ScalarKind: UInt32 {
    /// One column.
    case narrow
    /// Two columns.
    case wide
    /// No column of its own: drawn onto the scalar before it.
    case mark
    /// Never sent to a terminal: control, invisible, private or unassigned.
    case hidden

    init(of scalar: UInt32) {
        switch scalar {
        case 0x20...0x7E, 0xAE...0x2FF, 0x2190...0x2319, 0x2500...0x25FC, 0x2800...0x28FF:
            // Letters of western languages, arrows, boxes, blocks and braille: the bulk of what
            // is drawn, so it does not pay for the search.
            self = .narrow
        case 0x4E00...0x9FFF, 0xAC00...0xD7A3: self = .wide
        default: self = Self.lookUp(scalar)
        }
    }

    private static func lookUp(_ scalar: UInt32) -> ScalarKind {
        let wanted = scalar << 2 | 3
        var low = 0
        var high = ScalarTable.changes.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if ScalarTable.changes[middle] <= wanted { low = middle } else { high = middle }
        }
        return ScalarKind(rawValue: ScalarTable.changes[low] & 3) ?? .hidden
    }
}
