/// Digits that are read across a room: five rows of blocks each.
package enum BigText {
    /// The rows of every text.
    package static let height = 5

    /// The columns of a text.
    package static func width(of text: String) -> Int {
        text.reduce(0) { $0 + (columns(of: $1) + gap) } - (text.isEmpty ? 0 : gap)
    }

    /// The rows of a text; what is neither a digit nor one of `:`, `-`, `+`, `h`, `m`, `d` and `s`
    /// is a space.
    package static func rows(of text: String) -> [String] {
        (0..<height).map { row in
            text.map { character in
                glyph(of: character).split(separator: "/", omittingEmptySubsequences: false)[row]
                    .map { $0 == "#" ? "█" : " " }.joined()
            }
            .joined(separator: String(repeating: " ", count: gap))
        }
    }

    private static let gap = 1

    private static func columns(of character: Character) -> Int {
        glyph(of: character).prefix { $0 != "/" }.count
    }

    private static func glyph(of character: Character) -> String {
        glyphs[character] ?? "  /  /  /  /  "
    }

    /// Five rows each, `#` where there is a block.
    private static let glyphs: [Character: String] = [
        "0": "#####/#   #/#   #/#   #/#####", "1": "  #  / ##  /  #  /  #  /#####",
        "2": "#####/    #/#####/#    /#####", "3": "#####/    #/ ####/    #/#####",
        "4": "#   #/#   #/#####/    #/    #", "5": "#####/#    /#####/    #/#####",
        "6": "#####/#    /#####/#   #/#####", "7": "#####/    #/   # /  #  /  #  ",
        "8": "#####/#   #/#####/#   #/#####", "9": "#####/#   #/#####/    #/#####",
        ":": " /#/ /#/ ", "-": "   /   /###/   /   ", "+": "   / # /###/ # /   ",
        "h": "#   /#   /####/#  #/#  #", "m": "     /     /#####/# # #/# # #",
        "d": "   #/   #/####/#  #/####", "s": "    /    /####/ ## /####",
    ]
}
