import FleetModel
import Primitives
import WebClient

/// The requests of one poll: they share headers, limits and the moment when all must be done.
struct ProbeSession: Sendable {
    let web: WebSession
    let memory: APIMemory
    let logs: LogMemory
    /// One at a time at each server that asks for proofs.
    let turns: KeyedMutex
    let headers: [String: Secret]
    /// Who asks; nil where nothing is said of that.
    let credentials: Credentials?
    /// Whom to trust, and what to show of ourselves.
    let trust: WebTrust
    /// Where calls are kept; nil where nothing calls in.
    let heartbeats: HeartbeatFolder?
    /// The largest body that is read; nil for what the client reads.
    let bodyLimitBytes: Int?
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

    /// How often a request follows the server that sends it elsewhere within itself.
    private static let redirectLimit = 3

    /// Sends a request, and again to where the server sends within itself.
    func send(
        _ request: WebRequest,
        following: Bool = true
    ) async throws(ProbeFailure) -> HTTPAnswer {
        var request = request
        var answer = try await sendOnce(request)
        for _ in 0..<Self.redirectLimit {
            guard following, let next = answer.next(of: request.method) else { break }
            request.url = next
            answer = try await sendOnce(request)
        }
        return answer
    }

    private func sendOnce(_ request: WebRequest) async throws(ProbeFailure) -> HTTPAnswer {
        var request = request
        request.trust = trust
        request.bodyLimitBytes = bodyLimitBytes
        for (name, secret) in headers { request.headers.append((name, secret.reveal())) }
        if let credentials, credentials.isSent {
            request.headers.append(("Authorization", credentials.basic.reveal()))
        }
        let isNamed = request.headers.contains { $0.name.lowercased() == "authorization" }
        do throws(FailureReason) {
            guard let credentials, !credentials.isSent else {
                let answer = try await exchange(request)
                return HTTPAnswer(answer, from: request.url, wasNamed: isNamed)
            }
            return try await prove(credentials, in: request)
        } catch {
            guard case .tooLarge(let limit, nil) = error else {
                throw ProbeFailure(reason: error, isAnswer: error.isOfAnswer)
            }
            let advice = "'limit' in the fleet file allows more"
            throw .answered(.tooLarge(limitBytes: limit, advice: advice))
        }
    }

    /// Answers the server's challenge, if it has one.
    ///
    /// Some servers, monerod among them, know a challenge only on the connection where they sent
    /// it. Idle connections are shared, so no other challenge may come between.
    private func prove(
        _ credentials: Credentials,
        in request: WebRequest
    ) async throws(FailureReason) -> HTTPAnswer {
        let origin = (try? WebAddress(request.url))?.origin ?? request.url
        let outcome = await turns.pass(origin) { await challenged(credentials, in: request) }
        return try outcome.get()
    }

    private func challenged(
        _ credentials: Credentials,
        in request: WebRequest
    ) async -> Result<HTTPAnswer, FailureReason> {
        do throws(FailureReason) {
            let url = request.url
            let first = HTTPAnswer(try await exchange(request), from: url, wasNamed: false)
            guard first.status == 401,
                let challenge = DigestChallenge(headers: first.challenges)
            else { return .success(first) }
            let target = WebAddress.requestTarget(of: request.url)
            let proof = credentials.answer(to: challenge, of: (request.method.rawValue, target))
            var second = request
            second.headers.append(("Authorization", proof.reveal()))
            return .success(HTTPAnswer(try await exchange(second), from: url, wasNamed: true))
        } catch {
            return .failure(error)
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
