import IncidentLog
import Primitives
import TestSupport
import Testing

@testable import EventStore
@testable import SQLiteStore

/// A damaged log is replaced by a new one of what verifies.
@Suite(.timeLimit(.minutes(15)))
struct LogRecoveryTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("log")
    }

    @discardableResult
    private func recover() throws -> LogRecovery {
        var number = 9000
        return try LogRecovery.recover(path, problem: "it hurts", stamp: "T") { incident, event in
            number += 1
            return Draft.of(event, number, incident: incident)
        }
    }

    /// All entries of the new log, which must be whole.
    private func recovered() async throws -> [Entry] {
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        #expect(try await log.fileDamage().isEmpty)
        #expect(try await log.damage() == nil)
        let entries = try await log.all()
        await log.close()
        return entries
    }

    private func notes(_ entries: [Entry]) -> [String] {
        entries.compactMap { entry in
            if case .timeline(.noted(let text)) = entry.event { return text }
            return nil
        }
    }

    @Test
    func `a changed entry is named as lost and everything else is kept`() async throws {
        try await folder.writeLog(9)
        let before = try await recovered()
        try folder.tamper("log", "UPDATE entry SET payload = '{}' WHERE sequence IN (4, 5)")
        let damaged = try folder.bytes("log")
        let recovery = try recover()
        let lost = [LostEntries(first: 4, last: 5, hash: before[4].hash)]
        #expect(recovery.kept == 7)
        #expect(recovery.lost == lost)
        #expect(recovery.aside == path + ".damaged-T")
        #expect(try folder.bytes("log.damaged-T") == damaged)
        let entries = try await recovered()
        // What stood before the loss is the same to the hash; the rest keeps all but its place.
        #expect(entries.prefix(3) == before.prefix(3))
        #expect(notes(entries) == [1, 2, 3, 6, 7, 8, 9].map { "note \($0)" })
        #expect(entries[3].id == before[5].id)
        #expect(
            entries.last?.event
                == .log(
                    .recovered(kept: 7, lost: lost, problem: "it hurts", file: "log.damaged-T")
                )
        )
        #expect(try folder.names().filter { $0.contains(".new-") }.isEmpty)
    }

    @Test
    func `entries lost at the end and a redacted one are told apart`() async throws {
        try await folder.writeLog(6)
        let before = try await recovered()
        try folder.execute("log", "UPDATE entry SET payload = NULL WHERE sequence = 2")
        try folder.tamper("log", "DELETE FROM entry WHERE sequence > 4")
        let recovery = try recover()
        #expect(recovery.lost == [LostEntries(first: 5, last: 6, hash: before[5].hash)])
        let entries = try await recovered()
        #expect(entries.count == 5)
        #expect(entries[1].payload == nil)
        #expect(entries[1].hash == before[1].hash)
    }

    @Test
    func `a log that is gone begins anew and says so`() async throws {
        try await folder.writeLog(3)
        try folder.remove("log")
        let recovery = try recover()
        #expect(recovery.kept == 0)
        #expect(recovery.aside == nil)
        #expect(recovery.lost.map(\.numbers) == ["1 to 3"])
        #expect(try await recovered().count == 1)
    }

    @Test(arguments: 0..<40)
    func `whatever page is broken, the rest is recovered`(seed: Int) async throws {
        try await folder.writeLog(300)
        var bytes = try folder.bytes("log")
        let pages = bytes.count / 4096
        let start = seed % pages * 4096
        for place in start..<start + 4096 { bytes[place] = UInt8(truncatingIfNeeded: place * 7) }
        try folder.write(bytes, to: "log")
        let recovery = try recover()
        let kept = notes(try await recovered())
        #expect(Int64(kept.count) == recovery.kept)
        let missing = recovery.lost.reduce(0) { $0 + $1.last - $1.first + 1 }
        #expect(recovery.kept + missing == 300)
        // A page holds about ten entries; those are found when nothing leads to them any more.
        #expect(kept.count >= 250, "page \(seed % pages): \(kept.count)")
    }

    @Test
    func `of a log of many pages all entries are found without the root`() async throws {
        try await folder.writeLog(6000)
        let rootPage = 3..<20
        var bytes = try folder.bytes("log")
        let branches = rootPage.filter { bytes[$0 * 4096] == 0x05 }
        let page = try #require(branches.first { bytes[$0 * 4096 + 4] > 0 })
        for place in page * 4096..<(page + 1) * 4096 { bytes[place] = 0 }
        try folder.write(bytes, to: "log")
        let recovery = try recover()
        #expect(recovery.kept == 6000)
        #expect(recovery.lost == [])
    }

    @Test(arguments: [16, 17, 19, 21, 47])
    func `a damaged header is damage, and recovered`(place: Int) async throws {
        try await folder.writeLog(9)
        var bytes = try folder.bytes("log")
        bytes[place] ^= 1
        try folder.write(bytes, to: "log")
        for mode in [SQLiteEventLog.OpenMode.readOnly, .inspect, .readWrite] {
            let error = #expect(throws: StoreError.self) {
                try SQLiteEventLog(path: path, mode: mode)
            }
            guard case .damaged = error else {
                Issue.record("\(mode): \(String(describing: error))")
                continue
            }
        }
        #expect(try recover().kept == 9)
        #expect(try await recovered().count == 10)
    }

    @Test
    func `a log that was emptied is damaged, and begins anew`() async throws {
        try await folder.writeLog(3)
        try folder.write([], to: "log")
        for mode in [SQLiteEventLog.OpenMode.readOnly, .inspect, .readWrite] {
            let error = #expect(throws: StoreError.self) {
                try SQLiteEventLog(path: path, mode: mode)
            }
            guard case .damaged = error else {
                Issue.record("\(mode): \(String(describing: error))")
                continue
            }
        }
        let recovery = try recover()
        #expect(recovery.kept == 0)
        #expect(recovery.lost.map(\.numbers) == ["1 to 3"])
        #expect(try await recovered().count == 1)
    }

    @Test
    func `of deliveries only those are given up of which nobody knows`() async throws {
        let log = try SQLiteEventLog(path: path, mode: .readWrite)
        let drafts = ["incident.declared", "update.queued"].compactMap { EventSamples.all[$0] }
        let delivered = Event.update(
            .delivered(number: 1, channel: "status", receipt: "r", attempt: 1)
        )
        let events =
            drafts + [.timeline(.noted(text: "x")), delivered, .timeline(.noted(text: "y"))]
        _ = try await log.append(events.enumerated().map { Draft.of($1, $0) }, expecting: 0)
        await log.close()
        // The entry that says "status" has it is lost: nothing is sent twice.
        try folder.tamper("log", "UPDATE entry SET payload = '{}' WHERE sequence = 4")
        let recovery = try recover()
        #expect(recovery.undecided == 2)
        let new = try SQLiteEventLog(path: path, mode: .readWrite)
        let given = try await new.all().suffix(2).map(\.event)
        #expect(given.map(\.name.name) == ["update.gaveUp", "update.gaveUp"])
        // Who was released behind the loss is not touched.
        var state = LogState()
        for entry in try await new.all() { state.apply(entry) }
        #expect(state.waitingUpdates.isEmpty)
        await new.close()
    }
}
