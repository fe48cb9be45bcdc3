import Fuzzing
import Primitives
import Testing

@testable import Probing

/// Lines of logs are written by strangers: what is read of them is sound, or nothing.
struct LogLineFuzzTests {
    private static let lines = [
        "2022-06-14 10:00:05 [Relaychain] 💤 Idle (12 peers), best: #10 (0x1a), finalized #9 (0x3)",
        "2022-06-14 10:00:05 [Parachain] ⚙️ Syncing, target=#7 (3 peers), best: #6, finalized #5",
        "\u{1B}[33mINF\u{1B}[0m 2022-06-14 ✌️  version 0.9.22-\u{1B}[1mabc\u{1B}[0m",
        "INF 2021-05-27 12:11:51.682+01:00 mounting keepalive",
    ]
    private static let pieces = [
        "best: #", "finalized #", "finalized: #", " peers)", "[Relaychain]", "✌️  version ",
        "\u{1B}[", "\u{1B}", "m", "99999999999999999999", "999999999999999999999", "-", "#", "\t",
        "\u{202E}", "\u{0}",
    ].map { Array($0.utf8) }

    @Test func `a mutated line gives sound numbers and harmless texts, or nothing`() {
        let now = Timestamp(milliseconds: 1_655_200_805_000)
        var told = 0
        for var round in FuzzRounds(1000, seed: 81) {
            let seed = Self.lines[round.number % Self.lines.count]
            let line = round.mutant(of: Array(seed.utf8), pieces: Self.pieces)
            let bare = line.span.withoutEscapes ?? line
            let isBare = bare.count <= line.count
            #expect(isBare, "\(line), \(round)")
            var tally = InformantTally()
            var evidence = ReleaseEvidence()
            tally.beginPoll()
            tally.examine(bare.span)
            tally.endPoll(at: now)
            evidence.examine(bare.span)
            var reading = PollResult()
            tally.record(into: &reading, at: now)
            for sample in reading.samples {
                #expect(sample.value.isFinite && sample.value >= 0, "\(line), \(round)")
            }
            told += reading.samples.count
            for text in [evidence.version, bare.span.text].compactMap({ $0 }) {
                #expect(text.utf8.count <= 1000, "\(line), \(round)")
                let isHarmless = text.unicodeScalars.allSatisfy { $0.value >= 0x20 }
                #expect(isHarmless, "\(line), \(round)")
            }
        }
        #expect(told > 500)
    }
}
