import EventStore
import FoundationEssentials
import GRDB
import IncidentLog
import Primitives
import Reports
@testable import SQLiteStore
import TestSupport
import Testing

/// A search by the index finds what reading every entry finds, whatever state the index is in.
@Suite(.timeLimit(.minutes(15)))
struct EntrySearchTests {
    private static let wording = EntryWording(form: EntryText.searchForm) {
        EntryText.searched($0, incident: $1, overlay: $2)
    }

    /// Lines with what is easily missed: versions, addresses, letters of many scripts in one form
    /// and in the other, line ends, and characters that are the same as another.
    private static let lines = [
        "nwaku 3.2.1 on do-ams3", "peer 0xABC at /ip4/10.0.0.7/tcp/30303", "Mesh", "mesh of 7",
        "José is on call", "Jose\u{301} is on call", "узел упал", "и\u{306} й", "節点 down",
        "\u{F900}x", "\u{8C48}x", "a\r\nbcd", "K\u{212A}kk", "a;b;c", "a\u{37E}b\u{37E}c",
        "İstanbul", "ΣΑΣ", "🚨⚠️ fire", "\"quoted\" OR NOT (near)", "  spaces  ", "100 % * ? _",
        "👩‍🚒 on site", "ﬁre", "한국", "\u{1112}\u{1161}\u{11AB}국",
    ]
    private static let words: [[String]] = [
        ["3.2.1"], ["0xabc"], ["10.0.0.7"], ["ESH"], ["mesh", "of"], ["of 7"], ["josé"],
        ["josé is"],
        ["jose\u{301} is"], ["jose"], ["упал"], ["зел"], ["й й"], ["節点"], ["節点 down"], ["豈x"],
        ["\u{8C48}x"], ["bcd"], ["\nbcd"], ["\r\nbcd"], ["kkk"], ["a;b;c"], ["i̇stan"], ["istanbul"],
        ["σασ"], ["σας"], ["⚠️ fire"], ["fire"], ["\"quoted\""], ["not ("], ["  spa"], ["% * ?"],
        ["👩‍🚒 on"], ["on site"], ["한국"], ["a"], [""], ["ada"], ["ada", "mesh"], ["ada mesh"],
        ["nothing of it"], ["(corrected)"], ["(pinned)"], ["redacted by"], ["itself corrected"],
        ["update #1 to"], ["declared"], ["confirmed"], ["passed"], ["better"],
        ["better (corrected)"],
    ]

    /// Every sample, in some order, between the lines.
    private static let drafts: [EntryDraft] = {
        var events = lines.map { Event.timeline(.noted(text: $0)) }
        let samples = EventSamples.all.sorted { $0.key < $1.key }.map(\.value)
        for (number, sample) in samples.enumerated() {
            events.insert(sample, at: min(number * 2, events.count))
        }
        return events.enumerated().map { number, event in
            Draft.of(event, number + 1, incident: number % 5 == 4 ? nil : "INC-0001")
        }
    }()

    private static func state(_ log: any EventLog) async throws -> LogState {
        try await log.state().state
    }

    private static func found(
        _ words: [String],
        in log: any EventLog,
        _ query: EntryQuery = EntryQuery()
    ) async throws -> [Int64] {
        let search = EntrySearch(words, among: query, try await state(log), wording)
        var (found, place): ([Int64], Int64?) = ([], 0)
        while let after = place {
            let page = try await search.page(of: log, after: after, limit: 7)
            found += page.found.map(\.sequence)
            place = page.searchedTo
        }
        return found
    }

    private static func index(_ log: any EventLog) async throws {
        try await log.extendIndex(asOf: try await state(log), wording)
    }

