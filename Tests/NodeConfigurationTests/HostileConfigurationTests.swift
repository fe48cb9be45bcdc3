import FleetModel
import NodeConfiguration
import Testing

/// Texts that want to harm: whatever comes, there are keys or a mistake, in bounded time.
@Suite(.timeLimit(.minutes(15)))
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
}
