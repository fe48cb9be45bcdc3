import Fuzzing
import FleetModel
import Primitives
import Testing

@testable import HostAccess
@testable import Probing

struct LogEnvelopeTests {
    private static let informant = """
        2026-11-20 10:00:05 💤 Idle (7 peers), best: #4711 (0x1234…abcd), finalized #4705 (0x5678)
        """

    @Test(arguments: [
        // Docker's json-file, whole and with a colour.
        (#"{"log":"no space left\r\n","stream":"stdout","time":"2026-11-20T10:00:00Z"}"#),
        (#"{"log":"no \u001b[1;37mspace\u001b[0m left\n","stream":"stderr"}"#),
        // journalctl -o json: text, bytes, several texts.
        (#"{"__CURSOR":"s=1","MESSAGE":"no space left","_PID":"812"}"#),
        (#"{"MESSAGE":[110,111,32,27,91,51,49,109,115,112,97,99,101,32,108,101,102,116]}"#),
        (#"{"MESSAGE":["no space","left"]}"#),
        // journalctl -o export.
        ("MESSAGE=no space left"),
        ("\u{0D}\0\0\0\0\0\0\0no space left"),
        // Kubernetes.
        ("2016-10-06T00:17:09.669794202Z stdout F no space left"),
        ("2016-10-06T00:17:09.669794202+02:00 stderr P:x no space left"),
        // One in another.
        (#"2016-10-06T00:17:09.669794202Z stdout F {"log":"no space left\n"}"#),
        // The spellings of the escape byte.
        ("no #033[1;37mspace#033[0m left"),
        ("no ^[[1;37mspace^[[0m left"),
        (#"no \x1b[1mspace\x1B[m left"#),
        (#"no \033[1mspace\e[0m left"#),
        ("no \u{1B}[1mspace\u{1B}[0m left"),
        (#"no \u{1b}[1mspace\\u001b[0m left"#),
        ("no \u{241B}[1mspace\u{241B}[0m left"),
        // The control sequence introducer as a character of its own (ECMA-48, 5.3).
        ("no \u{9B}1mspace\u{9B}0m left"),
        (#"no \u009b1mspace\u009b0m left"#),
        // `tput sgr0` of xterm, of the Linux console, and passed on by rsyslog.
        ("no \u{1B}[1mspace\u{1B}(B\u{1B}[m left"),
        ("no \u{1B}[1mspace\u{1B}[m\u{0F} left"),
        ("no #033[1mspace#033(B#033[m#017 left"),
        // Links and titles, ended by a bell or a string terminator.
        ("no \u{1B}]8;;https://x/9\u{07}space\u{1B}]8;;\u{07} left"),
        ("no \u{1B}]8;;https://x/9\u{1B}\\space\u{1B}]8;;\u{1B}\\ left"),
        ("no \u{9D}8;;https://x/9\u{9C}space\u{9D}8;;\u{9C} left"),
        ("no #033]8;;https://x/9#033\\space#033]8;;#007 left"),
        (#"no \u001b]8;;https://x/9\u001b\\space\u001b]8;;\u0007 left"#),
        ("\u{1B}]0;a title\u{07}\u{1B}7no space\u{1B}[?25l\u{1B}[2K left"),
        // A sequence that is cut off by what is none hides nothing.
        ("no \u{1B}[1\u{1B}[mspace\u{1B}] left"),
    ])
    func `the line inside is what a program wrote`(_ line: String) {
        #expect(bare(line) == "no space left", "\(line)")
    }

    @Test(arguments: [
        "", "{", "{}", #"{"log":7}"#, #"{"MESSAGE":null}"#, #"{"MESSAGE":[300]}"#,
        #"{"lvl":"ERR","msg":"failed to store messages","topics":"wakustore"}"#,
        #"{"level":"info","log":"net","msg":"started"}"#,
        "2016-10-06T00:17:09.669794202Z INFO stdout is a word",
        "2016-10-06 00:17:09 stdout F text that is no line of Kubernetes",
        "Imported #033 of ^[[a-z] and [1m",
        #"a path \e[not] and #033[[x"#, #"a trailing \e"#, "^[(a|b)", "#033]8;;x", "^[]8;; ^[c",
        "Imported #342 and #234, #400#401, #1011 and #999", #"C:\342\x and \011"#, "» and ⬇ 1",
    ])
    func `what only looks like an envelope stays as it is`(_ line: String) {
        #expect(bare(line) == line)
    }

    @Test func `a line of Docker that was cut keeps its beginning`() {
        let whole = Array(
            #"{"log":"no space left 💤 \ud83d\udca4\n","stream":"stdout","time":"2026-11"}"#.utf8
        )
        for length in 22...whole.count {
            let cut = Array(whole[..<length])
            let content = LogEnvelope.content(of: cut.span)
            let text = content.map { String(decoding: $0, as: UTF8.self) }
            #expect(text?.hasPrefix("no space left") == true, "\(length)")
        }
    }

    @Test(arguments: [
        #"{"log":"Idle (\u001b[1m7\u001b[0m peers), best: #\u001b[1;37m4711\u001b[0m (0x1), "#
            + #"finalized #\u001b[1;37m4705\u001b[0m (0x2)\r\n","stream":"stdout"}"#,
        "Nov 20 host node[812]: Idle (#033[1m7#033[0m peers), best: ##033[1;37m4711#033[0m (0x1), "
            + "finalized ##033[1;37m4705#033[0m (0x2)",
        "Idle (\u{1B}[1m7\u{1B}(B\u{1B}[m peers), best: #\u{1B}[1m4711\u{1B}(B\u{1B}[m (0x1), "
            + "finalized #\u{9B}1m4705\u{9B}0m (0x2)",
        "Idle (7 peers), best: #\u{1B}]8;;https://x/9\u{07}4711\u{1B}]8;;\u{07} (0x1), "
            + "finalized #\u{241B}[1m4705\u{241B}[0m (0x2)",
        "2016-10-06T00:17:09.669794202Z stdout F \(informant)",
    ])
    func `heights are read through envelopes and colours`(_ line: String) {
        let reading = tallied([line])
        #expect(reading[.logBest] == 4711)
        #expect(reading[.logFinalized] == 4705)
        #expect(reading[.logPeers] == 7)
        #expect(reading.problems.isEmpty)
    }

    @Test(arguments: [
        ("a#011b", "a\tb"), ("Idle #342#234#223", "Idle ✓"), ("line1#012line2", "line1\nline2"),
        (#"Idle \342\234\223"#, "Idle ✓"), ("#360#237#222#244 Idle", "💤 Idle"),
        ("Gr#303#266#303#237e", "Größe"), ("#342#234 cut", "#342#234 cut"),
        ("##033[1m4711#033[0m", "#4711"),
    ])
    func `bytes that syslog servers spell are read`(_ line: String, _ text: String) {
        #expect(bare(line) == text)
    }

    @Test func `an own signature is found inside and around, once a line`() {
        let own = [
            LogSignature(name: "inside", pattern: LinePattern(literal: "no space left")),
            LogSignature(name: "around", pattern: LinePattern(literal: #""stream":"stderr""#)),
        ]
        let reading = tallied(
            [#"{"log":"no \u001b[1mspace\u001b[0m left","stream":"stderr"}"#],
            own: own
        )
        #expect(reading[own[0].total] == 1)
        #expect(reading[own[1].total] == 1)
    }

    @Test func `a height that cannot be read is said, until one can`() {
        let odd = "Idle (7 peers), best: #<b>4711</b> (0x1), finalized #4705 (0x2)"
        #expect(
            tallied([odd]).problems.map(\.reason.sentence)
                == ["the block height in the node's status lines cannot be read"]
        )
        #expect(tallied([odd, Self.informant]).problems.isEmpty)
    }

    @Test func `mutated envelopes give a shorter line or none, never a crash`() {
        let seeds = [
            #"{"log":"a \u001b[1mb\u001b[0m c\r\n","stream":"stdout","time":"2026-11-20T10Z"}"#,
            #"{"MESSAGE":[110,111,32,27,91,51,49,109,115],"_PID":"1"}"#,
            "2016-10-06T00:17:09.669794202Z stdout F a #033[1mb#033[0m",
            "\u{0D}\0\0\0\0\0\0\0no ^[[1mspace left",
            "no \u{1B}]8;;https://x\u{1B}\\space\u{9B}0m \u{1B}(B#342#234#223 left",
        ]
        let pieces = [
            "{\"log\":\"", "\"MESSAGE\":", "[", "]", "\\u", "\\ud83d", "#033[", "^[[", "\u{1B}[",
            " stdout F ", "\0\0\0\0\0\0\0\0", "MESSAGE=", "\"}", "\\", "💤", "\u{1B}]", "\u{9D}",
            "\u{07}",
            "#342#234", "^[]8;;",
        ].map { Array($0.utf8) }
        var opened = 0
        for var round in FuzzRounds(2000, seed: 82) {
            let seed = seeds[round.number % seeds.count]
            let line = round.mutant(of: Array(seed.utf8), pieces: pieces)
            let content = LogEnvelope.content(of: line.span) ?? line
            if content != line { opened += 1 }
            let bare = content.span.withoutEscapes ?? content
            let isBounded = content.count <= line.count && bare.count <= content.count
            #expect(isBounded, "\(line), \(round)")
        }
        #expect(opened > 500)
    }

    private func bare(_ line: String) -> String {
        let bytes = Array(line.utf8)
        let content = LogEnvelope.content(of: bytes.span) ?? bytes
        return String(decoding: content.span.withoutEscapes ?? content, as: UTF8.self)
    }

    private func tallied(_ lines: [String], own: [LogSignature] = []) -> PollResult {
        let now = Timestamp(milliseconds: 1_655_200_805_000)
        var tally = LogTally(LogTarget(source: .file("/log"), signatures: own), at: now)
        var news = FollowedLines()
        for line in lines { news.lines.append(Array(line.utf8)) }
        tally.take(news, at: now)
        return tally.reading(at: now)
    }
}
