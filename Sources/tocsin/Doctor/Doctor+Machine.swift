import CellGrid
import CursesBackend
import Glibc
import HostAccess
import Primitives
import Reports
import Runtime

// The terminal, the locale and the clock.
extension Doctor {
    /// What the machine and its terminal are.
    var machine: [Finding] {
        [terminal] + [size, tmux].compactMap { $0 } + [colors, locale]
            + [widths].compactMap { $0 } + [clock] + proxies
    }

    private var terminal: Finding {
        let name = variable("TERM") ?? ""
        guard !["", "dumb"].contains(name) else {
            return Finding(
                "terminal",
                .fail,
                "TERM is '\(name)', which cannot move its cursor",
                cure: "export TERM=xterm-256color, or use 'tocsin --plain'"
            )
        }
        guard isDescribed(name) else {
            return Finding(
                "terminal",
                .warn,
                "TERM is \(name), which this machine does not know; xterm-256color is taken",
                cure: "apt-get install ncurses-term, or export TERM=xterm-256color"
            )
        }
        return Finding("terminal", .ok, "TERM is \(name)")
    }

    /// Whether terminfo has a description, in one of the folders where it is looked for.
    private func isDescribed(_ name: String) -> Bool {
        let folders =
            [variable("TERMINFO"), variable("HOME").map { $0 + "/.terminfo" }].compactMap { $0 }
            + ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo"]
        return folders.contains { FileText.exists("\($0)/\(name.prefix(1))/\(name)") }
    }

    private var size: Finding? {
        var size = winsize()
        guard Output.isTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        let text = "\(size.ws_col) columns, \(size.ws_row) rows"
        guard size.ws_col >= 40, size.ws_row >= 10 else {
            return Finding(
                "size",
                .warn,
                text,
                cure: "make the window larger: 80x24 shows all panes"
            )
        }
        return Finding("size", .ok, text)
    }

    private var tmux: Finding? {
        guard variable("TMUX") != nil else { return nil }
        // Since 3.2 tmux tells its version.
        let version = variable("TERM_PROGRAM") == "tmux" ? variable("TERM_PROGRAM_VERSION") : nil
        let name = variable("TERM") ?? ""
        let text = "inside tmux \(version ?? "before 3.2")"
        guard name.hasPrefix("tmux") || name.hasPrefix("screen") else {
            return Finding(
                "tmux",
                .warn,
                "\(text), with TERM \(name)",
                cure: "in ~/.tmux.conf: set -g default-terminal tmux-256color"
            )
        }
        return Finding("tmux", .ok, text)
    }

    private var colors: Finding {
        if variable("NO_COLOR") != nil {
            return Finding("colours", .ok, "none, as NO_COLOR asks for")
        }
        let name = variable("TERM") ?? ""
        if ["truecolor", "24bit"].contains(variable("COLORTERM")) || name.hasSuffix("-direct") {
            return Finding("colours", .ok, "16 million")
        }
        guard name.contains("256color") else {
            return Finding(
                "colours",
                .warn,
                "few: TERM \(name) says nothing of 256",
                cure: "export TERM=xterm-256color if the terminal has them, as nearly all do"
            )
        }
        return Finding("colours", .ok, "256")
    }

    private var locale: Finding {
        let value = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { variable($0) }.first ?? ""
        guard ["UTF-8", "UTF8"].contains(where: value.uppercased().contains) else {
            return Finding(
                "locale",
                .warn,
                "'\(value)' is not UTF-8",
                cure: "export LC_ALL=C.UTF-8"
            )
        }
        return Finding("locale", .ok, value)
    }

    /// Texts whose columns terminals disagree about.
    private static let samples = ["▲", "◐", "…", "漢", "e\u{301}", "│"]

    private var widths: Finding? {
        guard Output.isTerminal, isatty(0) == 1,
            let measured = TerminalWidths.measure(Self.samples)
        else { return nil }
        let wrong = zip(Self.samples, measured).filter { DisplayWidth.of($0) != $1 }.map(\.0)
        guard !wrong.isEmpty else { return Finding("glyph widths", .ok, "as Tocsin counts them") }
        return Finding(
            "glyph widths",
            .warn,
            "the terminal gives other columns to \(wrong.joined(separator: " "))",
            cure: "set its 'ambiguous width' to narrow, and its encoding to UTF-8"
        )
    }

    private var clock: Finding {
        switch HostClock.now {
        case .unknown: Finding("clock", .ok, "this machine does not tell of it")
        case .synchronised(let span):
            Finding("clock", .ok, "synchronised, within \(span.milliseconds) ms")
        case .free:
            Finding(
                "clock",
                .warn,
                "not synchronised: times in the log may be wrong",
                cure: "timedatectl set-ntp true, or apt-get install chrony"
            )
        }
    }

    /// Said only where somebody may expect otherwise.
    private var proxies: [Finding] {
        let names = ["http_proxy", "https_proxy", "all_proxy"].flatMap { [$0, $0.uppercased()] }
        let found = names.filter { variable($0) != nil }
        guard !found.isEmpty else { return [] }
        let detail =
            "\(found.joined(separator: ", ")) not used: nodes and channels are asked directly"
        return [Finding("proxy", .ok, detail)]
    }
}
