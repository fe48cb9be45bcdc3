import Primitives
package import FleetModel

extension ProbeRunner {
    /// Polls one source of the fleet once.
    package func poll(source index: Int) async -> SourceReading {
        await client.observe(
            fleet.sources[index],
            index: index,
            deadline: fleet.sources[index].timeout ?? fleet.polling.timeout,
            bodyLimitBytes: fleet.polling.bodyLimitBytes,
            now: now
        )
    }

    /// Polls the sources for ever, each at its own pace, until the task is cancelled or `sleep`
    /// throws; a fleet without sources ends it at once.
    package func followSources(
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        _ take: @escaping @Sendable (SourceReading) -> Void
    ) async {
        await withTaskGroup { group in
            for index in fleet.sources.indices {
                group.addTask {
                    let interval = fleet.sources[index].interval ?? fleet.polling.interval
                    var due = now()
                    while !Task.isCancelled {
                        let reading = await poll(source: index)
                        if Task.isCancelled { return }
                        take(reading)
                        // What was missed meanwhile is not made up for.
                        due = max(due + interval, now())
                        guard (try? await sleep(due - now())) != nil else { return }
                    }
                }
            }
        }
    }
}
