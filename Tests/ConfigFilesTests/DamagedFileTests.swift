import ConfigFiles
import Fuzzing

import Testing

struct DamagedFileTests {
    /// Every place of the example, in steps that share no factor with its indentation.
    static let offsets = Array(stride(from: 0, to: FleetFile.example.count, by: 61))

    @Test(arguments: ["\t", "{", "*", "\"", ": ", "\n", "&", "- ", "${"])
    func `any character anywhere leads to a fleet or to a problem inside the file`(_ text: String) {
        let example = Array(FleetFile.example)
        for offset in Self.offsets {
            expectFleetOrProblems(
                in: String(example[..<offset]) + text + String(example[offset...])
            )
        }
    }

    @Test func `a file cut anywhere leads to a fleet or to a problem inside the file`() {
        let example = Array(FleetFile.example)
        for offset in Self.offsets { expectFleetOrProblems(in: String(example[..<offset])) }
    }
}

/// Pieces of the example with several places damaged at once.
struct DamagedFileFuzzTests {
    private static let pieces = [
        "\t", "{", "}", "[", "*", "\"", "'", ": ", "\n", "&a ", "- ", "${", "#", "|", ">", "? ",
        "!!", "%", "é", "\u{0}", "\u{FEFF}", "99999999999999999999", "-1", "null", "for", "  ",
    ].map { Array($0.utf8) }

    @Test func `a mutated piece of a file leads to a fleet or to a problem inside the file`() {
        let lines = FleetFile.example.split(separator: "\n", omittingEmptySubsequences: false)
        for var round in FuzzRounds(40, seed: 71) {
            let count = Int.random(in: 1...60, using: &round)
            let start = Int.random(in: 0...(lines.count - 1), using: &round)
            let isFromTop = Bool.random(using: &round)
            let piece = isFromTop ? lines.prefix(count) : lines[start...].prefix(count)
            let bytes = Array(piece.joined(separator: "\n").utf8)
            // A carriage return ends lines in YAML, but no line of this test.
            let mutant = round.mutant(of: bytes, pieces: Self.pieces).filter { $0 != 0x0D }
            expectFleetOrProblems(in: String(decoding: mutant, as: UTF8.self), "\(round)")
        }
    }
}

private func expectFleetOrProblems(in text: String, _ comment: Comment = "") {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let result = readFleet(text)
    #expect((result.fleet == nil) == result.problems.contains { $0.isError }, "\(text)\n\(comment)")
    for problem in result.problems {
        let isInside =
            (1...lines.count).contains(problem.line)
            && (1...lines[problem.line - 1].count + 1).contains(problem.column)
        #expect(isInside, "\(problem)\n\(text)\n\(comment)")
    }
}
