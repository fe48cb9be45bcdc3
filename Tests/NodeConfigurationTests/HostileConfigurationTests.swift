import IncidentCore
import NodeConfiguration
import Testing

/// Texts that want to harm: whatever comes, there are keys or a mistake, in bounded time.
@Suite(.timeLimit(.minutes(5)))
struct HostileConfigurationTests {
    @Test(arguments: [
        ("[", "json"), ("{\"a\":", "json"), ("[", "yaml"), ("- ", "yaml"), ("{a: ", "yaml"),
        ("? ", "yaml"), ("a = [[[", "toml"), ("a={b=", "toml"),
    ])
    func `deep nesting is refused`(opening: String, format: String) throws {
        let format = try #require(ConfigTarget.Format(rawValue: format))
        let text = String(repeating: opening, count: 20_000)
        #expect(lines(text, format).first?.hasPrefix("! ") == true)
    }

    @Test func `a deep path of keys is refused`() {
        let path = Array(repeating: "a", count: 1000).joined(separator: ".")
        #expect(lines(path + " = 1", .toml).first?.contains("deep") == true)
        #expect(lines("[" + path + "]\nb = 1", .toml).first?.contains("deep") == true)
    }

    @Test func `aliases of aliases do not multiply for ever`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(lines(text, .yaml).first?.hasPrefix("! ") == true)
    }

    @Test func `too many keys and too large texts are refused`() {
        let many = (0..<30_000).map { "A\($0)=1" }.joined(separator: "\n")
        #expect(lines(many, .env).first?.contains("more than 20000 keys") == true)
        #expect(
            lines(String(repeating: "a", count: 1 << 20) + "=1") == ["! it is larger than 1 MiB"]
        )
    }

    @Test func `broken UTF-8 is replaced and zero bytes part arguments`() throws {
        let keys = try ConfigurationKeys(parsing: [0x41, 0x3D, 0xFF, 0xC3], format: .env)
        #expect(keys["A"] == "\u{FFFD}\u{FFFD}")
        #expect(lines("a\0--b\0", .flags) == ["b = true", "command = a"])
    }

    private static let seeds: [(ConfigTarget.Format, String)] = [
        (.flags, "manta --chain a --x=1 'b c' -v -- --chain \"d\" \\\n --e # f"),
        (.env, "export A=\"b c\"\nD='e\nf'\nG=h # i\nARGS=\"--x 1 --y\""),
        (.json, "{\"a\": [1, 2.5e3, {\"b\": null}], \"c\": \"\\u00e9\"}"),
        (.yaml, "a: &x [1, {b: c}]\nd:\n  <<: {e: 1}\n  f: *x\ng: \"h\\n\"\n"),
        (
            .toml,
            "a.b = [1, 'x', {c = \"\\n\"}]\n[d.e]\nf = 1979-05-27 07:32:00\n[[g]]\nh = \"\"\"i\"\"\""
        ),
        (.ini, "a=1\n[b]\nc: \"d\" ; e\nf"),
        (.unit, "[Service]\nEnvironment=\"A=b\" C=d\nExecStart=/x --a \\\n -- --b\nExecStart=\n"),
    ]

    @Test(arguments: Self.seeds.indices)
    func `mutated texts give keys or a mistake`(place: Int) {
        let (format, seed) = Self.seeds[place]
        let pieces = Array("\"'\\[]{}=:,#&*<-\n\r\t \0.ab0_é".utf8)
        var random = SeededGenerator(seed: UInt64(place))
        for _ in 0..<700 {
            var bytes = Array(seed.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.insert(pieces.randomElement(using: &random) ?? 0, at: at)
                case 1: if at < bytes.count { bytes.remove(at: at) }
                default:
                    let end = min(bytes.count, at + Int.random(in: 0...12, using: &random))
                    bytes.insert(contentsOf: bytes[at..<end], at: at)
                }
            }
            guard let keys = try? ConfigurationKeys(parsing: bytes, format: format) else {
                continue
            }
            let names = keys.entries.map(\.key)
            #expect(names == Set(names).sorted())
            _ = try? ConfigurationKeys(parsing: bytes)
        }
    }
}
