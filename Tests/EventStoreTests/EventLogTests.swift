import EventStore
import IncidentLog
import Primitives
import Testing

@Suite(.timeLimit(.minutes(15)))
struct EventLogTests {
    @Test(arguments: Engine.allCases)
    func `entries are read in the order they were appended`(engine: Engine) async throws {
        try await engine.withLog { log in
            #expect(try await log.lastSequence() == 0)
            let first = try await log.append(Draft.notes(1...3), expecting: 0)
            let second = try await log.append([Draft.note(4)], expecting: 3)
            #expect(first.map(\.sequence) == [1, 2, 3])
            #expect(first[0].previousHash == Entry.origin)
            #expect(second[0].previousHash == first[2].hash)
            #expect(try await log.all() == first + second)
            #expect(try await log.lastSequence() == 4)
            #expect((first + second).map(\.draft) == Draft.notes(1...4))
        }
    }

    @Test(arguments: Engine.allCases)
    func `reading goes on after a number and stops at a limit`(engine: Engine) async throws {
        try await engine.withLog { log in
            _ = try await log.append(Draft.notes(1...5), expecting: 0)
            #expect(try await log.entries(after: 2, limit: 2).map(\.sequence) == [3, 4])
            #expect(try await log.entries(after: 5, limit: 2).isEmpty)
            #expect(try await log.entries(after: 9, limit: 2).isEmpty)
            #expect(try await log.entries(after: -7, limit: 1).map(\.sequence) == [1])
            #expect(try await log.entries(after: 0, limit: 0).isEmpty)
            #expect(try await log.entries(after: 0, limit: -1).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases, [0, 1, 3, 99] as [Int64])
    func `an append that expects another end writes nothing`(
        engine: Engine,
        expecting: Int64
    ) async throws {
        try await engine.withLog { log in
            _ = try await log.append(Draft.notes(1...2), expecting: 0)
            await #expect(throws: StoreError.conflict(lastSequence: 2)) {
                try await log.append([Draft.note(3)], expecting: expecting)
            }
            #expect(try await log.lastSequence() == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func `one bad draft keeps the others out`(engine: Engine) async throws {
        let unfit = [
            Draft.note(1),
            Draft.of(.unknown(EventName("x.y"), payload: "a\u{0}b"), 4),
            Draft.of(.timeline(.corrected(entry: "e", text: "t")), 4, incident: "INC\u{0}"),
        ]
        try await engine.withLog { log in
            let kept = try await log.append([Draft.note(1)], expecting: 0)
            for draft in unfit {
                await #expect(throws: StoreError.self) {
                    try await log.append([Draft.note(2), draft], expecting: 1)
                }
            }
            await #expect(throws: StoreError.self) {
                try await log.append([Draft.note(2), Draft.note(2)], expecting: 1)
            }
            #expect(try await log.all() == kept)
            #expect(try await log.append([Draft.note(2)], expecting: 1).map(\.sequence) == [2])
        }
    }

    @Test(arguments: Engine.allCases)
    func `appending nothing changes nothing but still tells a conflict`(
        engine: Engine
    ) async throws {
        try await engine.withLog { log async throws in
            #expect(try await log.append([], expecting: 0).isEmpty)
            await #expect(throws: StoreError.conflict(lastSequence: 0)) {
                try await log.append([], expecting: 1)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `every event comes back as it went in`(engine: Engine) async throws {
        let events = EventSamples.all.sorted { $0.key < $1.key }.map(\.value)
        let drafts = events.enumerated().map { Draft.of($1, $0, incident: $0 == 3 ? nil : "I") }
        try await engine.withLog { log in
            let appended = try await log.append(drafts, expecting: 0)
            #expect(appended.map(\.draft) == drafts)
            #expect(try await log.all() == appended)
            #expect(try await log.damage() == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `events of a newer program are kept byte for byte`(engine: Engine) async throws {
        let strange = Event.unknown(
            EventName("weather.changed", version: 3),
            payload: #"{ "to" : "rain\/é" }"#
        )
        try await engine.withLog { log in
            _ = try await log.append([Draft.of(strange, 1), Draft.note(2)], expecting: 0)
            let entry = try #require(try await log.all().first)
            #expect(entry.event == strange)
            #expect(entry.payload == #"{ "to" : "rain\/é" }"#)
            #expect(try await log.damage() == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `four writers that try again leave one whole chain`(engine: Engine) async throws {
        try await engine.withLog { log in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask { try await Self.appendTwenty(to: log, writer) }
                }
                try await group.waitForAll()
            }
            let entries = try await log.all()
            #expect(entries.map(\.sequence) == Array(1...80))
            #expect(Set(entries.map(\.id)).count == 80)
            #expect(try await log.damage() == nil)
        }
    }

    static func appendTwenty(to log: any EventLog, _ writer: Int) async throws(StoreError) {
        var known = try await log.lastSequence()
        var number = writer * 20
        while number < (writer + 1) * 20 {
            do throws(StoreError) {
                known = try await log.append([Draft.note(number)], expecting: known)[0].sequence
                number += 1
            } catch .conflict(let last) {
                known = last
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `changes tell the start and every burst of appends`(engine: Engine) async throws {
        try await engine.withLog { log in
            var changes = log.changes().makeAsyncIterator()
            #expect(await changes.next() != nil)
            _ = try await log.append([Draft.note(1)], expecting: 0)
            _ = try await log.append([Draft.note(2)], expecting: 1)
            #expect(await changes.next() != nil)
            async let later = log.append([Draft.note(3)], expecting: 2)
            #expect(await changes.next() != nil)
            _ = try await later
            #expect(try await log.lastSequence() == 3)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a listener ends when the log is closed or its task is cancelled`(
        engine: Engine
    ) async throws {
        try await engine.withLog { log in
            let (first, told) = AsyncStream.makeStream(of: Void.self)
            let listener = Task {
                for await _ in log.changes() { told.yield() }
                told.finish()
            }
            var starts = first.makeAsyncIterator()
            await starts.next()
            listener.cancel()
            await listener.value

            var changes = log.changes().makeAsyncIterator()
            #expect(await changes.next() != nil)
            async let end: Void? = changes.next()
            await log.close()
            #expect(await end == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a closed log refuses every use`(engine: Engine) async throws {
        try await engine.withLog { log in
            await log.close()
            await log.close()
            let closed = StoreError.failed("it is closed")
            await #expect(throws: closed) { try await log.lastSequence() }
            await #expect(throws: closed) { try await log.append([], expecting: 0) }
            await #expect(throws: closed) { try await log.release("web", owner: "one") }
        }
    }
}
