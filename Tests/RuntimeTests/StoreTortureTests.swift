import EventStore
import FoundationEssentials
import Fuzzing
import IncidentLog
import Primitives
import Runtime
import SQLiteStore
import TestSupport
import Testing

/// Random damage to the file of a log: verify finds it, and recovery makes a whole log again.
@Suite(.timeLimit(.minutes(60)))
struct StoreTortureTests {
    private func verify(_ path: String) async -> Result<LogVerification, StoreError> {
        do throws(StoreError) {
            let log = try SQLiteEventLog(path: path, mode: .inspect)
            let result = await LogVerification.verify(
                log,
                evidence: EvidenceFolder(ofStore: "none")
            ) { _ in }
            await log.close()
            return result
        } catch {
            return .failure(error)
        }
    }

    private func entries(_ path: String) async throws -> [Entry] {
        let log = try SQLiteEventLog(path: path, mode: .inspect)
        let entries = try await log.entries(after: 0, limit: .max)
        await log.close()
        return entries
    }

    @Test
    func `a flipped bit is found, or nothing that is read has changed`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("log")
        let session = Session(
            try SQLiteEventLog(path: path, mode: .readWrite),
            clock: SettableClock()
        )
        try await session.declare()
        for number in 1...40 {
            try await session.perform(.entry(.note(nil, text: "note \(number)")), by: .ada)
        }
        await session.log.close()
        let (whole, tip) = (try bytes(path), try bytes(path + "-tip"))
        let written = try await entries(path)
        for var round in FuzzRounds(60, seed: 31) {
            var damaged = whole
            let place = Int.random(in: damaged.indices, using: &round)
            damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &round)
            try write(damaged, to: path)
            try write(tip, to: path + "-tip")
            if case .success(let result) = await verify(path), result.isIntact {
                // A bit of unused space does no harm.
                #expect(try await entries(path) == written, "\(round), byte \(place)")
                continue
            }
            await recover(path, written, "\(round), byte \(place)")
        }
    }

    private func recover(_ path: String, _ written: [Entry], _ round: String) async {
        do {
            let recovery = try LogRecovery.recover(path, problem: "a bit", stamp: "T") {
                EntryDraft(
                    id: "01JZRECOVERED0000000000000",
                    incident: $0,
                    device: "here",
                    actor: .ada,
                    occurredAt: Timestamp(seconds: 1),
                    recordedAt: Timestamp(seconds: 1),
                    event: $1
                )
            }
            let result = try await verify(path).get()
            #expect(result.problems.isEmpty, "\(round)")
            // One page, of about ten entries, is the most that a bit can take, unless it leads to
            // the others.
            let kept = try await entries(path).dropLast()
            #expect(Int64(kept.count) == recovery.kept, "\(round)")
            #expect(Set(kept.map(\.id)).isSubset(of: Set(written.map(\.id))), "\(round)")
            if let aside = recovery.aside {
                for suffix in ["", "-tip"] {
                    try? FileManager.default.removeItem(atPath: aside + suffix)
                }
            }
        } catch {
            Issue.record("\(round): \(error)")
        }
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: path)))
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }
}
