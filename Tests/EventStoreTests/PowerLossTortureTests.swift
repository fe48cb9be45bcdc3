import Fuzzing
import IncidentLog

import EventStore
import SQLiteStore
import TestSupport
import Testing

/// A power failure: of what was written after the last flush, any part may be on the disk.
@Suite(.timeLimit(.minutes(60)))
struct PowerLossTortureTests {
    private struct Moment {
        let acknowledged: Int
        let files: [String: [UInt8]]
    }

    private static let names = ["log", "log-wal", "log-tip"]
    /// What a disk writes whole or not at all.
    private static let sector = 512

    @Test
    func `whatever part of the unflushed is there, what was acknowledged is`() async throws {
        let folder = try TemporaryFolder()
        let log = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        var (moments, count): ([Moment], Int) = ([], 0)
        for group in 1...20 {
            let notes = Draft.notes(count + 1...count + group)
            _ = try await log.append(notes, expecting: Int64(count))
            count += group
            let files = try Self.names.map { ($0, try folder.bytes($0)) }
            moments.append(
                Moment(acknowledged: count, files: Dictionary(uniqueKeysWithValues: files))
            )
        }
        await log.close()
        for var round in FuzzRounds(40, seed: 7) {
            let last = Int.random(in: moments.indices, using: &round)
            let after = Int.random(in: last..<moments.count, using: &round)
            let note = Int.random(in: 0...last, using: &round)
            try await check(moments[last], moments[after], moments[note], &round)
        }
    }

    /// The disk as it was at `last`, with parts of what followed until `after`, and a note of the
    /// newest entry that was flushed earlier.
    private func check(
        _ last: Moment,
        _ after: Moment,
        _ note: Moment,
        _ round: inout FuzzRound
    ) async throws {
        var log = last.files["log-wal"] ?? []
        let later = after.files["log-wal"] ?? []
        let end = Int.random(in: min(log.count, later.count)...later.count, using: &round)
        while log.count < end {
            let next = min(end, (log.count / Self.sector + 1) * Self.sector)
            let isThere = Bool.random(using: &round)
            log += (log.count..<next).map { isThere ? later[$0] : 0 }
        }
        let folder = try TemporaryFolder()
        try folder.write(last.files["log"] ?? [], to: "log")
        try folder.write(log, to: "log-wal")
        try folder.write(note.files["log-tip"] ?? [], to: "log-tip")
        let opened = try SQLiteEventLog(path: folder.path("log"), mode: .readWrite)
        let entries = try await opened.all()
        #expect(entries.count >= last.acknowledged, "\(round)")
        #expect(entries.map(\.draft) == Draft.notes(1...entries.count), "\(round)")
        #expect(try await opened.damage() == nil, "\(round)")
        #expect(try await opened.fileDamage().isEmpty, "\(round)")
        let next = Draft.note(entries.count + 1)
        _ = try await opened.append([next], expecting: Int64(entries.count))
        await opened.close()
    }
}
