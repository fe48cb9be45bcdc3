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

    @Test func `a random pattern finds what its meaning says, or is refused at a place in it`() {
        var found = 0
        for var round in FuzzRounds(3000, seed: 31) {
            let text = round.text(of: Self.pieces, upTo: 8)
            guard let pattern = expectSense(text, round) else { continue }
            var parser = PatternParser(text)
            guard let node = try? parser.pattern() else { continue }
            for _ in 0..<3 {
                let line = line(upTo: 10, &round)
                let isFound = !node.ends(in: line, from: Set(0...line.count)).isEmpty
                #expect(pattern.finds(line) == isFound, "\(text) in \(line), \(round)")
                if isFound { found += 1 }
            }
        }
        #expect(found > 300)
    }

    @Test func `whatever pattern and line are, the work is bounded by their sizes`() {
        for var round in FuzzRounds(400, seed: 32) {
            let text = round.text(of: Self.pieces, upTo: 40)
            guard let pattern = expectSense(text, round) else { continue }
            let line = line(upTo: 120, &round)
            var search = PatternSearch(count: pattern.program.count)
            _ = search.finds(pattern.program.span, in: line.span)
            let limit = (line.count + 1) * (3 * pattern.program.count + 1)
            #expect(search.stepCount <= limit, "\(text) in \(line), \(round)")
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
            #expect(pattern.program.count <= 2200, "'\(text)', \(round)")
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

extension PatternNode {
    /// Where matches end that begin at one of these places: the meaning of a pattern, straight
    /// from its parts and without a program.
    fileprivate func ends(in line: [UInt8], from starts: Set<Int>) -> Set<Int> {
        switch self {
        case .set(let set):
            Set(starts.filter { $0 < line.count && set.contains(line[$0]) }.map { $0 + 1 })
        case .sequence(let nodes):
            nodes.reduce(starts) { $0.isEmpty ? $0 : $1.ends(in: line, from: $0) }
        case .choice(let nodes):
            nodes.reduce(into: []) { $0.formUnion($1.ends(in: line, from: starts)) }
        case .repeated(let node, let least, let most):
            node.repeatedEnds(in: line, from: starts, least: least, most: most)
        case .assertion(let assertion):
            starts.filter { Self.holds(assertion, in: line, at: $0) }
        }
    }

    private func repeatedEnds(
        in line: [UInt8],
        from starts: Set<Int>,
        least: Int,
        most: Int?
    ) -> Set<Int> {
        var reached = starts
        for _ in 0..<least where !reached.isEmpty { reached = ends(in: line, from: reached) }
        var remaining = most.map { $0 - least } ?? .max
        while remaining > 0 {
            let more = reached.union(ends(in: line, from: reached))
            guard more != reached else { break }
            reached = more
            remaining -= 1
        }
        return reached
    }

    private static func holds(
        _ assertion: LinePattern.Assertion,
        in line: [UInt8],
        at place: Int
    ) -> Bool {
        func isWord(_ index: Int) -> Bool {
            line.indices.contains(index) && ByteSet.word.contains(line[index])
        }
        return switch assertion {
        case .start: place == 0
        case .end: place == line.count
        case .wordBoundary: isWord(place - 1) != isWord(place)
        case .noWordBoundary: isWord(place - 1) == isWord(place)
        }
    }
}

extension LinePattern {
    fileprivate func finds(_ line: [UInt8]) -> Bool { matches(line.span) }
}
