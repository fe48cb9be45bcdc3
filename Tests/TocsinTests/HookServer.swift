import NIOCore
import TestServers

/// A server that gives every request one answer.
enum HookServer {
    /// Another answer for some targets of requests; nil for the usual one.
    typealias Exception = @Sendable (_ target: String) -> String?

    /// Runs `body` with a server that is closed afterwards.
    static func run(
        status: Int = 200,
        answer: String = "",
        delay: TimeAmount = .zero,
        but exception: @escaping Exception = { _ in nil },
        _ body: (WebServer) async throws -> Void
    ) async throws {
        try await WebServer.run { request, _ in
            WebServer.Reply(
                status: status,
                body: exception(request.path) ?? answer,
                moment: delay > .zero ? .after(delay) : .now
            )
        } _: { server in
            try await body(server)
        }
    }
}
