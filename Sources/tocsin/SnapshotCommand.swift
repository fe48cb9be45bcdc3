import ArgumentParser
import CellGrid
import CommandCentre
import CommandTable
import Monitoring
import Primitives
import Runtime
import Scenarios
import Screens

/// `tocsin snapshot`: one screen as a picture.
struct SnapshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Draw one screen as text or as a picture.",
        discussion: """
            It shows what the screen would show that is opened now: the log as it is, and the \
            fleet, whose nodes are asked once. With --drill it is a moment of a drill, played by \
            the people of its timeline. Nothing is written into the log, whatever --keys presses.
            Screens: \(AppModel.screenNames.joined(separator: ", ")).
            """
    )

    @Argument(help: "The screen; the first one if left out.")
    var screen: String?
    @Argument(help: "The node or the signal that it shows.")
    var subject: String?
    @Option(help: ArgumentHelp("Columns and rows.", valueName: "size"))
    var size = "120x40"
    @Flag(help: "In the colours of the theme.")
    var ansi = false
    @Option(help: ArgumentHelp("Write a picture in SVG to this file.", valueName: "file"))
    var svg: String?
    @Option(
        help: ArgumentHelp(
            "Keys to press before, apart by spaces; what is in quotation marks is typed.",
            valueName: "keys"
        )
    )
    var keys = ""
    @Option(help: ArgumentHelp("A moment of this drill instead.", valueName: "name"))
    var drill: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Of a drill: the moment; -2h is before its end, which it is if left out.",
            valueName: "time"
        )
    )
    var at: String?
    @Flag(help: "Ask no node.")
    var noPoll = false
    @Option(help: ArgumentHelp("The look: dark, light or a file of yours.", valueName: "name"))
    var theme: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        guard let size = PictureSize(size) else {
            throw Failure(.usage, "'\(size)' is not a size; write 80x24, up to 500x500")
        }
        guard at == nil || drill != nil else { throw Failure(.usage, "--at belongs to --drill") }
        let invocation = Invocation(common)
        let name = theme ?? invocation.environment["TOCSIN_THEME"] ?? "dark"
        let (look, problems) = Themes.named(name, in: invocation.places.themes)
        for problem in problems { Output.problem(problem) }
        var picture = ScreenPicture(
            size: size.size,
            operatorName: invocation.author,
            theme: look
        )
        picture.screen = screen?.lowercased()
        picture.subject = subject
        picture.keys = try pressed()
        guard let drill else {
            return try LivePicture(invocation, polls: !noPoll)
                .show(picture, inColors: ansi, svg: svg)
        }
        try DrillSnapshot(named: drill, at: at).show(picture, inColors: ansi, svg: svg)
    }

    private func pressed() throws(Failure) -> [Key] {
        var keys: [Key] = []
        // Between quotation marks every character is a key.
        for (place, part) in self.keys.split(separator: "\"", omittingEmptySubsequences: false)
            .enumerated()
        {
            if !place.isMultiple(of: 2) {
                keys += part.map { Key($0) }
                continue
            }
            for name in part.split(separator: " ") {
                guard let key = Key(String(name)) else {
                    throw Failure(.usage, "'\(name)' is not a key; write Enter, Tab, Ctrl+L or x")
                }
                keys.append(key)
            }
        }
        return keys
    }
}

/// How large a picture is.
struct PictureSize {
    let size: (width: Int, height: Int)

    /// The size that the screens are made for.
    static let usual = PictureSize(width: 120, height: 40)

    private init(width: Int, height: Int) {
        size = (width, height)
    }

    /// A size in columns and rows; nil when no picture can have it.
    init?(_ size: (width: Int, height: Int)) {
        guard (1...500).contains(size.width), (1...500).contains(size.height) else { return nil }
        self.size = size
    }

    /// A size such as `120x40`; nil when it is none.
    init?(_ text: String) {
        let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]) else {
            return nil
        }
        self.init((width, height))
    }
}
