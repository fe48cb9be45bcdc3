import IncidentCore
import WebClient

/// The requests of one poll: they share headers, limits and the moment when all must be done.
struct ProbeSession: Sendable {
    let web: WebSession
    let memory: APIMemory
    let logs: LogMemory
    let headers: [String: Secret]
    /// Who asks; nil where nothing is said of that.
    let credentials: Credentials?
    /// Whom to trust, and what to show of ourselves.
    let trust: WebTrust
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
        request.trust = trust
        for (name, secret) in headers { request.headers.append((name, secret.reveal())) }
        if let credentials, credentials.isSent {
            request.headers.append(("Authorization", credentials.basic.reveal()))
        }
        let isNamed = request.headers.contains { $0.name.lowercased() == "authorization" }
        do throws(FailureReason) {
            var answer = HTTPAnswer(try await exchange(request), wasNamed: isNamed)
            guard let credentials, !credentials.isSent else { return answer }
            let target = (request.method.rawValue, WebAddress.requestTarget(of: request.url))
            for _ in 0..<Self.proofLimit {
                guard answer.status == 401,
                    let challenge = DigestChallenge(headers: answer.challenges)
                else { break }
                let proof = credentials.answer(to: challenge, to: target)
                request.headers.append(("Authorization", proof.reveal()))
                answer = HTTPAnswer(try await exchange(request), wasNamed: true)
            }
            return answer
        } catch {
            throw ProbeFailure(reason: error, isAnswer: error.isOfAnswer)
        }
    }

    /// How often a challenge is answered: some servers, monerod among them, know a challenge only
    /// on the connection where they sent it, and another probe may use that meanwhile.
    private static let proofLimit = 2

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
