import AsyncHTTPClient
import Glibc
import Primitives
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@testable import WebClient

/// Errors of the network and of TLS in words.
struct FailureReasonTests {
    private func reason(for error: any Error) -> FailureReason {
        FailureReason(error, host: "node", deadline: .seconds(2))
    }

    @Test(arguments: [
        (ECONNREFUSED, FailureReason.refused), (EHOSTUNREACH, .unreachable),
        (ENETUNREACH, .unreachable), (ECONNRESET, .connectionClosed), (EPIPE, .connectionClosed),
        (ETIMEDOUT, .timedOut(after: .seconds(2))),
        (EMFILE, .other("too many open files on this computer")),
        (EACCES, .other("a firewall on this computer forbids it")),
        (ENOSPC, .other("network error 28")),
    ])
    func `system errors have words`(_ code: CInt, _ reason: FailureReason) {
        let error = IOError(errnoCode: code, reason: "connect")
        #expect(self.reason(for: error) == reason)
    }

    @Test(arguments: [
        (HTTPClientError.deadlineExceeded, FailureReason.timedOut(after: .seconds(2))),
        (.connectTimeout, .timedOut(after: .seconds(2))),
        (.remoteConnectionClosed, .connectionClosed),
        (.emptyHost, .other("the address is not a URL")),
        (.alreadyShutdown, .other("the attempt was stopped")),
    ])
    func `errors of the HTTP client have words`(_ error: HTTPClientError, _ reason: FailureReason) {
        #expect(self.reason(for: error) == reason)
    }

    @Test
    func `other errors have words`() {
        #expect(reason(for: ChannelError.eof) == .connectionClosed)
        #expect(reason(for: HTTPParserError.invalidEOFState) == .connectionClosed)
        #expect(reason(for: SocketAddressError.unsupported) == .unknownHost("node"))
        #expect(reason(for: NIOSSLExtraError.failedToValidateHostname) == .tls(.wrongName))
        #expect(reason(for: Strange()) == .other("failed with Strange"))
    }

    private struct Strange: Error {}

    private struct Handshake: Error, CustomStringConvertible {
        var description: String
    }

    @Test(arguments: [
        (
            "SSL error: 268435581:CERTIFICATE_VERIFY_FAILED at x:1",
            FailureReason.TLSFailure.untrusted
        ),
        ("WRONG_VERSION_NUMBER", .notTLS),
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", .other("the server wants a client certificate")),
        ("TLSV1_ALERT_PROTOCOL_VERSION", .other("no common TLS version")),
        ("EOF during handshake", .other("closed during the handshake")),
        ("something new", .other("handshake failed")),
    ])
    func `handshakes that fail have words`(_ text: String, _ failure: FailureReason.TLSFailure) {
        #expect(FailureReason.TLSFailure(Handshake(description: text)) == failure)
    }
}
