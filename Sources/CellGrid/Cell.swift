/// One cell of a canvas: what it shows, how it looks and how many columns that takes.
package struct Cell: Hashable, Sendable {
    /// A base scalar and two marks of 21 bits each; 0 in the second half of a wide glyph.
    private(set) var cluster: UInt64
    /// The style's bits with the width in the two highest.
    private var look: UInt64

    init(cluster: UInt64, width: Int, style: Style) {
        self.cluster = cluster
        look = style.packed | UInt64(width) << 62
    }

    /// A space in `style`.
    package static func blank(_ style: Style) -> Cell {
        Cell(cluster: 0x20, width: 1, style: style)
    }

    /// The second half of a wide glyph.
    static func trail(_ style: Style) -> Cell {
        Cell(cluster: 0, width: 0, style: style)
    }

    /// The same cell with an ASCII character instead of its glyph.
    func showing(ascii byte: UInt8) -> Cell {
        var cell = self
        cell.cluster = UInt64(byte)
        return cell
    }

    /// Columns of the glyph: 1, 2, or 0 for the second half of a wide glyph.
    package var width: Int {
        Int(look >> 62)
    }

    /// How the cell looks.
    package var style: Style {
        get { Style(packed: look) }
        set { look = newValue.packed | look & ~Style.mask }
    }

    /// The glyph as text; empty in the second half of a wide glyph.
    package var text: String {
        var text = ""
        Glyph.append(cluster, to: &text)
        return text
    }

    /// The base scalar and up to two marks, 0 where there is none.
    package var scalars: (base: UInt32, firstMark: UInt32, secondMark: UInt32) {
        (
            UInt32(truncatingIfNeeded: cluster & 0x1F_FFFF),
            UInt32(truncatingIfNeeded: cluster >> 21 & 0x1F_FFFF),
            UInt32(truncatingIfNeeded: cluster >> 42 & 0x1F_FFFF)
        )
    }
}
