package import IncidentCore
package import IncidentStore

/// What following a log from its first entry to its last has shown.
package struct LogVerification: Sendable {
    /// How many entries are as they were written.
    package let verifiedCount: Int64
    /// The hash of the last good entry.
    package let tip: String
    /// The first place where the log is not what was written; nil when it is whole.
    package let damage: ChainDamage?

    /// Follows a whole log.
    ///
    /// - Parameter progress: Is told in words how far it has come.
    package static func verify(
        _ log: any EventLog,
        progress: @Sendable (String) -> Void
    ) async -> Result<LogVerification, StoreError> {
        var verifier = ChainVerifier(digest: sha256Hex)
        do throws(StoreError) {
            while true {
                let page = try await log.entries(after: verifier.verifiedCount, limit: 2000)
                for entry in page {
                    if let damage = verifier.check(entry) {
                        return .success(LogVerification(verifier, damage))
                    }
                }
                if page.count < 2000 { return .success(LogVerification(verifier, nil)) }
                progress("verified \(verifier.verifiedCount) entries")
            }
        } catch {
            return .failure(error)
        }
    }

    private init(_ verifier: ChainVerifier, _ damage: ChainDamage?) {
        verifiedCount = verifier.verifiedCount
        tip = verifier.tipHash
        self.damage = damage
    }
}
