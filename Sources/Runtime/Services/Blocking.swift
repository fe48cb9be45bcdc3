import Dispatch
import Synchronization

private final class Outcome<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}

/// Runs asynchronous work from the blocking main thread and waits for its result.
@available(*, noasync, message: "await the work instead")
package func blocking<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value
) -> Value {
    let outcome = Outcome<Value>()
    let finished = DispatchSemaphore(value: 0)
    // The main thread waits here, so the work must not want the main actor.
    Task { @concurrent in
        let value = await work()
        outcome.value.withLock { $0 = value }
        finished.signal()
    }
    finished.wait()
    guard let value = outcome.value.withLock({ $0 }) else {
        preconditionFailure("The work signals only after it has left its result.")
    }
    return value
}

/// Runs asynchronous work that may fail from the blocking main thread and waits for its result.
/// - Throws: What the work throws.
@available(*, noasync, message: "await the work instead")
package func blocking<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
) throws -> Value {
    let result = blocking { () async -> Result<Value, any Error> in
        do {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }
    return try result.get()
}
