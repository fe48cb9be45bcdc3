import EventStore
import Fuzzing
import IncidentLog
import Primitives
import SQLiteStore
import TestSupport
import Testing

/// A kill between an append and what follows it: the kept state and the search index are then
/// behind, never wrong.
@Suite(.timeLimit(.minutes(60)))
struct KillTortureTests {
    /// What a killed program leaves: the kernel still writes what it was given.
    private struct Moment {
        let step: String
        let acknowledged: Int
        let files: [String: [UInt8]]
    }

    private static let names = ["log", "log-wal", "log-tip"]
    private static let wording = EntryWording(form: 1) { entry, _, _ in
        guard case .timeline(.noted(let text)) = entry.event else { return "" }
        return text.lowercased()
    }
    private static let steps = ["append", "keep", "index"]

    /// Every step of a program that appends, keeps the state and indexes, again and again.
    private static func moments(_ folder: TemporaryFolder) async throws -> [Moment] {
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        var (moments, count): ([Moment], Int) = ([], 0)
        for _ in 1...8 {
            for step in steps {
                switch step {
                case "append":
                    let notes = Draft.notes(count + 1...count + 30)
                    _ = try await log.append(notes, expecting: Int64(count))
                    count += notes.count
                case "keep": try await log.keep(try await log.state().state)
                default: try await log.extendIndex(asOf: try await log.state().state, wording)
                }
                let files = try names.map { ($0, try folder.bytes($0)) }
                moments.append(
                    Moment(
                        step: step,
                        acknowledged: count,
                        files: Dictionary(uniqueKeysWithValues: files)
                    )
                )
            }
        }
        await log.close()
        return moments
    }

    @Test
    func `whenever a program is killed, the state and every search are those of the entries`()
        async throws
    {
        let moments = try await Self.moments(try TemporaryFolder())
        for (before, after) in zip(moments, moments.dropFirst()) {
            try await check(before, after.files["log-wal"]?.count ?? 0, after)
        }
        // In the middle of a step the side file has a part of what the step wrote.
        for var round in FuzzRounds(30, seed: 11) {
            let place = Int.random(in: 0..<moments.count - 1, using: &round)
            let (before, after) = (moments[place], moments[place + 1])
            let lengths = [before, after].map { $0.files["log-wal"]?.count ?? 0 }.sorted()
            let end = Int.random(in: lengths[0]...lengths[1], using: &round)
            try await check(before, end, after)
        }
    }

    /// The files as they were after a step, with the first bytes of what the next one wrote.
    private func check(_ before: Moment, _ end: Int, _ after: Moment) async throws {
        let what: Comment = "\(before.acknowledged), then \(after.step) up to byte \(end)"
        let folder = try TemporaryFolder()
        try folder.write(before.files["log"] ?? [], to: "log")
        try folder.write(Array((after.files["log-wal"] ?? []).prefix(end)), to: "log-wal")
        try folder.write(before.files["log-tip"] ?? [], to: "log-tip")
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        let entries = try await log.all()
        #expect(entries.count >= before.acknowledged, what)
        #expect(try await log.fileDamage().isEmpty, what)
        #expect(try await log.damage() == nil, what)
        var folded = LogState()
        for entry in entries { folded.apply(entry) }
        #expect(try await log.state().state == folded, what)
        for _ in 1...2 {
            #expect(try await found("note 7", in: log) == entries.filter(isSought), what)
            try await log.extendIndex(asOf: folded, Self.wording)
        }
        await log.close()
    }

    private func isSought(_ entry: Entry) -> Bool {
        guard case .timeline(.noted(let text)) = entry.event else { return false }
        return text.contains("note 7")
    }

    private func found(_ word: String, in log: SQLiteEventLog) async throws -> [Entry] {
        let search = EntrySearch([word], try await log.state().state, Self.wording)
        var (found, place): ([Entry], Int64?) = ([], 0)
        while let after = place {
            let page = try await search.page(of: log, after: after)
            found += page.found
            place = page.searchedTo
        }
        return found
    }
}
