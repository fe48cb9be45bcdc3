package import EventStore
import FleetModel
package import IncidentLog
import Primitives
package import Reports
package import SQLiteStore

/// What following a log from its first entry to its last, and checking its file, has shown.
package struct LogVerification: Sendable {
    /// How many entries are as they were written.
    package let verifiedCount: Int64
    /// The hash of the last good entry.
    package let tip: String
    /// The first place where the log is not what was written; nil when the chain is whole.
    package let damage: ChainDamage?
    /// What else is wrong: with the file, or with its end.
    package let fileDamage: [StoreError.Damage]
    /// What is wrong with the evidence that entries name.
    package let evidenceProblems: [String]

    /// Whether nothing is wrong.
    package var isIntact: Bool { damage == nil && fileDamage.isEmpty && evidenceProblems.isEmpty }

    /// All that is wrong, in words.
    package var problems: [String] {
        let chain = damage.map { ["entry \($0.sequence): \($0.problem)"] } ?? []
        return chain + fileDamage.map(\.problem) + evidenceProblems
    }

    /// What is told of it.
    package var report: VerificationReport {
        VerificationReport(count: verifiedCount, tip: tip, damage: damage, problems: problems)
    }

    /// Follows a whole log and checks its file.
    ///
    /// - Parameters:
    ///   - evidence: The folder of what proves the entries, whose files are checked too; nil for
    ///     the log alone.
    ///   - progress: Is told in words how far it has come.
    package static func verify(
        _ log: SQLiteEventLog,
        evidence folder: EvidenceFolder? = nil,
        progress: @Sendable (String) -> Void
    ) async -> Result<LogVerification, StoreError> {
        var verifier = ChainVerifier(digest: sha256Hex)
        var (chain, file): (ChainDamage?, [StoreError.Damage]) = (nil, [])
        var kept = KeptEvidence()
        do throws(StoreError) {
            file = try await log.fileDamage()
            chain = try await follow(log, &verifier, &kept, progress)
        } catch {
            guard case .damaged(let damage) = error else { return .failure(error) }
            if case .chain(let damage) = damage { chain = damage } else { file.append(damage) }
        }
        return .success(
            LogVerification(
                verifiedCount: verifier.verifiedCount,
                tip: verifier.tipHash,
                damage: chain,
                fileDamage: file,
                evidenceProblems: folder.map { kept.problems(in: $0) } ?? []
            )
        )
    }

    private static func follow(
        _ log: any EventLog,
        _ verifier: inout ChainVerifier,
        _ kept: inout KeptEvidence,
        _ progress: (String) -> Void
    ) async throws(StoreError) -> ChainDamage? {
        while true {
            let page = try await log.entries(after: verifier.verifiedCount, limit: 2000)
            for entry in page {
                if let damage = verifier.check(entry) { return damage }
                kept.note(entry)
                if entry.payload == nil, entry.redaction == nil {
                    return ChainDamage(
                        sequence: entry.sequence,
                        problem: "its text is gone, and no entry says who removed it"
                    )
                }
            }
            if page.count < 2000 { return nil }
            progress("verified \(verifier.verifiedCount) entries")
        }
    }
}

/// The evidence that entries name, as far as no later entry removed it.
private struct KeptEvidence {
    private var files: [EntryID: EvidenceFile] = [:]
    private var order: [EntryID] = []

    mutating func note(_ entry: Entry) {
        if case .log(.redacted(let id, _, _)) = entry.event { files[id] = nil }
        guard let file = entry.event.evidence?.file else { return }
        files[entry.id] = file
        order.append(entry.id)
    }

    func problems(in folder: EvidenceFolder) -> [String] {
        var problems: [String] = []
        for id in order {
            guard let file = files[id], let problem = folder.problem(of: file) else { continue }
            if !problems.contains(problem) { problems.append(problem) }
        }
        return problems
    }
}
