import Logging
import Primitives
import TestSupport
import Testing

@testable import Runtime

/// Problems are kept, told to whoever shows them, and neither lost nor repeated for ever.
struct ProblemLogTests {
    private let clock = SettableClock()

    @Test func `a problem has its level, time, source and text, and no metadata`() {
        let problems = ProblemLog(clock: clock)
        problems.logger("history").warning("the disk is full", metadata: ["url": "http://secret"])
        problems.logger("log").debug("nothing to speak of")
        #expect(
            problems.problems == [
                ReportedProblem(
                    source: "history",
                    level: .warning,
                    text: "the disk is full",
                    since: clock.now,
                    at: clock.now
                )
            ]
        )
    }

    @Test func `what was reported before anybody looked is told once, in order`() {
        let problems = ProblemLog(clock: clock)
        let logger = problems.logger("log")
        logger.error("first")
        logger.error("second")
        let told = Collected<String>()
        problems.observe { told.add($0.text) }
        logger.error("third")
        #expect(told.all == ["first", "second", "third"])
    }

    @Test func `a problem that lasts is counted, and told again only after its time`() {
        let problems = ProblemLog(repeatAfter: .seconds(60), clock: clock)
        let told = Collected<String>()
        problems.observe { told.add("\($0.text) \($0.count)") }
        let logger = problems.logger("channels")
        for _ in 1...59 {
            logger.error("busy")
            clock.advance(by: .seconds(1))
        }
        logger.error("full")
        clock.advance(by: .seconds(1))
        logger.error("busy")
        #expect(told.all == ["busy 1", "full 1", "busy 60"])
        #expect(problems.problems.map(\.count) == [1, 60])
        #expect(problems.problems.last?.since == clock.now - .seconds(60))
    }

    @Test func `of more problems than there is room for the newest stay, and the loss is known`() {
        let problems = ProblemLog(clock: clock)
        let logger = problems.logger("log")
        for number in 1...ProblemLog.limit + 3 { logger.error("\(number)") }
        #expect(problems.problems.count == ProblemLog.limit)
        #expect(problems.problems.first?.text == "4")
        #expect(problems.dropped == 3)
    }

    @Test func `nothing in a text steers a terminal, and no text is endless`() {
        let problems = ProblemLog(clock: clock)
        problems.logger("log").error("\u{1B}[31mred\u{202E}\nnext\r")
        problems.logger("log").error("\(String(repeating: "a", count: 100_000))")
        #expect(problems.problems.first?.text == "␛[31mred□\nnext␍")
        #expect(problems.problems.last?.text.count == ProblemLog.textLimit)
    }
}
