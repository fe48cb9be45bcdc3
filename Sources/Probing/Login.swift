import HostAccess
import IncidentCore
import WireFormats

extension JSONRPCTarget.Login {
    /// The header of HTTP basic authentication (RFC 7617), and the password in it.
    func credentials() throws(FailureReason) -> (header: Secret, password: Secret) {
        let text: String
        let password: String
        switch self {
        case .password(let user, let secret):
            password = secret.reveal()
            text = user + ":" + password
        case .cookie(let file):
            text = try Self.cookie(file)
            guard let colon = text.firstIndex(of: ":") else {
                throw .other("the cookie file \(file) does not hold user:password")
            }
            password = String(text[text.index(after: colon)...])
        }
        let header = "Basic " + Base64.encode(Array(text.utf8))
        return (Secret(header), Secret(password))
    }

    /// How long a cookie may be; that of Bitcoin Core has 75 bytes.
    private static let cookieLimitBytes = 4096

    private static func cookie(_ path: String) throws(FailureReason) -> String {
        guard let bytes = SmallFile.read(path, limitBytes: cookieLimitBytes), !bytes.isEmpty
        else { throw .other("the cookie file \(path) cannot be read") }
        let line = bytes.prefix { $0 >= 0x20 }
        return String(decoding: line, as: UTF8.self)
    }
}
