import HostAccess
import FleetModel
import Primitives
import WireFormats

/// What a poll says of itself to servers that want to know who asks.
struct Credentials: Sendable {
    private let user: String
    private let password: String
    /// Whether the password itself is sent; else only a digest, once the server has asked.
    let isSent: Bool

    /// The credentials of a login, with the file read that may hold them.
    init(_ login: WebAccess.Login) throws(FailureReason) {
        switch login {
        case .password(let user, let secret):
            (self.user, password, isSent) = (user, secret.reveal(), true)
        case .digest(let user, let secret):
            (self.user, password, isSent) = (user, secret.reveal(), false)
        case .cookie(let file):
            let text = try Self.cookie(file)
            guard let colon = text.firstIndex(of: ":") else {
                throw .other("the cookie file \(file) does not hold user:password")
            }
            user = String(text[..<colon])
            password = String(text[text.index(after: colon)...])
            isSent = true
        }
    }

    /// The header of HTTP basic authentication (RFC 7617).
    var basic: Secret { Secret("Basic " + Base64.encode(Array((user + ":" + password).utf8))) }

    /// The header that answers a server's challenge (RFC 7616).
    func answer(
        to challenge: DigestChallenge,
        of request: (method: String, path: String)
    ) -> Secret {
        let nonce = UInt64.random(in: 0 ... .max)
        return Secret(
            challenge.answer(request, user: user, password: password, clientNonce: nonce)
        )
    }

    /// Everything of it that must not come back in texts.
    var secrets: [Secret] { [Secret(password), basic] }

    /// How long a cookie may be; that of Bitcoin Core has 75 bytes.
    private static let cookieLimitBytes = 4096

    private static func cookie(_ path: String) throws(FailureReason) -> String {
        guard let bytes = SmallFile.read(path, limitBytes: cookieLimitBytes), !bytes.isEmpty
        else { throw .other("the cookie file \(path) cannot be read") }
        let line = bytes.prefix { $0 >= 0x20 }
        return String(decoding: line, as: UTF8.self)
    }
}
