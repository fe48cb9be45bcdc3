import ConfigFiles
import Fuzzing
import Testing

/// Fleet files that were damaged or cut: each is read or refused with a reason.
@Suite(.timeLimit(.minutes(60)))
struct FleetTortureTests {
    private static let pieces = [
        ": ", "- ", "&a ", "*a", "<<: ", "{", "}", "[", "]", "'", "\"", "\n", "\t", "#", "|", ">",
        "%",
        "!!", "---", "\u{0}", "\u{202E}", "1e999", "-1s", "99999999999999999999",
    ].map { Array($0.utf8) }

    @Test func `no broken fleet file ends the program or is refused without a reason`() {
        let whole = Array(FleetFile.example.utf8)
        for var round in FuzzRounds(100, seed: 5) {
            let bytes = round.mutant(of: whole, pieces: Self.pieces)
            let text = String(decoding: bytes, as: UTF8.self)
            let (fleet, problems) = FleetFile.read(text, file: "f.yaml", environment: [:]) { _ in
                "secret"
            }
            #expect(fleet != nil || problems.contains(where: \.isError), "\(round)")
        }
    }
}
