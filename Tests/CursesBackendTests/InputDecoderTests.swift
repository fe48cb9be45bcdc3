import CellGrid
import CursesBackend
import Testing

struct InputDecoderTests {
    private func decode(_ text: String) -> [InputEvent] {
        decode(Array(text.utf8))
    }

    private func decode(_ bytes: [UInt8]) -> [InputEvent] {
        var decoder = InputDecoder()
        return decoder.feed(bytes) + decoder.flush()
    }

    @Test(arguments: [
        ("a", "a"), ("A", "A"), (" ", "Space"), ("é", "é"), ("日", "日"), ("🚀", "🚀"), ("~", "~"),
        ("\r", "Enter"), ("\t", "Tab"), ("\u{7F}", "Backspace"), ("\u{8}", "Backspace"),
        ("\u{1}", "Ctrl+A"), ("\u{1A}", "Ctrl+Z"), ("\u{0}", "Ctrl+Space"), ("\u{1C}", "Ctrl+\\"),
        ("\n", "Ctrl+J"), ("\u{1B}", "Esc"), ("\u{1B}[120;3u", "Alt+x"),
        ("\u{1B}[27;3;13~", "Alt+Enter"),
        ("\u{1B}[A", "↑"), ("\u{1B}OB", "↓"), ("\u{1B}[1;5C", "Ctrl+→"), ("\u{1B}[1;2D", "Shift+←"),
        ("\u{1B}[1;7H", "Ctrl+Alt+Home"), ("\u{1B}[F", "End"), ("\u{1B}[Z", "Shift+Tab"),
        ("\u{1B}[1;9A", "Alt+↑"),
        ("\u{1B}[1~", "Home"), ("\u{1B}[2~", "Insert"), ("\u{1B}[3~", "Delete"),
        ("\u{1B}[4~", "End"), ("\u{1B}[5~", "PageUp"), ("\u{1B}[6;5~", "Ctrl+PageDown"),
        ("\u{1B}[7~", "Home"), ("\u{1B}[8~", "End"),
        ("\u{1B}OP", "F1"), ("\u{1B}[11~", "F1"), ("\u{1B}[[A", "F1"), ("\u{1B}[15~", "F5"),
        ("\u{1B}[17~", "F6"), ("\u{1B}[21~", "F10"), ("\u{1B}[24~", "F12"), ("\u{1B}[25~", "F13"),
        ("\u{1B}[28~", "F15"), ("\u{1B}[34~", "F20"), ("\u{1B}[15;2~", "Shift+F5"),
        ("\u{1B}[1;5S", "Ctrl+F4"), ("\u{1B}Oj", "*"), ("\u{1B}Op", "0"), ("\u{1B}OM", "Enter"),
        ("\u{1B}Oc", "Ctrl+→"), ("\u{1B}[a", "Shift+↑"), ("\u{1B}[3$", "Shift+Delete"),
        ("\u{1B}[3^", "Ctrl+Delete"), ("\u{1B}[97;5u", "Ctrl+A"), ("\u{1B}[13;2u", "Shift+Enter"),
        ("\u{1B}[27;5;9~", "Ctrl+Tab"), ("\u{1B}[9;2u", "Shift+Tab"),
    ])
    func `a sequence is its key`(bytes: String, name: String) {
        #expect(decode(bytes).map { "\($0)" } == ["key(\(name))"])
    }

    /// Alt with the key, or two keys that one packet brought: the decoder cannot know.
    @Test(arguments: [
        ("\u{1B}x", "x"), ("\u{1B}é", "é"), ("\u{1B}\u{1}", "Ctrl+A"), ("\u{1B}\u{1B}", "Esc"),
        ("\u{1B}\r", "Enter"), ("\u{1B}[", "["), ("\u{1B}O", "O"), ("\u{1B}P", "P"),
        ("\u{1B}]", "]"), ("\u{1B}\u{1B}[A", "↑"),
    ])
    func `Escape and a key in one piece are both told`(bytes: String, name: String) {
        #expect(decode(bytes).map { "\($0)" } == ["escapeThen(\(name))"])
    }

