import TestServers
import FleetModel
import IncidentLog
import Primitives
import Testing

@testable import Broadcasting

typealias Reply = WebServer.Reply

/// The moment of the published test vector of Standard Webhooks.
let attemptTime = Timestamp(seconds: 1_614_265_330)

/// Runs a server with these replies, and a client whose clock stands still.
func withService(
    _ replies: Reply...,
    deadline: Duration = .seconds(15),
    body: (WebServer, ChannelClient) async throws -> Void
) async throws {
    let server = try await WebServer(replies)
    let client = ChannelClient(deadline: deadline) { attemptTime }
    let result: Result<Void, any Error>
    do {
        try await body(server, client)
        result = .success(())
    } catch {
        result = .failure(error)
    }
    client.shutdown()
    await server.close()
    try result.get()
}

/// The failure that a delivery ends with.
func failure(
    of message: StatusMessage,
    to spec: ChannelSpec,
    by client: ChannelClient
) async throws -> DeliveryFailure {
    let failure = await #expect(throws: DeliveryFailure.self) {
        try await client.deliver(message, to: spec, key: "key")
    }
    return try #require(failure)
}

extension DeliveryFailure {
    var isPermanent: Bool {
        switch self {
        case .permanent: true
        case .retryable: false
        }
    }

    var wait: Duration? {
        switch self {
        case .permanent: nil
        case .retryable(_, let after): after
        }
    }
}
