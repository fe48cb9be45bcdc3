import AsyncHTTPClient
import Glibc
import Primitives
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension FailureReason {
    /// The reason behind an error of the HTTP client or the network below it, for a request to
    /// `host` that had `deadline` of time.
    ///
    /// The texts of those errors are for programmers, and some hold header values; so none is
    /// passed on.
    init(_ error: any Error, host: String, deadline: Duration) {
        switch error {
        case let error as HTTPClientError: self = Self.client(error, deadline)
        case let error as NIOConnectionError: self = Self.connecting(error, host, deadline)
        case let error as IOError: self = Self.system(error.errnoCode, deadline)
        case is SocketAddressError: self = .unknownHost(host)
        case let error as ChannelError: self = Self.channel(error, deadline)
        case let error as HTTPParserError:
            self = Self.parsing(error)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = .tls(TLSFailure(error))
        default: self = .other("failed with \(type(of: error))")
        }
    }

    private static func parsing(_ error: HTTPParserError) -> Self {
        switch error {
        case .invalidEOFState: .connectionClosed
        case .headerOverflow: .badBody("headers without end")
        case .invalidContentLength, .unexpectedContentLength, .invalidChunkSize:
            .badBody("a body whose length is impossible")
        case .invalidHeaderToken, .lfExpected, .invalidCharactersUsed:
            .badBody(
                "a header line that is none: its name, its colon or its characters are wrong"
            )
        case .invalidStatus: .badBody("a first line without a status")
        case .invalidVersion: .badBody("another version of HTTP than 1.0 or 1.1")
        default: .badBody("headers that HTTP does not allow")
        }
    }

    private static func client(_ error: HTTPClientError, _ deadline: Duration) -> Self {
        switch error {
        case .deadlineExceeded, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout,
            .tlsHandshakeTimeout:
            .timedOut(after: deadline)
        case .connectTimeout: .timedOut(after: min(deadline, WebRequester.connectLimit))
        case .alreadyShutdown, .cancelled, .requestStreamCancelled:
            .other("the attempt was stopped")
        case .remoteConnectionClosed, .uncleanShutdown: .connectionClosed
        case .invalidURL, .emptyHost, .emptyScheme: .other("the address is not a URL")
        default:
            error.shortDescription.contains("header field")
                ? .other("a header has characters that HTTP forbids")
                : .other("HTTP client: \(error.shortDescription)")
        }
    }

    /// Several addresses of a host may fail in several ways: a refusal says most.
    private static func connecting(
        _ error: NIOConnectionError,
        _ host: String,
        _ deadline: Duration
    ) -> Self {
        let reasons = error.connectionErrors.map { Self($0.error, host: host, deadline: deadline) }
        if reasons.contains(.refused) { return .refused }
        return reasons.first ?? .unknownHost(host)
    }

    private static func system(_ code: CInt, _ deadline: Duration) -> Self {
        switch code {
        case ECONNREFUSED: .refused
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, EADDRNOTAVAIL: .unreachable
        case ECONNRESET, EPIPE, ENOTCONN, ECONNABORTED: .connectionClosed
        case ETIMEDOUT: .timedOut(after: deadline)
        case EMFILE, ENFILE: .other("too many open files on this computer")
        case EACCES, EPERM: .other("a firewall on this computer forbids it")
        default: .other("network error \(code)")
        }
    }

    private static func channel(_ error: ChannelError, _ deadline: Duration) -> Self {
        switch error {
        case .connectTimeout: .timedOut(after: min(deadline, WebRequester.connectLimit))
        case .eof, .ioOnClosedChannel, .alreadyClosed, .inputClosed, .outputClosed:
            .connectionClosed
        default: .other("network error")
        }
    }
}

extension FailureReason.TLSFailure {
    /// The cause of a failed handshake as far as the error names it; an untrusted certificate
    /// may turn out to be an expired one on a closer look.
    init(_ error: any Error) {
        if error is NIOSSLExtraError {
            self = .wrongName
            return
        }
        let text = String(describing: error)
        let causes: [(mark: String, failure: Self)] = [
            ("CERTIFICATE_VERIFY_FAILED", .untrusted),
            ("unableToValidateCertificate", .untrusted),
            ("WRONG_VERSION_NUMBER", .notTLS),
            ("HTTP_REQUEST", .notTLS),
            // What servers in Go said before their version 1.21.
            ("BAD_CERTIFICATE", .other("the server refuses our certificate, or wants one")),
            ("CERTIFICATE_REQUIRED", .other("the server wants a client certificate")),
            ("PROTOCOL_VERSION", .other("no common TLS version")),
            ("UNSUPPORTED_PROTOCOL", .other("no common TLS version")),
            ("HANDSHAKE_FAILURE", .other("the server refused the handshake")),
            ("EOF during handshake", .other("closed during the handshake")),
            ("uncleanShutdown", .other("closed without notice")),
        ]
        self = causes.first { text.contains($0.mark) }?.failure ?? .other("handshake failed")
    }
}
