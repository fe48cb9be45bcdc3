package import FleetModel
import Primitives

/// An address to be detected, as a person has it at hand: perhaps without a scheme, with that of
/// a WebSocket, or with a user and a password in it.
package struct DetectionAddress: Equatable, Sendable {
    /// What is asked: a URL without credentials, or the multiaddress of a libp2p peer.
    package let url: String
    /// Who asks; nil where the address says nothing of that.
    package let login: WebAccess.Login?
    /// Whether no scheme was given.
    let isBare: Bool
    /// The address fit to be shown: without password, and without keys in path and query.
    package let shown: String

    /// Takes an address apart; what is none stays as it is and is refused when it is asked.
    package init(_ text: String) {
        guard !text.hasPrefix("/") else {
            (url, login, isBare, shown) = (text, nil, false, text)
            return
        }
        let text = WebAddress.readingWebSocket(text)
        let mark = text.firstRange(of: "://")
        isBare = mark == nil
        let scheme = mark.map { text[..<$0.lowerBound].lowercased() } ?? "http"
        let rest = mark.map { text[$0.upperBound...] } ?? text[...]
        let (name, place) = Self.split(rest)
        let bare = scheme + "://" + place
        login = name.flatMap(Self.login)
        // A user alone is most likely a token, which only a header can carry.
        url = name == nil || login != nil ? bare : scheme + "://" + rest
        let secure = isBare ? "" : scheme + "://"
        if let address = try? WebAddress(bare) {
            shown = secure + address.shown.dropFirst(scheme.count + 3)
        } else {
            shown = secure + (name == nil ? "" : "•••@") + place
        }
    }

    /// What stands before the host, and the rest.
    ///
    /// A password may hold characters that should have been written otherwise; where the address
    /// is none without it, all up to the last `@` is taken for one.
    private static func split(_ rest: Substring) -> (name: Substring?, place: Substring) {
        let authority = rest.prefix { !"/?#".contains($0) }
        if let sign = authority.lastIndex(of: "@") {
            return (rest[..<sign], rest[rest.index(after: sign)...])
        }
        guard let sign = rest.lastIndex(of: "@"), (try? WebAddress("http://" + rest)) == nil else {
            return (nil, rest)
        }
        return (rest[..<sign], rest[rest.index(after: sign)...])
    }

    private static func login(_ name: Substring) -> WebAccess.Login? {
        guard let colon = name.firstIndex(of: ":") else { return nil }
        let user = withoutPercents(name[..<colon])
        let password = withoutPercents(name[name.index(after: colon)...])
        guard !user.isEmpty, !user.contains(":"), !password.isEmpty else { return nil }
        return .password(user: user, Secret(password))
    }

    /// The text with `%40` and the like replaced (RFC 3986, 2.1).
    private static func withoutPercents(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let code = UInt8(Substring(rest.prefix(2)), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
