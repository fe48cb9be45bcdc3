import CNcurses
import CellGrid

/// Gives every style the attributes and the colour pair that ncurses shows it with.
struct ColorPairs {
    /// How ncurses shows a style.
    struct Look {
        var attributes: UInt16
        var pair: Int32
    }

    private struct Colors: Hashable {
        let foreground: Int32
        let background: Int32
    }

    private let quantiser: ColorQuantiser
    private let capacity: Int32
    private var looks: [Style: Look] = [:]
    private var pairs: [Colors: Int32] = [:]
    private var latest: (style: Style, look: Look)?

    /// Reads what the open terminal can show.
    init() {
        quantiser = ColorQuantiser(count: Int(cn_color_count()))
        capacity = cn_pair_count()
    }

    mutating func look(of style: Style) -> Look {
        if let latest, latest.style == style { return latest.look }
        let look = looks[style] ?? makeLook(of: style)
        latest = (style, look)
        return look
    }

    /// The sequence that draws in this style what ncurses is not told to draw (ECMA-48, xterm).
    mutating func sequence(of style: Style) -> String {
        let look = look(of: style)
        let bits = [CN_BOLD: 1, CN_DIM: 2, CN_ITALIC: 3, CN_UNDERLINE: 4, CN_REVERSE: 7]
        var numbers =
            [0] + bits.filter { Int(look.attributes) & $0.key != 0 }.values.sorted()
        if look.pair > 0 {
            numbers += color(quantiser.number(of: style.foreground).number, 30)
            numbers += color(quantiser.number(of: style.background).number, 40)
        }
        return "\u{1B}[\(numbers.map(String.init).joined(separator: ";"))m"
    }

    /// The numbers of a colour of the foreground, from 30 on, or of the background, from 40 on.
    private func color(_ number: Int32, _ base: Int) -> [Int] {
        let number = Int(number)
        if number < 0 { return [] }
        if number < 8 { return [base + number] }
        if quantiser.count <= 256 { return [base + 8, 5, number] }
        return [base + 8, 2, number >> 16, number >> 8 & 0xFF, number & 0xFF]
    }

    private mutating func makeLook(of style: Style) -> Look {
        let foreground = quantiser.number(of: style.foreground)
        let background = quantiser.number(of: style.background)
        var attributes = UInt16(style.attributes.rawValue)
        if foreground.isBright { attributes |= UInt16(CN_BOLD) }
        let colors = Colors(foreground: foreground.number, background: background.number)
        let look = Look(attributes: attributes, pair: pair(of: colors))
        looks[style] = look
        return look
    }

    /// Pair 0, the terminal's own colours, when there is no pair left.
    private mutating func pair(of colors: Colors) -> Int32 {
        if colors.foreground < 0 && colors.background < 0 { return 0 }
        if let pair = pairs[colors] { return pair }
        let pair = Int32(pairs.count + 1)
        guard pair < capacity, cn_define_pair(pair, colors.foreground, colors.background) == 0
        else { return 0 }
        pairs[colors] = pair
        return pair
    }
}
