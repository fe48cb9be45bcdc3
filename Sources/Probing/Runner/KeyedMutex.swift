import DequeModule

/// Lets one task at a time through for each name, in the order of their coming.
///
/// Whoever is inside must have a deadline, for the others wait as long.
actor KeyedMutex {
    private var waiting: [String: Deque<CheckedContinuation<Void, Never>>] = [:]

    /// Runs `body` while nobody else is inside under this name.
    nonisolated func pass<Value: Sendable>(
        _ name: String,
        _ body: () async -> Value
    ) async -> Value {
        await enter(name)
        let value = await body()
        await leave(name)
        return value
    }

    private func enter(_ name: String) async {
        guard waiting[name] != nil else {
            waiting[name] = []
            return
        }
        await withCheckedContinuation { waiting[name]?.append($0) }
    }

    private func leave(_ name: String) {
        guard let next = waiting[name]?.popFirst() else {
            waiting[name] = nil
            return
        }
        next.resume()
    }
}
