package import EventStore
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

    /// Whether nothing is wrong.
    package var isIntact: Bool { damage == nil && fileDamage.isEmpty }

    /// All that is wrong, in words.
    package var problems: [String] {
        let chain = damage.map { ["entry \($0.sequence): \($0.problem)"] } ?? []
        return chain + fileDamage.map(\.problem)
    }

    /// What is told of it.
    package var report: VerificationReport {
        VerificationReport(count: verifiedCount, tip: tip, damage: damage, problems: problems)
    }

    /// Follows a whole log and checks its file.
    ///
    /// - Parameter progress: Is told in words how far it has come.
    package static func verify(
        _ log: SQLiteEventLog,
        progress: @Sendable (String) -> Void
    ) async -> Result<LogVerification, StoreError> {
        var verifier = ChainVerifier(digest: sha256Hex)
        var (chain, file): (ChainDamage?, [StoreError.Damage]) = (nil, [])
        do throws(StoreError) {
            file = try await log.fileDamage()
            chain = try await follow(log, &verifier, progress)
        } catch {
            guard case .damaged(let damage) = error else { return .failure(error) }
            if case .chain(let damage) = damage { chain = damage } else { file.append(damage) }
        }
        return .success(
            LogVerification(
                verifiedCount: verifier.verifiedCount,
                tip: verifier.tipHash,
                damage: chain,
                fileDamage: file
            )
        )
    }

    private static func follow(
        _ log: any EventLog,
        _ verifier: inout ChainVerifier,
        _ progress: (String) -> Void
    ) async throws(StoreError) -> ChainDamage? {
        while true {
            let page = try await log.entries(after: verifier.verifiedCount, limit: 2000)
            for entry in page {
                if let damage = verifier.check(entry) { return damage }
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
