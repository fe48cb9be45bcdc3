import AsyncHTTPClient
import IncidentCore
import NIOCore
import NIOPosix
import NIOSSL

extension FailureReason {
    /// What an error of the HTTP client means to a person; names no address.
    init(network error: any Error, deadline: Duration) {
        switch error {
        case is CancellationError:
            self = .other("the attempt was stopped")
        case let error as HTTPClientError:
            self.init(client: error, deadline: deadline)
        case let error as NIOConnectionError:
            guard let first = error.connectionErrors.first else {
                self = Self.nameless
                return
            }
            self.init(network: first.error, deadline: deadline)
        case let error as IOError:
            self.init(errno: error.errnoCode)
        case let error as ChannelError:
            self.init(channel: error, deadline: deadline)
        case is SocketAddressError:
            self = Self.nameless
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self = .tls(Self.tlsFailure(String(describing: error)))
        default:
            self = .other("the connection failed")
        }
    }

    private static let nameless = FailureReason.other("its name has no address")

    private init(client error: HTTPClientError, deadline: Duration) {
        switch error {
        case .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout,
            .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
            self = .timedOut(after: deadline)
        case .remoteConnectionClosed, .uncleanShutdown:
            self = .connectionClosed
        case .alreadyShutdown, .cancelled:
            self = .other("the attempt was stopped")
        default:
            self = .other("the connection failed")
        }
    }

    private init(channel error: ChannelError, deadline: Duration) {
        switch error {
        case .connectTimeout: self = .timedOut(after: deadline)
        default: self = .connectionClosed
        }
    }

    /// The numbers are Linux's (`asm-generic/errno.h`).
    private init(errno: CInt) {
        switch errno {
        case 111: self = .refused
        case 101, 113: self = .unreachable
        case 32, 104: self = .connectionClosed
        default: self = .other("the connection failed")
        }
    }

    /// The words come from BoringSSL, which tells causes apart only in its texts.
    private static func tlsFailure(_ description: String) -> TLSFailure {
        if description.contains("CERTIFICATE_VERIFY_FAILED") { return .untrusted }
        if description.contains("failedToValidateHostname") { return .wrongName }
        let foreign = ["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL"]
        if foreign.contains(where: description.contains) { return .notTLS }
        return .other("the secure connection failed")
    }
}
