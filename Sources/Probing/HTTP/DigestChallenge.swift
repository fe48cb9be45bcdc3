import Cryptography

/// What a server asks of a client that shall prove a password without sending it: HTTP digest
/// authentication (RFC 7616), of which the quality `auth` and no session keys are spoken.
struct DigestChallenge: Equatable {
    private let realm: String
    private let nonce: String
    private let opaque: String?
    /// Servers of RFC 2069 know no counting of requests.
    private let isCounted: Bool
    private let algorithm: Algorithm

    private enum Algorithm: String {
        case sha256 = "sha-256"
        case md5
    }

    /// The strongest of the challenges that can be answered; `headers` are all that the server
    /// sent, one scheme each.
    init?(headers: [String]) {
        let known = headers.compactMap(Self.init)
        guard let best = known.first(where: { $0.algorithm == .sha256 }) ?? known.first else {
            return nil
        }
        self = best
    }

    private init?(_ header: String) {
        let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "digest", header.utf8.count < 4096
        else { return nil }
        let values = Self.parameters(of: parts[1])
        guard let realm = values["realm"], let nonce = values["nonce"],
            let algorithm = Algorithm(rawValue: values["algorithm"]?.lowercased() ?? "md5")
        else { return nil }
        let qualities = values["qop"]?.split { $0 == "," || $0 == " " }.map { $0.lowercased() }
        guard qualities?.contains("auth") != false else { return nil }
        (self.realm, self.nonce, opaque) = (realm, nonce, values["opaque"])
        self.algorithm = algorithm
        isCounted = qualities != nil
    }

    /// The header that answers.
    ///
    /// A nonce of the server is used once, so the count is 1.
    func answer(
        _ request: (method: String, path: String),
        user: String,
        password: String,
        clientNonce: UInt64
    ) -> String {
        let own = String(clientNonce, radix: 16)
        let who = hash("\(user):\(realm):\(password)")
        let what = hash("\(request.method):\(request.path)")
        let counted = isCounted ? "\(nonce):00000001:\(own):auth" : nonce
        var fields = [
            "username=" + Self.quoted(user), "realm=" + Self.quoted(realm),
            "nonce=" + Self.quoted(nonce), "uri=" + Self.quoted(request.path),
            "algorithm=" + algorithm.rawValue.uppercased(),
            "response=\"" + hash("\(who):\(counted):\(what)") + "\"",
        ]
        if isCounted { fields += ["qop=auth", "nc=00000001", "cnonce=\"\(own)\""] }
        if let opaque { fields.append("opaque=" + Self.quoted(opaque)) }
        return "Digest " + fields.joined(separator: ", ")
    }

    private func hash(_ text: String) -> String {
        let function: HashFunction =
            switch algorithm {
            case .sha256: .sha256
            case .md5: .md5
            }
        return function.digest(of: Array(text.utf8))
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// The parameters of a challenge: `name=token` or `name="text"`, between commas.
    private static func parameters(of text: Substring) -> [String: String] {
        var values: [String: String] = [:]
        var rest = text
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].filter { $0 != " " && $0 != "," }.lowercased()
            rest = rest[rest.index(after: equals)...]
            var value = ""
            if rest.first == "\"" {
                rest.removeFirst()
                while let character = rest.popFirst(), character != "\"" {
                    if character == "\\", let next = rest.popFirst() {
                        value.append(next)
                    } else {
                        value.append(character)
                    }
                }
            } else {
                value = String(rest.prefix { $0 != "," })
                rest = rest.dropFirst(value.count)
            }
            if values[name] == nil { values[name] = value }
        }
        return values
    }
}
