import Fuzzing
import FleetModel
import Primitives
import Testing

@testable import HostAccess
@testable import Probing

/// A signature of one's own is found in the line as it is written and in what it says.
struct LogMessageTests {
    @Test(arguments: [
        // Programs that write JSON: chronicles, zerolog, tracing.
        (#"peer lost "relay""#, #"{"lvl":"WRN","msg":"peer lost \"relay\"","topics":"waku"}"#),
        ("err=<nil> & done", #"{"level":"error","message":"err=\u003cnil\u003e \u0026 done"}"#),
        ("Größe", #"{"level":"error","message":"Gr\u00f6\u00dfe"}"#),
        ("💤 Idle", #"{"level":"error","fields":{"message":"\ud83d\udca4 Idle"}}"#),
        (#""peer":"a"b""#, #"{"msg":"lost","peer":"a\"b"}"#),
        // logfmt, by itself and inside Docker's envelope.
        (#"peer "x" lost"#, #"time=2023 level=error msg="peer \"x\" lost""#),
        (#"^peer "x" lost$"#, #"time=2023 level=error msg="peer \"x\" lost" a=b"#),
        (#"peer "x" lost"#, #"{"log":"level=error msg=\"peer \\\"x\\\" lost\"\n","stream":"x"}"#),
        // JSON behind something else: fluentd, Loki, Kubernetes, syslog.
        (#"^ERR "q" boom$"#, #"2022-06-01 10:00:00 +0000 docker.x: {"log":"ERR \"q\" boom\n"}"#),
        (#"^ERR "q" boom$"#, #"2022-06-01T10:00:00Z {job="x"} {"log":"ERR \"q\" boom\n"}"#),
        (#"^ERR "q" boom$"#, #"2022-06-01T10:00:00.123Z stderr F {"msg":"ERR \"q\" boom"}"#),
        (#"^ERR "q" boom$"#, #"{"log":"ERR \"q\" boom\n","msg":"","stream":"stderr"}"#),
        (#"^ERR "q" boom$"#, #"{"message":"{\"log\":\"ERR \\\"q\\\" boom\\n\"}"}"#),
        // What syslog servers, journalctl and those who run containers put before a line.
        ("^ERR boom$", "Jun  1 10:00:00 host node[12]: ERR boom"),
        ("^ERR boom$", "<30>Jun  1 10:00:00 host node: ERR boom"),
        ("^ERR boom$", "<30>1 2022-06-01T10:00:00.000Z host node 12 - - ERR boom"),
        ("^ERR boom$", #"<30>1 2022-06-01T10:00:00Z h n 12 - [a b="c ] d"][e] \#u{FEFF}ERR boom"#),
        ("^ERR boom$", "2022-06-01T10:00:00+0000 host node[12]: ERR boom"),
        ("^ERR boom$", "2022-06-01T10:00:00.123456+02:00 host node[12]: ERR boom"),
        ("^ERR boom$", "Wed 2022-06-01 10:00:00 CEST host node[12]: ERR boom"),
        ("^ERR boom$", "node-1  | ERR boom"),
        ("^ERR boom$", "\u{1B}[36mnode-1  |\u{1B}[0m \u{1B}[31mERR\u{1B}[0m boom"),
        ("^ERR boom$", "0|node4  | ERR boom"),
        ("^ERR boom$", "[pod/node-0/polkadot] ERR boom"),
        ("^ERR boom$", "node-1  | Jun  1 10:00:00 host node[12]: ERR boom"),
        ("^ERR boom$", #"{"host":"h","message":"ERR boom","source_type":"docker"}"#),
        ("^ERR boom$", #"{"host":"h","short_message":"\u001b[31mERR\u001b[0m boom"}"#),
        // The line itself.
        ("^ERR boom$", "ERR boom"),
        (#"^\{"msg":"x\\\\"#, #"{"msg":"x\\y"}"#),
        ("^node-1", "node-1  | ERR boom"),
    ])
    func `the words are found`(_ pattern: String, _ line: String) throws {
        #expect(try isFound(pattern, in: line))
    }

    @Test(arguments: [
        ("^ERR boom$", "INF no ERR boom"),
        ("^ERR boom$", "Jun  1 10:00:00 ERR boom"),
        ("^ERR boom$", "Jun  1 10:00:00 host INF ERR boom"),
        ("^ERR boom$", "a b | ERR boom"),
        ("^ERR boom$", "[pod x] ERR boom"),
        ("^ERR boom$", "<30>1 2022-06-01T10:00:00Z host node"),
        ("^ERR boom$", "<3000>Jun  1 10:00:00 host node: ERR boom"),
        ("^ERR boom$", #"{"level":"ERR boom","msg":"x"}"#),
        ("^ERR boom$", #"level=error msg="ERR boom"#),
        ("^ERR boom$", #"{"msg":"ERR boom""#),
        (#"a"b"#, #"{"msg":"a\\b"}"#),
    ])
    func `what is not said is not found`(_ pattern: String, _ line: String) throws {
        #expect(try !isFound(pattern, in: line))
    }

    @Test func `escapes that are none stay, and broken ones are no crash`() {
        for (line, text) in [
            (#"a\qb \u12 \ud83d \ud83d\u0041 \xZZ \"#, #"a\qb \u12 \ud83d \ud83dA \xZZ \"#),
            (#"\x41\t\/\\n"#, "A\t/\\n"),
        ] {
            let bytes = Array(line.utf8)
            let resolved = bytes.span.withEscapesResolved(from: 0)
            #expect(String(decoding: resolved.bytes, as: UTF8.self) == text)
        }
    }

    @Test func `mutated lines are read without a crash`() throws {
        let seeds = [
            #"Jun  1 10:00:00 host node[12]: {"log":"a \"q\" \ud83d\udca4\n","stream":"x"}"#,
            #"<30>1 2022-06-01T10:00:00Z h n 12 - [a b="c"] level=error msg="a \"b\" c""#,
            "node-1  | Wed 2022-06-01 10:00:00 CEST host node[12]: ERR boom",
            "[pod/node-0/polkadot] 2022-06-01T10:00:00+0000 host node: ERR boom",
        ]
        let pieces = [
            "<30>", "1 ", "[pod/", "] ", " | ", "{\"", "\"}", "msg=\"", "\\u", "\\", "\"", "Jun ",
            ": ",
            "  ", "[", "2022-06-01",
        ].map { Array($0.utf8) }
        let words = try LinePattern(parsing: "ERR|a")
        var found = 0
        for var round in FuzzRounds(2000, seed: 83) {
            let seed = seeds[round.number % seeds.count]
            let line = round.mutant(of: Array(seed.utf8), pieces: pieces)
            let message = LogMessage(line.span, of: line.span, true)
            if message.matches(words, in: line.span) { found += 1 }
        }
        #expect(found > 300)
    }

    private func isFound(_ pattern: String, in line: String) throws -> Bool {
        let own = LogSignature(name: "own", pattern: try LinePattern(parsing: pattern))
        let now = Timestamp(milliseconds: 1_655_200_805_000)
        var tally = LogTally(LogTarget(source: .file("/log"), signatures: [own]), at: now)
        var news = FollowedLines()
        news.lines.append(Array(line.utf8))
        tally.take(news, at: now)
        return tally.reading(at: now)[own.total] == 1
    }
}