    /// Compares a log with one in memory of the same entries, which has no index.
    private static func compare(_ log: any EventLog, _ comment: Comment) async throws {
        let plain = InMemoryEventLog()
        _ = try await plain.append(try await log.all().map(\.draft), expecting: 0)
        for words in words {
            let wanted = try await found(words, in: plain)
            #expect(try await found(words, in: log) == wanted, "\(words) \(comment)")
        }
        let query = EntryQuery(incident: "INC-0001", since: Draft.start + .seconds(30))
        #expect(try await found(["ada"], in: log, query) == found(["ada"], in: plain, query))
    }

    private static func decide(
        _ command: EntryCommand,
        in log: any EventLog,
        _ number: Int
    ) async throws {
        var state = try await state(log)
        let context = DecisionContext(now: Draft.start + .seconds(number), actor: Actor("Bo"))
        let drafts = try state.decide(.entry(command), in: context).enumerated().map {
            Draft.of($1.event, number + $0, incident: $1.incident)
        }
        for entry in try await log.append(drafts, expecting: state.sequence) { state.apply(entry) }
    }

    @Test func `the index finds what reading every entry finds`() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        _ = try await log.append(Array(Self.drafts.dropLast(9)), expecting: 0)
        try await Self.compare(log, "before it is there")
        try await Self.index(log)
        #expect(try await log.unindexed(form: EntryText.searchForm).isEmpty)
        try await Self.compare(log, "when it is whole")
        let last = try await log.lastSequence()
        _ = try await log.append(Array(Self.drafts.suffix(9)), expecting: last)
        try await Self.compare(log, "when it is behind")
        try await Self.index(log)
        try await Self.compare(log, "when it was extended")
        await log.close()
        let reader = try SQLiteEventLog(path: folder.path("log"), mode: .readOnly)
        try await Self.compare(reader, "when it cannot be written")
        await reader.close()
    }

    @Test func `a search reads what the index names, and nothing else`() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        let notes = (1...9000).map { number in
            Draft.of(.timeline(.noted(text: number % 3000 == 7 ? "needle" : "hay")), number)
        }
        _ = try await log.append(notes, expecting: 0)
        try await Self.index(log)
        let form = EntryText.searchForm
        func named(_ words: String..., after: Int64 = 0, limit: Int = 99) async throws -> [Int64] {
            try await log.candidates(words, form: form, and: [], after: after, limit: limit)
                .map(\.sequence)
        }
        #expect(try await named("needle") == [7, 3007, 6007])
        #expect(try await named("needle", limit: 2) == [7, 3007])
        #expect(try await named("needle", after: 3007) == [6007])
        #expect(try await named("needle", "hay").isEmpty)
        #expect(try await named("ada hay", after: 8000, limit: 2) == [8001, 8002])
        #expect(
            try await log.candidates(["needle"], form: form, and: [5, 4096], after: 0, limit: 9)
                .map(\.sequence) == [5, 7, 3007, 4096, 6007]
        )
        await log.close()
    }

    @Test func `what another program changes between two searches is heeded`() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        let other = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        let entries = try await log.append(Self.drafts, expecting: 0)
        let lines = entries.filter { $0.event.name.name == "timeline.noted" && $0.incident != nil }
        let checklist = try #require(entries.first { $0.event.name.name == "checklist.attached" })
        try await Self.index(log)
        let commands: [EntryCommand] = [
            .correct(lines[0], text: "better"), .pin(lines[1]), .correct(lines[0], text: "best"),
            .redact(lines[2], reason: "secret"), .redact(checklist, reason: "secret"),
            .unpin(lines[1]), .redact(lines[0], reason: "secret"),
        ]
        for (number, command) in commands.enumerated() {
            try await Self.decide(command, in: other, 500 + number * 10)
            try await Self.compare(log, "after change \(number)")
            if number % 2 == 1 {
                try await Self.index(log)
                try await Self.compare(log, "after change \(number), indexed")
            }
        }
        #expect(try await log.fileDamage().isEmpty)
        await log.close()
        await other.close()
    }

    @Test func `texts that are no longer what they were are not indexed`() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        let entries = try await log.append(Draft.notes(1...3), expecting: 0)
        let before = try await Self.state(log)
        try await Self.decide(.redact(entries[1], reason: "a secret"), in: log, 9)
        try await log.extendIndex(asOf: before, Self.wording)
        #expect(try await log.unindexed(form: EntryText.searchForm) == [1...4])
        try await Self.index(log)
        #expect(try await log.unindexed(form: EntryText.searchForm).isEmpty)
        // The same run once more, by a program that was slower.
        let isTaken = try await log.index(["x"], from: 1, asOf: 9, form: EntryText.searchForm)
        #expect(!isTaken)
        await log.close()
    }

    @Test func `nothing of a redacted text stays in the index`() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        let line = Draft.of(.timeline(.noted(text: "zqjx")), 1)
        let entries = try await log.append([line] + Draft.notes(2...5), expecting: 0)
        try await Self.index(log)
        func gramsOfText() async throws -> Int? {
            let codes = SearchGram.all(of: "zqjx").map { "\($0.code)" }.joined(separator: ",")
            return try await log.writer?.read { db in
                try Int.fetchOne(
                    db,
                    sql: "SELECT count(*) FROM search_gram WHERE gram IN (\(codes))"
                )
            }
        }
        #expect(try await gramsOfText() == 2)
        try await Self.decide(.redact(entries[0], reason: "it is secret"), in: log, 9)
        #expect(try await gramsOfText() == 0)
        try await Self.index(log)
        #expect(try await gramsOfText() == 0)
        #expect(try await Self.found(["zqjx"], in: log).isEmpty)
        #expect(try await Self.found(["is secret"], in: log).count == 2)
        await log.close()
    }

    @Test(arguments: [
        "DELETE FROM search_block", "UPDATE search_block SET form = 0",
        "UPDATE search_block SET form = 9", "UPDATE search_gram SET entries = x'07'",
        "UPDATE search_gram SET entries = x'ffff'", "UPDATE search_block SET last = 3",
        "DELETE FROM search_gram; DELETE FROM search_block",
    ])
    func `an index that is not as it was written is not believed`(
        statement: String
    ) async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        _ = try await log.append(Self.drafts, expecting: 0)
        try await Self.index(log)
        try folder.execute("log", statement)
        try await Self.compare(log, "after \(statement)")
        await log.close()
    }

    @Test func `a log of the program before is searched, read only and brought up to date`()
        async throws
    {
        let folder = try TemporaryFolder()
        for suffix in ["", "-tip"] {
            try folder.copyFixture("before-snapshots.sqlite" + suffix, to: "log" + suffix)
        }
        let old = try SQLiteEventLog(path: folder.path("log"), mode: .readOnly)
        #expect(try await old.unindexed(form: EntryText.searchForm).isEmpty)
        try await Self.compare(old, "as it was")
        await old.close()
        let new = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        try await Self.index(new)
        #expect(try await new.unindexed(form: EntryText.searchForm).isEmpty)
        try await Self.compare(new, "brought up to date")
        #expect(try await new.fileDamage().isEmpty)
        await new.close()
    }

    /// When this fails, entries are put into other words than before: raise the form, so that what
    /// older programs indexed is made anew, and write the words of the new form beside the old.
    @Test func `the form of the words stands for these words`() async throws {
        let folder = try TemporaryFolder()
        try folder.copyFixture("words-\(EntryText.searchForm).txt", to: "words")
        let stored = String(decoding: try folder.bytes("words"), as: UTF8.self)
        let log = InMemoryEventLog()
        let samples = EventSamples.all.sorted { $0.key < $1.key }
        let drafts = samples.enumerated().map { Draft.of($1.value, $0 + 1) }
        let words = zip(samples, try await log.append(drafts, expecting: 0)).map { sample, entry in
            let text = EntryText.searched(entry, incident: nil, overlay: EntryOverlay())
            let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            return "\(sample.key): \(line)"
        }
        let missing = stored.split(separator: "\n").map(String.init).filter { !words.contains($0) }
        #expect(missing.isEmpty)
    }
}