    @Test func `nothing behind Escape swallows it`() {
        #expect(
            decode("\u{1B}\u{1B}[<0;1;1M") == [
                .key(Key(.escape)), .mouse(MouseEvent(action: .press(.left), x: 0, y: 0)),
            ]
        )
        #expect(
            decode("\u{1B}\u{1B}[200~a\u{1B}[201~") == [.key(Key(.escape)), .paste("a")]
        )
        #expect(decode("\u{1B}\u{1B}[99~q") == [.key(Key(.escape)), .key(Key("q"))])
        #expect(decode([0x1B, 0xC3, 0x71]) == [.key(Key(.escape)), .key(Key("q"))])
    }

    @Test(arguments: [
        ("\u{1B}Pq", "P", "q"), ("\u{1B}Xq", "X", "q"), ("\u{1B}]q", "]", "q"),
        ("\u{1B}^q", "^", "q"), ("\u{1B}_q", "_", "q"),
    ])
    func `what only begins like a string was typed`(text: String, first: String, second: String)
        throws
    {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array(text.utf8)).isEmpty)
        #expect(decoder.isWaiting)
        let keys = try [first, second].map { try #require(Key($0)) }
        #expect(decoder.flush() == [.escapeThen(keys[0]), .key(keys[1])])
        #expect(decoder.feed([0x7A]) == [.key(Key("z"))])
    }

    @Test func `an answer of the terminal whose end is late leaves no characters behind`() {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array("\u{1B}]10;rgb:00".utf8)).isEmpty)
        #expect(decoder.flush().isEmpty)
        #expect(decoder.feed(Array("00/0000/0000\u{7}q".utf8)) == [.key(Key("q"))])
    }

    @Test(arguments: [("\u{1B}", "[A"), ("\u{1B}[", "1;5A"), ("\u{1B}", "OA")])
    func `the rest of a sequence that comes after its Escape is no text`(
        start: String,
        rest: String
    ) {
        var decoder = InputDecoder()
        _ = decoder.feed(Array(start.utf8)) + decoder.flush()
        let events = decoder.feed(Array(rest.utf8))
        #expect(events.count == 1)
        #expect("\(events)".contains("↑"))
    }

    @Test func `a paste whose beginning is torn is still no run of commands`() {
        for cut in 1...6 {
            let bytes = Array("\u{1B}[200~q\rD\u{1B}[201~".utf8)
            var decoder = InputDecoder()
            let first = decoder.feed(Array(bytes[..<cut])) + decoder.flush()
            let rest = decoder.feed(Array(bytes[cut...])) + decoder.flush()
            #expect((first + rest).last == .paste("q\nD"), "\(cut)")
            #expect(rest.count == 1, "\(cut)")
        }
    }

    @Test func `a key typed after Escape is a key`() {
        for key in ["[", "O", "A"] {
            var decoder = InputDecoder()
            _ = decoder.feed([0x1B]) + decoder.flush()
            #expect(decoder.feed(Array(key.utf8)) == [.key(Key(Character(key)))])
            _ = decoder.flush()
        }
    }

    @Test(arguments: [
        "\u{1B}[?1;2c", "\u{1B}[>0;276;0c", "\u{1B}[24;80R", "\u{1B}[99~", "\u{1B}[?2026;2$y",
        "\u{1B}]10;rgb:0000/0000/0000\u{7}", "\u{1B}]0;title\u{1B}\\", "\u{1B}P1+r\u{1B}\\",
        "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}[57441u", "\u{1B}[<99999;1;1M", "\u{1B}[<0;0;1M",
        "\u{1B}[M !", "\u{1B}Oz", "\u{1B}[[Z", "\u{1B}[1;5", "\u{85}", "\u{1B}[201~",
    ])
    func `what is not known leaves no characters behind`(bytes: String) {
        #expect(decode(bytes).isEmpty)
    }

    @Test(arguments: [[0xFF], [0xC0, 0x80], [0xE2, 0x28], [0x80], [0xED, 0xA0, 0x80], [0xF5]])
    func `invalid bytes do not disturb what follows`(bytes: [UInt8]) {
        let events = decode(bytes + [0x71])
        #expect(events.last == .key(Key("q")))
        #expect(events.count <= 2)
    }

    @Test(arguments: [
        ("\u{1B}[<0;1;1M", MouseEvent(action: .press(.left), x: 0, y: 0)),
        ("\u{1B}[<2;237;50m", MouseEvent(action: .release(.right), x: 236, y: 49)),
        ("\u{1B}[<64;5;6M", MouseEvent(action: .wheelUp, x: 4, y: 5)),
        ("\u{1B}[<65;5;6M", MouseEvent(action: .wheelDown, x: 4, y: 5)),
        ("\u{1B}[<66;5;6M", MouseEvent(action: .wheelLeft, x: 4, y: 5)),
        ("\u{1B}[<32;5;6M", MouseEvent(action: .move(.left), x: 4, y: 5)),
        ("\u{1B}[<35;5;6M", MouseEvent(action: .move(nil), x: 4, y: 5)),
        (
            "\u{1B}[<20;5;6M",
            MouseEvent(action: .press(.left), x: 4, y: 5, modifiers: [.shift, .control])
        ),
        ("\u{1B}[M !!", MouseEvent(action: .press(.left), x: 0, y: 0)),
        ("\u{1B}[M#*&", MouseEvent(action: .release(nil), x: 9, y: 5)),
        ("\u{1B}[M`*&", MouseEvent(action: .wheelUp, x: 9, y: 5)),
    ])
    func `a mouse report is its event`(bytes: String, event: MouseEvent) {
        #expect(decode(bytes) == [.mouse(event)])
    }

    @Test func `focus reports say which`() {
        #expect(decode("\u{1B}[I\u{1B}[O") == [.focus(true), .focus(false)])
    }

    @Test(arguments: [
        ("ls\r", "ls\n"), ("a\r\nb\nc", "a\nb\nc"), ("\u{1B}[31m", "\u{1B}[31m"), ("", ""),
        ("\u{1B}[20", "\u{1B}[20"), ("日本", "日本"),
    ])
    func `a paste is text and never keys`(text: String, pasted: String) {
        #expect(decode("\u{1B}[200~\(text)\u{1B}[201~q") == [.paste(pasted), .key(Key("q"))])
    }

    @Test func `a paste is cut at its limit`() {
        let text = String(repeating: "x", count: InputDecoder.longestPaste + 10)
        guard case .paste(let pasted) = decode("\u{1B}[200~\(text)\u{1B}[201~").first else {
            Issue.record("no paste")
            return
        }
        #expect(pasted.utf8.count == InputDecoder.longestPaste)
    }

    @Test func `bytes may arrive one at a time`() {
        let text = "a\u{1B}[1;5C日\u{1B}[200~x\u{1B}[y\r\u{1B}[201~\u{1B}[<0;1;1M\u{1B}[Zq"
        var decoder = InputDecoder()
        let events = Array(text.utf8).flatMap { decoder.feed([$0]) }
        #expect(events == decode(text))
        #expect(events.count == 7)
        #expect(!decoder.isWaiting)
    }

    @Test func `a lone Escape waits for what may follow`() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0x1B]).isEmpty)
        #expect(decoder.isWaiting)
        #expect(decoder.flush() == [.key(Key(.escape))])
        #expect(!decoder.isWaiting)
        #expect(decoder.flush().isEmpty)
    }

    @Test func `a sequence whose end is late is still one key`() {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array("\u{1B}[1;".utf8)).isEmpty)
        #expect(decoder.flush().isEmpty)
        #expect(decoder.feed(Array("5A".utf8)) == [.key(Key(.up, modifiers: .control))])
    }

    @Test func `an endless sequence is given up`() {
        var decoder = InputDecoder()
        let endless = Array("\u{1B}]".utf8) + [UInt8](repeating: 0x61, count: 5000)
        #expect(decoder.feed(endless).isEmpty)
        #expect(decoder.feed([0x71]) == [.key(Key("q"))])
    }

    @Test(arguments: UInt64(1)...20)
    func `any bytes are taken without harm`(seed: UInt64) {
        var state = seed
        var decoder = InputDecoder()
        let interesting: [UInt8] = Array("\u{1B}[<;0123~MmOP]\u{7}".utf8)
        for _ in 0..<200 {
            let bytes = (0..<20).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let value = UInt8(truncatingIfNeeded: state >> 40)
                return value < 160 ? interesting[Int(value) % interesting.count] : value
            }
            _ = decoder.feed(bytes)
            _ = decoder.flush()
        }
        _ = decoder.feed(Array("\u{1B}[201~\u{1B}\\".utf8))
        #expect(decoder.feed([0x71]).last == .key(Key("q")))
    }

    @Test(arguments: [
        ("\u{1B}]11;rgb:ffff/8080/0000\u{1B}\\", [255, 128, 0]),
        ("\u{1B}]11;rgb:ff/80/00\u{7}", [255, 128, 0]),
        ("\u{1B}]11;rgba:0000/1010/2020/ffff\u{7}", [0, 16, 32]),
        ("\u{1B}]11;rgb:f/f/f\u{7}", [255, 255, 255]),
    ])
    func `the background of the terminal is read`(text: String, parts: [UInt8]) {
        var decoder = InputDecoder()
        let event = InputEvent.background(red: parts[0], green: parts[1], blue: parts[2])
        #expect(decoder.feed(Array(text.utf8) + [0x61]) == [event, .key(Key("a"))])
        // In pieces, with time in between.
        var events: [InputEvent] = []
        var slow = InputDecoder()
        let bytes = Array(text.utf8)
        for piece in [bytes[..<4], bytes[4..<9], bytes[9...]] {
            events += slow.feed(Array(piece)) + slow.flush()
        }
        #expect(events == [event])
    }

    @Test(arguments: [
        "\u{1B}]11;rgb:ff/80\u{7}", "\u{1B}]11;rgb:fffff/1/1\u{7}", "\u{1B}]11;red\u{7}",
        "\u{1B}]10;rgb:ff/ff/ff\u{7}", "\u{1B}]11;rgb:x/y/z\u{7}", "\u{1B}]11;?\u{7}",
    ])
    func `other answers are left out`(text: String) {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array(text.utf8) + [0x61]) == [.key(Key("a"))])
    }

    @Test func `an answer whose Escape came alone types nothing`() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0x1B]) == [])
        #expect(decoder.flush() == [.key(Key(.escape))])
        let rest = Array("]11;rgb:0000/0000/0000\u{7}a".utf8)
        #expect(
            decoder.feed(rest)
                == [.background(red: 0, green: 0, blue: 0), .key(Key("a"))]
        )
    }
}
