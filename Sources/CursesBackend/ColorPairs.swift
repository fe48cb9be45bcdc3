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
