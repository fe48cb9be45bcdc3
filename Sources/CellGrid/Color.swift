/// The colour of a glyph or of the ground behind it.
///
/// The terminal back end replaces colours the terminal cannot show by the nearest it can.
package enum Color: Hashable, Sendable {
    /// The colour the person chose in their own terminal.
    case terminal
    /// An entry of the terminal's palette: 0...7 plain, 8...15 bright, 16...255 the xterm cube
    /// and grey ramp.
    case palette(UInt8)
    /// Red, green and blue, each 0...255.
    case rgb(UInt8, UInt8, UInt8)

    /// Twenty-six bits: the kind in the two highest, the value below.
    var packed: UInt64 {
        switch self {
        case .terminal: 0
        case .palette(let index): 1 << 24 | UInt64(index)
        case .rgb(let red, let green, let blue):
            2 << 24 | UInt64(red) << 16 | UInt64(green) << 8 | UInt64(blue)
        }
    }

    init(packed: UInt64) {
        let value = UInt32(truncatingIfNeeded: packed)
        switch packed >> 24 & 3 {
        case 1: self = .palette(UInt8(truncatingIfNeeded: value))
        case 2:
            self = .rgb(
                UInt8(truncatingIfNeeded: value >> 16),
                UInt8(truncatingIfNeeded: value >> 8),
                UInt8(truncatingIfNeeded: value)
            )
        default: self = .terminal
        }
    }
}
