import IncidentCore
import WebClient

/// The requests of one poll: they share headers, limits and the moment when all must be done.
struct ProbeSession: Sendable {
    let web: WebSession
    let memory: APIMemory
    let logs: LogMemory
    let headers: [String: Secret]
    /// Whose poll this is; nil while an address is only tried.
    let call: ProbeCall?

    /// Asks for a page.
    func get(_ url: String) async throws(ProbeFailure) -> HTTPAnswer {
        try await send(WebRequest(.get, url))
    }

    /// Sends a JSON body.
    func post(_ url: String, json: [UInt8]) async throws(ProbeFailure) -> HTTPAnswer {
        try await send(WebRequest(.post, url, json: json))
    }

    private func send(_ request: WebRequest) async throws(ProbeFailure) -> HTTPAnswer {
        var request = request
        for (name, secret) in headers { request.headers.append((name, secret.reveal())) }
        do throws(FailureReason) {
            return HTTPAnswer(try await exchange(request))
        } catch {
            throw ProbeFailure(reason: error, isAnswer: error.isOfAnswer)
        }
    }

    private func exchange(_ request: WebRequest) async throws(FailureReason) -> WebAnswer {
        do throws(FailureReason) {
            return try await web.exchange(request)
        } catch {
            // A server may close an idle connection just as it is used again. Every request here
            // only reads, so asking once more is safe and tells that from a real fault.
            guard error == .connectionClosed, !Task.isCancelled else { throw error }
        }
        return try await web.exchange(request)
    }
}

extension FailureReason {
    /// Whether a server sent an answer that was of no use.
    fileprivate var isOfAnswer: Bool {
        switch self {
        case .tooLarge, .badBody: true
        case .invalidAddress, .refused, .timedOut, .unknownHost, .nameServerSilent, .unreachable,
            .connectionClosed, .tls, .status, .unauthorised, .rateLimited, .initialising,
            .adminDisabled, .relayNotMounted, .unsafeRefused, .wrongAPI, .redirected, .missingText,
            .other:
            false
        }
    }
}
