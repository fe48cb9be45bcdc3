import CellGrid

/// What makes cells of the screen links: OSC 8, as VTE and iTerm2 defined it.
struct Hyperlinks {
    /// Whether the terminal of this environment knows links; what does not may show their bytes.
    ///
    /// tmux knows them from 3.4 on and keeps them from terminals that do not.
    static func areKnown(type: String?, environment: (String) -> String?) -> Bool {
        guard environment("TOCSIN_LINKS") != "off" else { return false }
        if environment("TMUX") != nil {
            return environment("TERM_PROGRAM") == "tmux"
                && isRecent(environment("TERM_PROGRAM_VERSION") ?? "")
        }
        // VTE 0.50.0 crashed on them.
        if let vte = environment("VTE_VERSION").flatMap({ Int($0) }), vte <= 5000 { return false }
        let kinds = ["xterm", "rxvt", "foot", "alacritty", "wezterm", "ghostty", "konsole"]
        let type = type ?? environment("TERM") ?? ""
        return environment("STY") == nil && kinds.contains(where: type.hasPrefix)
    }

    /// Whether this version of tmux, such as `3.5a` or `next-3.6`, is 3.4 or newer.
    private static func isRecent(_ version: String) -> Bool {
        let parts = version.drop { !$0.isNumber }.split(separator: ".")
        let numbers = parts.map { Int($0.prefix { $0.isNumber }) ?? 0 }
        guard let major = numbers.first else { return false }
        return major > 3 || major == 3 && numbers.dropFirst().first ?? 0 >= 4
    }

    /// What was drawn again as links, for the frame.
    private(set) var bytes: [UInt8] = []

    /// Draws a link again; `style` is the sequence of its look, `scalars` what it shows.
    ///
    /// Parts with the same address have the same name, by which a terminal knows that they belong
    /// together.
    mutating func draw(_ link: CellLink, style: String, scalars: some Sequence<UInt32>) {
        var text = "\u{1B}[\(link.y + 1);\(link.x + 1)H\(style)"
        text += "\u{1B}]8;id=\(Self.name(of: link.address));\(link.address)\u{1B}\\"
        for scalar in scalars {
            if let scalar = Unicode.Scalar(scalar) { text.unicodeScalars.append(scalar) }
        }
        text += "\u{1B}]8;;\u{1B}\\"
        // The cursor and its style are put away first and put back at the end.
        bytes += Array((bytes.isEmpty ? "\u{1B}7" : "").utf8) + Array(text.utf8)
    }

    /// Puts the cursor back.
    mutating func finish() {
        if !bytes.isEmpty { bytes += [0x1B, 0x38] }
    }

    /// FNV-1a of 64 bits.
    private static func name(of address: String) -> String {
        let hash = address.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 36)
    }
}
