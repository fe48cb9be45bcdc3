import AsyncHTTPClient
import Glibc
import IncidentCore
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What a request was about, for words about its failure.
struct RequestContext {
    /// The host asked.
    let host: String
    /// The whole time that the poll had.
    let deadline: Duration
    /// The largest body that is read, in bytes.
    let bodyLimit: Int
}

extension FailureReason {
    /// The reason behind an error of the HTTP client or the network below it.
    ///
    /// The texts of those errors are for programmers, and some hold header values; so none is
    /// passed on.
    init(_ error: any Error, in context: RequestContext) {
        switch error {
        case let error as ProbeFailure: self = error.reason
        case is CancellationError: self = .timedOut(after: context.deadline)
        case is NIOTooManyBytesError: self = .tooLarge(limitBytes: context.bodyLimit)
        case let error as HTTPClientError: self = Self.client(error, context)
        case let error as NIOConnectionError: self = Self.connecting(error, context)
        case let error as IOError: self = Self.system(error.errnoCode, context)
        case is SocketAddressError: self = .unknownHost(context.host)
        case let error as ChannelError: self = Self.channel(error, context)
        case let error as HTTPParserError:
            self = error == .invalidEOFState ? .connectionClosed : Self.notHTTP
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = .tls(TLSFailure(error))
        default: self = .other("failed with \(type(of: error))")
        }
    }

    private static let notHTTP = wrongAPI("the port answers, but not with HTTP")

    private static func client(_ error: HTTPClientError, _ context: RequestContext) -> Self {
        switch error {
        case .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .cancelled,
            .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .requestStreamCancelled:
            .timedOut(after: context.deadline)
        case .remoteConnectionClosed, .uncleanShutdown: .connectionClosed
        case .invalidURL, .emptyHost, .emptyScheme: .other("the address is not a URL")
        default:
            error.shortDescription.contains("header field")
                ? .other("a header of this probe has characters that HTTP forbids")
                : .other("HTTP client: \(error.shortDescription)")
        }
    }

    /// Several addresses of a host may fail in several ways: a refusal says most.
    private static func connecting(_ error: NIOConnectionError, _ context: RequestContext) -> Self {
        let reasons = error.connectionErrors.map { Self($0.error, in: context) }
        if reasons.contains(.refused) { return .refused }
        return reasons.first ?? .unknownHost(context.host)
    }

    private static func system(_ code: CInt, _ context: RequestContext) -> Self {
        switch code {
        case ECONNREFUSED: .refused
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, EADDRNOTAVAIL: .unreachable
        case ECONNRESET, EPIPE, ENOTCONN, ECONNABORTED: .connectionClosed
        case ETIMEDOUT: .timedOut(after: context.deadline)
        case EMFILE, ENFILE: .other("too many open files on this computer")
        case EACCES, EPERM: .other("a firewall on this computer forbids it")
        default: .other("network error \(code)")
        }
    }

    private static func channel(_ error: ChannelError, _ context: RequestContext) -> Self {
        switch error {
        case .connectTimeout: .timedOut(after: context.deadline)
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
