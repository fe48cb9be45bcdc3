/// What one cell, or one pair of cells, shows: a safe base scalar with up to two marks.
struct Glyph: Equatable {
    /// Base in bits 0...20, first mark in 21...41, second mark in 42...62; no mark is 0.
    var cluster: UInt64
    /// Columns taken: 1 or 2.
    var width: Int

    static let space = Glyph(cluster: 0x20, width: 1)
    static let ellipsis = Glyph(cluster: 0x2026, width: 1)
    /// `□`, which stands for everything that must not reach a terminal.
    static let replacement = Glyph(cluster: 0x25A1, width: 1)

    init(cluster: UInt64, width: Int) {
        self.cluster = cluster
        self.width = width
    }

    /// Appends the scalars of the packed `cluster` to `text`.
    static func append(_ cluster: UInt64, to text: inout String) {
        var rest = cluster
        while rest != 0 {
            if let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: rest & 0x1F_FFFF)) {
                text.unicodeScalars.append(scalar)
            }
            rest >>= 21
        }
    }
}
