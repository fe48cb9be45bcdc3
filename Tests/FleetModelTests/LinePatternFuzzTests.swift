import Fuzzing
import Testing

@testable import FleetModel

/// Patterns of signatures come from fleet files, and lines from strangers.
struct LinePatternFuzzTests {
    private static let pieces = [
        "a", "b", "ab", "é", "✌️", ".", "^", "$", "|", "(", ")", "(?:", "(?i)", "(?=", "[", "]",
        "[^", "[a-c]", "[^b]", "-", "*", "+", "?", "{2}", "{0}", "{1,}", "{0,3}", "{99,100}", "{",
        "}", "{5,2}", "{,}", "{99999999999999999999}", "\\", "\\d", "\\w", "\\s", "\\b", "\\B",
        "\\D", "\\x61", "\\xG", "\\1", "\\.", "(a*)*", "(a|a)+", "(a|ab)*", "()", "\r\n", "\u{0}",
        "\u{301}",
    ]

    /// Few bytes, so that patterns find something.
    private static let bytes: [UInt8] = Array("aabbcAB1 .-_é{2}\n".utf8) + [0xFF, 0x80, 0x00]

    private func line(upTo most: Int, _ round: inout FuzzRound) -> [UInt8] {
        let count = Int.random(in: 0...most, using: &round)
        return (0..<count).map { _ in Self.bytes.randomElement(using: &round) ?? 0 }
    }

    @Test func `a random pattern finds what it stands for, or is refused at a place in it`() {
        var found = 0
        for var round in FuzzRounds(3000, seed: 31) {
            let text = round.text(of: Self.pieces, upTo: 8)
            guard let pattern = expectSense(text, round) else { continue }
            for _ in 0..<3 {
                let line = line(upTo: 10, &round)
                let isFound = pattern.finds(line)
                if isFound { found += 1 }
                if isFound, !pattern.isAnchored {
                    // Nothing asks for a place: it is found in any longer line, too.
                    let longer = Array("x ".utf8) + line + Array(" y".utf8)
                    #expect(pattern.finds(longer), "\(text) in \(line), \(round)")
                }
            }
        }
        #expect(found > 300)
    }

    @Test func `a text is found by itself, whatever it is`() {
        for var round in FuzzRounds(1000, seed: 32) {
            let text = round.text(of: Self.pieces, upTo: 8)
            let line = line(upTo: 5, &round)
            let pattern = LinePattern(literal: text)
            #expect(pattern.finds(line + Array(text.utf8) + line), "\(text) in \(line), \(round)")
            #expect(!pattern.isAnchored)
        }
    }

    @Test func `mutated real lines and patterns are looked through without harm`() {
        let signatures = LogSignatureSet.allCases.flatMap(\.signatures)
        let pieces = Self.pieces.map { Array($0.utf8) } + [[0x1B, 0x5B, 0x33, 0x31, 0x6D]]
        var found = 0
        for var round in FuzzRounds(400, seed: 33) {
            let seed = Self.lines.randomElement(using: &round) ?? ""
            let line = round.mutant(of: Array(seed.utf8), pieces: pieces)
            for signature in signatures where signature.pattern.finds(line) {
                found += 1
                // What is found there is found in any longer line too: these have no anchors.
                let longer = Array("x ".utf8) + line + Array(" y".utf8)
                #expect(signature.pattern.finds(longer), "\(signature.name), \(round)")
            }
            guard let source = signatures.randomElement(using: &round)?.pattern.source else {
                continue
            }
            let mutant = round.mutant(of: Array(source.utf8), pieces: pieces)
            let pattern = expectSense(String(decoding: mutant, as: UTF8.self), round)
            _ = pattern?.finds(line)
        }
        #expect(found > 200)
    }

    private func expectSense(_ text: String, _ round: FuzzRound) -> LinePattern? {
        do {
            let pattern = try LinePattern(parsing: text)
            #expect(pattern.source == text, "\(round)")
            return pattern
        } catch {
            #expect((0...text.count).contains(error.offset), "'\(text)', \(round)")
            #expect(!error.message.isEmpty, "'\(text)', \(round)")
            return nil
        }
    }

    private static let lines = [
        """
        DBG 2021-07-08 21:14:07.512+00:00 attempt to graft a backingOff peer         topics=\
        "libp2p gossipsub" tid=1 file=behavior.nim:111 peer=16U*YzQv3e
        """,
        """
        DBG 2021-07-12 08:01:44.090+00:00 Could not establish send connection        topics=\
        "libp2p pubsubpeer" msg="Unable to select sub-protocol @[\\"/vac/waku/relay/2.0.0\\"]"
        """,
        """
        WRN 2021-07-08 21:15:33.871+00:00 failed to store messages                   topics=\
        "wakustore" tid=1 file=waku_store.nim:422 err="failed to prepare"
        """,
        "2022-06-14 10:00:05 💤 Idle (0 peers), best: #12 (0x1a…2b), finalized #9 (0x3c…4d), ⬇ 0",
        "2022-06-14 10:00:05 Essential task `txpool-background` failed. Shutting down service.",
        "error: unexpected argument '--execution' found",
    ]
}

extension LinePattern {
    fileprivate func finds(_ line: [UInt8]) -> Bool { matches(line.span) }
}
