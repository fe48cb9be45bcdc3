import CNcurses
import Glibc

extension Terminal {
    /// Has the desktop say something, where the terminal passes that on.
    ///
    /// tmux and screen drop it; there the bell marks the window.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package func notify(_ text: String) {
        let sequence = NotificationSequence(text) { name in
            getenv(name).map { String(cString: $0) }
        }
        if let bytes = sequence?.bytes { _ = cn_write(bytes, bytes.count) }
    }
}

/// What a terminal is sent to have the desktop say something.
struct NotificationSequence {
    /// The bytes.
    let bytes: [UInt8]

    /// How much of a text is shown.
    private static let limit = 160

    /// The sequence that the terminal of this environment knows; nil when it knows none.
    ///
    /// OSC 9 is iTerm2's and understood by most; OSC 777 is that of rxvt and of VTE.
    init?(_ text: String, environment: (String) -> String?) {
        let type = environment("TERM") ?? ""
        let isNested =
            environment("TMUX") != nil || type.hasPrefix("screen")
            || type.hasPrefix("tmux")
        let kinds = ["xterm", "rxvt", "foot", "alacritty", "wezterm", "ghostty", "konsole"]
        guard !isNested, kinds.contains(where: type.hasPrefix) else { return nil }
        let shown = String(text.filter(Self.isPlain).prefix(Self.limit))
        let isVTE = environment("VTE_VERSION") != nil || type.hasPrefix("rxvt")
        let body = isVTE ? "777;notify;Tocsin;\(shown)" : "9;Tocsin: \(shown)"
        bytes = Array("\u{1B}]\(body)\u{1B}\\".utf8)
    }

    /// Whether a character may stand in a sequence: nothing that ends it, parts it or hides.
    private static func isPlain(_ character: Character) -> Bool {
        character != ";"
            && character.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                    .paragraphSeparator:
                    false
                default: true
                }
            }
    }
}
