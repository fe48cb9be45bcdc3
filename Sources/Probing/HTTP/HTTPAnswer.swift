import Primitives
import WebClient
import WireFormats

/// A complete answer of a server, whatever its status.
struct HTTPAnswer {
    /// The address that answered, behind all redirects.
    let place: String
    let status: Int
    let body: [UInt8]
    /// Where the server sends the client, as it wrote it.
    let location: String?
    /// What the server wants to know of who asks (RFC 9110, 11.6.1).
    let challenges: [String]
    /// Whether the request said who asks.
    private let wasNamed: Bool

    init(_ answer: WebAnswer, from place: String, wasNamed: Bool) {
        self.place = place
        status = answer.status
        body = answer.body
        location = answer.header("location")
        challenges = answer.headers("www-authenticate")
        self.wasNamed = wasNamed
    }

    /// Why the status is not the one of success; nil for 2xx.
    var refusal: FailureReason? {
        switch status {
        case 200..<300: return nil
        case 401, 403: return .unauthorised(status: status, advice: advice)
        case 429: return .rateLimited
        case 300..<400:
            guard let location else { return .status(status) }
            let shown = WebAddress.withoutSecrets(location).withoutControls
            let isUseful = shown == location && isSecureElsewhere(location)
            return .redirected(to: shown, advice: isUseful ? "write that address" : nil)
        default: return .status(status)
        }
    }

    /// Where the server sends within itself, as far as one request may follow: nothing said to
    /// the one server is told to another.
    ///
    /// A request that carries something is sent again only where that is the meaning of the
    /// status (RFC 9110, 15.4).
    func next(of method: WebRequest.Method) -> String? {
        let followed = method == .get ? [301, 302, 303, 307, 308] : [307, 308]
        guard followed.contains(status), let location else { return nil }
        return try? WebAddress(place).redirected(to: location)
    }

    /// Whether a place is on the same host, over TLS, which this answer was not.
    private func isSecureElsewhere(_ location: String) -> Bool {
        guard let here = try? WebAddress(place), let there = try? WebAddress(location) else {
            return false
        }
        return there.isSecure && !here.isSecure && there.host.lowercased() == here.host.lowercased()
    }

    /// What may be done about a refusal for want of credentials, in the words of the fleet file.
    private var advice: String? {
        let schemes = challenges.compactMap { $0.split(separator: " ").first?.lowercased() }
        if wasNamed {
            let isOther = schemes.contains("digest") && !schemes.contains("basic")
            return isOther && DigestChallenge(headers: challenges) == nil
                ? "the server wants a digest that is not known" : "what was given is refused"
        }
        if schemes.contains("basic") { return "it wants a user and a password" }
        if schemes.contains("digest") { return "it wants a user, a password and 'digest: true'" }
        return schemes.contains("bearer") ? "it wants a token in an Authorization header" : nil
    }

    /// This answer if it means success.
    func successful() throws(ProbeFailure) -> HTTPAnswer {
        if let refusal { throw .answered(refusal) }
        return self
    }

    /// Reads the body, and says in words of ours what was wrong with it.
    func read<Value>(
        _ parse: (Span<UInt8>) throws(WireFormatError) -> Value
    ) throws(ProbeFailure) -> Value {
        do throws(WireFormatError) {
            return try parse(body.span)
        } catch {
            throw .answered(FailureReason(error))
        }
    }

    /// Why a Waku node refuses, by the text of the body.
    var wakuRefusal: WakuRESTRefusal {
        WakuRESTRefusal.classify(status: status, body: body.span)
    }

    /// Whether these bytes appear anywhere in the body.
    func contains(_ text: String) -> Bool {
        body.withUnsafeBytes { $0.firstOffset(of: text) != nil }
    }
}

extension FailureReason {
    /// The reason behind a body that could not be read.
    init(_ error: WireFormatError) {
        let message = error.message
        let sentence = message.hasSuffix(".") ? String(message.dropLast()) : message
        switch error {
        case .refused, .absent: self = .other(sentence.withLowercasedStart)
        case .tooLarge(_, let limit): self = .tooLarge(limitBytes: limit)
        case .notExposition, .notJSON, .nestedTooDeep, .unexpectedShape, .unexpectedText:
            self = .badBody(sentence.withLowercasedStart)
        }
    }
}

extension String {
    fileprivate var withLowercasedStart: String {
        prefix(1).lowercased() + dropFirst()
    }

    /// The text fit to be kept and shown: without controls, and of at most 512 Unicode scalars;
    /// the longest multiaddress or version seen is well below.
    ///
    /// Not cut by characters: one of them may be made of any number of combining marks.
    var asToldByNode: String {
        String(UnicodeScalarView(unicodeScalars.prefix(512))).withoutControls
    }

    /// The text without characters that could drive a terminal.
    var withoutControls: String {
        var result = UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

extension FailureReason {
    /// Whether a server that refuses so refuses all its paths.
    var isOfServer: Bool {
        switch self {
        case .unauthorised, .rateLimited, .redirected: true
        case .invalidAddress, .refused, .timedOut, .unknownHost, .nameServerSilent, .unreachable,
            .connectionClosed, .tls, .status, .initialising, .adminDisabled, .relayNotMounted,
            .unsafeRefused, .wrongAPI, .missingText, .tooLarge, .badBody, .other:
            false
        }
    }
}
