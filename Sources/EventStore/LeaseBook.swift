package import Primitives

/// What several programs on one log may do only one at a time, and who does it now.
package protocol LeaseBook: Sendable {
    /// Takes or renews the right to do what only one program may do at a time.
    ///
    /// - Parameters:
    ///   - key: What is done, such as sending to a channel.
    ///   - owner: Who asks; the same in all calls of one program, and never given again.
    ///   - until: When the right ends by itself, if it is not renewed.
    ///   - task: What the owner is at, for whoever takes over when the lease has run out.
    ///   - isGone: Whether an owner can be proved to be gone, so that its lease need not run out.
    func lease(
        _ key: String,
        owner: String,
        at now: Timestamp,
        until: Timestamp,
        task: String,
        isGone: @escaping @Sendable (String) -> Bool
    ) async throws(StoreError) -> Lease

    /// Gives a lease back before its time; nothing happens when it is another's by now.
    func release(_ key: String, owner: String) async throws(StoreError)

    /// The leases that have not run out, of the keys that begin so, by their keys.
    func leases(_ prefix: String, at now: Timestamp) async throws(StoreError) -> [HeldLease]
}

extension LeaseBook {
    /// None: nobody else uses the log.
    package func leases(
        _ prefix: String,
        at now: Timestamp
    ) async throws(StoreError) -> [HeldLease] { [] }

    /// Takes or renews a lease; that of another always runs out first.
    package func lease(
        _ key: String,
        owner: String,
        at now: Timestamp,
        until: Timestamp,
        task: String
    ) async throws(StoreError) -> Lease {
        try await lease(key, owner: owner, at: now, until: until, task: task) { _ in false }
    }
}
