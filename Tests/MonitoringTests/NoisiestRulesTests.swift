import IncidentLog
import Primitives
import TestSupport
import Testing

/// Which rules make the noise.
struct NoisiestRulesTests {
    @Test func `the noisiest rule comes first, with its nodes and who cared`() throws {
        var watched = WatchedDesk(nodes: 30)
        for hour in 0..<5 {
            let begin = hour * 3600
            try watched.look([.stands("few/n1"), .calm("lag/n3")], at: seconds(begin))
            try watched.look([.calm("few/n1")], from: begin + 10, through: begin + 600)
        }
        try watched.look([.stands("few/n2"), .stands("lag/n3")], at: seconds(18_000))
        try watched.log.run(.signal(.acknowledge("lag/n3", note: nil)), at: seconds(18_001))
        let all = NoisiestRules.all(in: watched.log.entries, since: start)
        #expect(all.map(\.rule) == ["few", "lag"])
        #expect(all.map(\.times) == [6, 1])
        #expect(all.map(\.acknowledged) == [0, 1])
        #expect(all[0].nodes == ["n1", "n2"])
        #expect(all[0].last == seconds(18_000))
        #expect(NoisiestRules.all(in: watched.log.entries, since: minutes(9999)) == [])
    }
}
