/// Follows a log entry by entry and finds the first that does not fit.
package struct ChainVerifier: Sendable {
    private let digest: @Sendable ([UInt8]) -> String
    private var nextSequence: Int64
    private var tip: String

    /// A verifier at the start of a log, or behind an entry that is taken to be good.
    ///
    /// - Parameters:
    ///   - sequence: The number of the known entry; 0 before the first.
    ///   - hash: The hash of the known entry.
    ///   - digest: Gives SHA-256 in lowercase hexadecimal.
    package init(
        after sequence: Int64 = 0,
        hash: String = Entry.origin,
        digest: @escaping @Sendable ([UInt8]) -> String
    ) {
        nextSequence = sequence + 1
        tip = hash
        self.digest = digest
    }

    /// The hash of the last good entry.
    package var tipHash: String { tip }
    /// The number of the last good entry: so many were good from the start of the log.
    package var verifiedCount: Int64 { nextSequence - 1 }

    /// Checks the next entry and returns what is wrong with it, if anything.
    package mutating func check(_ entry: Entry) -> ChainDamage? {
        func damage(_ problem: String) -> ChainDamage {
            ChainDamage(sequence: entry.sequence, problem: problem)
        }
        guard entry.sequence == nextSequence else {
            return damage("expected entry \(nextSequence); entries are missing or out of order")
        }
        guard entry.previousHash == tip else {
            return damage("does not follow the entry before it")
        }
        if let payload = entry.payload, digest(Array(payload.utf8)) != entry.payloadDigest {
            return damage("its text differs from what was written")
        }
        guard digest(entry.canonicalBytes) == entry.hash else {
            return damage("its author, time or kind differs from what was written")
        }
        tip = entry.hash
        nextSequence += 1
        return nil
    }
}

/// The first place where a log is not what was written.
package struct ChainDamage: Equatable, Sendable {
    /// The sequence number of the first bad entry.
    package let sequence: Int64
    /// What is wrong there.
    package let problem: String

    /// Damage at this entry.
    package init(sequence: Int64, problem: String) {
        self.sequence = sequence
        self.problem = problem
    }
}
