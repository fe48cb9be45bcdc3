import EventStore
import Glibc
import IncidentLog
import Logging
import Primitives
import SQLiteStore
import TestSupport
import Testing

@testable import Runtime

/// The file of a log that is open for long is checked once a day.
@Suite(.timeLimit(.minutes(15)))
struct LogUpkeepTests {
    private let clock = SettableClock()
    private let problems: ProblemLog
    private let checks = Collected<Int>()

    init() { problems = ProblemLog(clock: clock) }

    private func upkeep(_ log: any EventLog, _ program: Int) -> LogUpkeep {
        let checks = checks
        let tapped = TappedLog(base: log) { call in if case .check = call { checks.add(program) } }
        return LogUpkeep(Session(tapped, clock: clock), logger: problems.logger("log"))
    }

    @Test func `once a day the first program that comes checks the file`() async {
        let log = InMemoryEventLog()
        let (one, two) = (upkeep(log, 1), upkeep(log, 2))
        await two.checkIfDue()
        clock.advance(by: .seconds(23 * 3600))
        await one.checkIfDue()
        await two.checkIfDue()
        #expect(checks.all == [2])
        clock.advance(by: .seconds(3600))
        await one.checkIfDue()
        await two.checkIfDue()
        #expect(checks.all == [2, 1])
        #expect(problems.problems.isEmpty)
    }

    @Test func `damage that came while the log was open is said, and looked for again`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.path("log.sqlite")
        let first = try SQLiteEventLog(path: path, mode: .readWrite)
        let notes = (1...1500).map { Command.entry(.note(nil, text: "line \($0)")) }
        try await Session(first, clock: clock).perform(notes, by: .ada)
        await first.close()
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        let upkeep = upkeep(log, 1)
        await upkeep.checkIfDue()
        #expect(problems.problems.isEmpty)
        clock.advance(by: .seconds(86_400))
        try garble(path)
        await upkeep.checkIfDue()
        #expect(problems.problems.map(\.level) == [.critical])
        #expect(problems.problems.first?.text.contains("the log's file is damaged") == true)
        await upkeep.checkIfDue()
        #expect(problems.problems.map(\.count) == [2])
        #expect(checks.all.count == 3)
        await log.close()
    }

    /// Overwrites pages in the middle of a file, as a bad disk does.
    private func garble(_ path: String) throws {
        let file = open(path, O_RDWR)
        try #require(file >= 0)
        defer { close(file) }
        let junk = [UInt8](repeating: 0xA5, count: 16 * 4096)
        let middle = (lseek(file, 0, SEEK_END) / 4096 / 2) * 4096
        #expect(pwrite(file, junk, junk.count, middle) == junk.count)
    }
}
