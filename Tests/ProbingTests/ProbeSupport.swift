import FoundationEssentials
import FleetModel
import Primitives
import Probing

/// A fixed moment for observations.
let noon = Timestamp(seconds: 1_625_832_000)

/// Runs `body` with a client and shuts it down afterwards.
func withClient<Value>(
    bodyLimit: Int = 8 << 20,
    _ body: (ProbeClient) async throws -> Value
) async throws -> Value {
    let client = ProbeClient(maximumBodyBytes: bodyLimit)
    do {
        let value = try await body(client)
        await client.shutdown()
        return value
    } catch {
        await client.shutdown()
        throw error
    }
}

extension ProbeClient {
    /// One poll with a deadline that a loopback server never needs.
    func poll(
        _ target: ProbeTarget,
        headers: [String: Secret] = [:],
        access: WebAccess = WebAccess(),
        deadline: Duration = .seconds(60)
    ) async -> Observation {
        await observe(
            ProbeSpec(target: target, headers: headers, access: access),
            index: 0,
            of: "node",
            deadline: deadline,
            now: { noon }
        )
    }
}

/// Polls once, against a server with this script.
func poll(
    _ target: @Sendable (String) -> ProbeTarget,
    headers: [String: Secret] = [:],
    access: WebAccess = WebAccess(),
    deadline: Duration = .seconds(60),
    bodyLimit: Int = 8 << 20,
    script: @escaping ScriptedServer.Script
) async throws -> Observation {
    try await ScriptedServer.run(script) { server in
        try await withClient(bodyLimit: bodyLimit) { client in
            await client.poll(
                target(server.url),
                headers: headers,
                access: access,
                deadline: deadline
            )
        }
    }
}

extension Observation {
    subscript(_ metric: MetricName) -> Double? {
        samples.first { $0.metric == metric }?.value
    }

    subscript(_ fact: FactName) -> [String]? {
        facts.first { $0.name == fact }?.values
    }

    var reasons: [FailureReason] { problems.map(\.reason) }
}

/// The text of a file in `Fixtures`.
func fixture(_ name: String, file: String = #filePath) throws -> String {
    let folder = file.prefix(upTo: file.lastIndex(of: "/") ?? file.startIndex)
    return try String(contentsOfFile: folder + "/Fixtures/" + name, encoding: .utf8)
}
