import Fuzzing
import FleetModel
import NodeConfiguration
import Testing

/// Configurations of every format, mutated: there are keys or a mistake.
struct ConfigurationFuzzTests {
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
        for var round in FuzzRounds(700, seed: UInt64(place)) {
            var bytes = Array(seed.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &round) {
                let at = Int.random(in: 0...bytes.count, using: &round)
                switch Int.random(in: 0..<3, using: &round) {
                case 0: bytes.insert(pieces.randomElement(using: &round) ?? 0, at: at)
                case 1: if at < bytes.count { bytes.remove(at: at) }
                default:
                    let end = min(bytes.count, at + Int.random(in: 0...12, using: &round))
                    bytes.insert(contentsOf: bytes[at..<end], at: at)
                }
            }
            guard let keys = try? ConfigurationKeys(parsing: bytes, format: format) else {
                continue
            }
            // Nor does the search for secrets stumble over anything.
            let mask = SecretMask { _, _ in "" }
            #expect(mask.masked(keys.entries).count == keys.entries.count, "\(round)")
            let names = keys.entries.map(\.key)
            #expect(names == Set(names).sorted(), "\(round)")
            _ = try? ConfigurationKeys(parsing: bytes)
        }
    }
}
