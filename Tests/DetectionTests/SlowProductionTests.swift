import Detection
import Glibc
import Primitives
import Testing

@Suite struct SlowProductionTests {
    /// What a chain with slots of six seconds says, polled every twelve.
    private struct Chain {
        var production = SlowProduction()
        var generator = SeededGenerator(seed: 11)
        var height = 13_000_000.0
        var second = 0
        var foundAt: Int?

        mutating func run(_ seconds: Int, missed: Double, isHeard: Bool = true) {
            for _ in 0..<(seconds / 6) {
                second += 6
                if Double.random(in: 0..<1, using: &generator) >= missed { height += 1 }
                guard second % 12 == 0 else { continue }
                poll(isHeard)
            }
        }

        /// Blocks at random moments, as with proof of work.
        mutating func mine(_ seconds: Int, mean: Double) {
            for _ in 0..<(seconds / 12) {
                second += 12
                var left = 12 + mean * log(Double.random(in: 0.0001..<1, using: &generator))
                while left > 0 {
                    height += 1
                    left += mean * log(Double.random(in: 0.0001..<1, using: &generator))
                }
                poll(true)
            }
        }

        private mutating func poll(_ isHeard: Bool) {
            let at = Timestamp(seconds: 1_658_793_600 + Int64(second))
            guard isHeard else { return production.pause() }
            production.observe(height: height, at: at)
            if production.isSlow == true, foundAt == nil { foundAt = second }
        }
    }

    @Test func `a chain that misses every third slot is found within minutes`() throws {
        var chain = Chain()
        chain.run(8 * 3600, missed: 0.05)
        #expect(chain.foundAt == nil)
        #expect(chain.production.isSlow == false)
        let start = chain.second
        chain.run(1800, missed: 0.35)
        let found = try #require(chain.foundAt)
        #expect(found - start < 600, "\(found - start)")
        chain.run(3600, missed: 0.05)
        #expect(chain.production.isSlow == false)
    }

    @Test func `a chain that stops is found within a minute and a half`() throws {
        var chain = Chain()
        chain.run(8 * 3600, missed: 0.05)
        let start = chain.second
        chain.run(120, missed: 1)
        #expect(try #require(chain.foundAt) - start <= 90)
    }

    @Test func `hours without an answer are no missed slots`() {
        var chain = Chain()
        chain.run(8 * 3600, missed: 0.05)
        chain.run(3600, missed: 0.05, isHeard: false)
        chain.run(3600, missed: 0.05)
        #expect(chain.foundAt == nil)
        #expect(chain.production.isSlow == false)
    }

    @Test func `a chain without slots is not judged`() {
        var chain = Chain()
        chain.mine(30 * 3600, mean: 15)
        #expect(chain.foundAt == nil)
        #expect(chain.production.isSlow == nil)
    }

    @Test func `nothing is said before the pace is known`() {
        var chain = Chain()
        chain.run(1800, missed: 0.05)
        #expect(chain.production.isSlow == nil)
    }
}
