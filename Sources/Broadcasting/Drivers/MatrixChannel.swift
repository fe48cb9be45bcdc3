import Primitives
import FoundationEssentials
import FleetModel
import IncidentLog
import Synchronization
import WebClient

/// A room on a Matrix homeserver (Matrix client-server API v1.10, section "Sending events").
///
/// The key is the transaction id, so a homeserver answers a retry with the first event.
final class MatrixChannel: Channel {
    private let homeserver: ServiceAddress
    private let room: String
    private let token: Secret
    private let redactor: Redactor
    private let transport: ServiceTransport
    /// The id behind a room alias, or of the room that took its place, once it is known.
    private let resolved = Mutex<String?>(nil)

    /// A channel to this room; `room` is an id (`!…`) or an alias (`#…`).
    ///
    /// - Throws: A permanent failure when the address, the room or the token cannot be right.
    init(
        homeserver: String,
        room: String,
        token: Secret,
        transport: ServiceTransport
    ) throws(DeliveryFailure) {
        self.homeserver = try ServiceAddress(homeserver, of: "the Matrix homeserver")
        self.room = room.trimmed
        guard self.room.first == "!" || self.room.first == "#" else {
            throw .permanent(
                reason: "the Matrix room must be an id such as !abc:example.org or an alias such"
                    + " as #incidents:example.org; correct it in the fleet file"
            )
        }
        let text = token.reveal().trimmed
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .permanent(
                reason: "the Matrix access token is empty or has characters that no token has;"
                    + " copy it again"
            )
        }
        self.token = Secret(text)
        redactor = Redactor(hiding: [text])
        self.transport = transport
    }

    var limits: ChannelLimits { MatrixKind.row.limits }

    func send(
        _ part: MessagePart,
        key: IdempotencyKey
    ) async throws(DeliveryFailure) -> Receipt {
        var (roomID, isKept) = try await roomID()
        var answer = try await put(part, into: roomID, key)
        // What was learned earlier may be out of date: a room that was upgraded takes nothing any
        // more, and its alias or the room itself tells of the new one.
        if isKept, Self.mayHaveMoved(answer), let found = try await successor(of: roomID),
            found != roomID
        {
            roomID = found
            answer = try await put(part, into: roomID, key)
        }
        guard answer.isSuccess else {
            // An alias may lead elsewhere by now: ask again the next time.
            if answer.status < 500 && answer.status != 429 { resolved.withLock { $0 = nil } }
            throw failure(answer)
        }
        guard let event = answer.json(SentEvent.self) else { throw Self.notMatrix }
        let link =
            "https://matrix.to/#/" + roomID.percentEncoded + "/" + event.id.percentEncoded
        return Receipt(id: event.id, link: link)
    }

    private func put(
        _ part: MessagePart,
        into roomID: String,
        _ key: IdempotencyKey
    ) async throws(DeliveryFailure) -> ServiceAnswer {
        let url = homeserver.below(
            "_matrix",
            "client",
            "v3",
            "rooms",
            roomID,
            "send",
            "m.room.message",
            key.rawValue
        )
        return try await exchange(try WebRequest(.put, url, json: Notice(part)))
    }

    /// Whether a refusal may mean that the room is another by now.
    private static func mayHaveMoved(_ answer: ServiceAnswer) -> Bool {
        guard !answer.isSuccess, let code = answer.json(MatrixError.self)?.code else {
            return false
        }
        return code == "M_FORBIDDEN" || code == "M_NOT_FOUND"
    }

    /// The room's id, and whether it is known from earlier; an alias is looked up once.
    private func roomID() async throws(DeliveryFailure) -> (id: String, isKept: Bool) {
        if let known = resolved.withLock({ $0 }) { return (known, true) }
        if room.first == "!" { return (room, true) }
        return (try await lookUp(), false)
    }

    /// The room that took the place of this one: what the alias leads to now, or what the tombstone
    /// of an upgraded room names (Matrix specification, "Room upgrades"); nil when none did.
    private func successor(of roomID: String) async throws(DeliveryFailure) -> String? {
        if room.first == "#" { return try await lookUp() }
        let url = homeserver.below(
            "_matrix",
            "client",
            "v3",
            "rooms",
            roomID,
            "state",
            "m.room.tombstone"
        )
        // Who may not even read this learns no more than the refusal said.
        guard let answer = try? await exchange(WebRequest(.get, url)), answer.isSuccess,
            let found = answer.json(Tombstone.self)?.replacement, found.first == "!"
        else { return nil }
        resolved.withLock { $0 = found }
        return found
    }

    /// The id that the alias leads to now.
    private func lookUp() async throws(DeliveryFailure) -> String {
        resolved.withLock { $0 = nil }
        let url = homeserver.below("_matrix", "client", "v3", "directory", "room", room)
        let answer = try await exchange(WebRequest(.get, url))
        guard answer.isSuccess else {
            guard answer.json(MatrixError.self)?.code == "M_NOT_FOUND" else {
                throw failure(answer)
            }
            throw .permanent(
                reason: "the homeserver knows no room with this alias;"
                    + " correct the room in the fleet file"
            )
        }
        guard let found = answer.json(FoundRoom.self) else { throw Self.notMatrix }
        resolved.withLock { $0 = found.id }
        return found.id
    }

    private func exchange(
        _ request: WebRequest
    ) async throws(DeliveryFailure) -> ServiceAnswer {
        var request = request
        request.headers.append(("Authorization", "Bearer " + token.reveal()))
        return try await transport.exchange(request, with: "the homeserver")
    }

    private static let notMatrix = DeliveryFailure.permanent(
        reason: "the address answered, but not as a Matrix homeserver does;"
            + " correct the homeserver in the fleet file"
    )

    private func failure(_ answer: ServiceAnswer) -> DeliveryFailure {
        let error = answer.json(MatrixError.self)
        let words = redactor.quote(error?.text.map { Array($0.utf8) } ?? answer.body)
        switch (error?.code, answer.status) {
        case ("M_UNKNOWN_TOKEN", _), ("M_MISSING_TOKEN", _):
            return .permanent(
                reason: "the homeserver does not accept the access token: \(words);"
                    + " log in again and store the new token"
            )
        case ("M_FORBIDDEN", _):
            return .permanent(
                reason: "the account may not write in this room; invite it, let it join, and give"
                    + " it the power to send: \(words)"
            )
        case ("M_UNRECOGNIZED", _):
            return Self.notMatrix
        case ("M_LIMIT_EXCEEDED", _):
            let wait = error?.retryAfterMilliseconds.flatMap {
                RetryAfter.span(seconds: $0 / 1000)
            }
            return .retryable(
                reason: "the homeserver asks for fewer messages (M_LIMIT_EXCEEDED)",
                after: [wait, answer.retryAfter].compactMap(\.self).max()
            )
        default:
            return answer.failure(of: "the homeserver", words: words, isOwn: error != nil)
        }
    }
}

extension MatrixKind: ChannelDriver {
    static func open(
        _ settings: ChannelSettings,
        over transport: ServiceTransport
    ) throws(DeliveryFailure) -> any Channel {
        try MatrixChannel(
            homeserver: settings["homeserver"].reveal(),
            room: settings["room"].reveal(),
            token: settings["token"],
            transport: transport
        )
    }
}

// MARK: Wire forms

/// A notice, which other bots do not answer, and which mentions nobody.
private struct Notice: Encodable {
    let type = "m.notice"
    let body: String
    let format = "org.matrix.custom.html"
    let html: String
    let mentions: [String: String] = [:]

    init(_ part: MessagePart) {
        body = part.text
        let heading = "<strong>" + part.heading.htmlEscaped + "</strong>"
        html = part.body.isEmpty ? heading : heading + "<br>" + part.body.htmlEscaped
    }

    enum CodingKeys: String, CodingKey {
        case type = "msgtype"
        case body
        case format
        case html = "formatted_body"
        case mentions = "m.mentions"
    }
}

private struct SentEvent: Decodable {
    let id: String

    enum CodingKeys: String, CodingKey {
        case id = "event_id"
    }
}

private struct FoundRoom: Decodable {
    let id: String

    enum CodingKeys: String, CodingKey {
        case id = "room_id"
    }
}

private struct Tombstone: Decodable {
    let replacement: String

    enum CodingKeys: String, CodingKey {
        case replacement = "replacement_room"
    }
}

private struct MatrixError: Decodable {
    let code: String
    let text: String?
    let retryAfterMilliseconds: Double?

    enum CodingKeys: String, CodingKey {
        case code = "errcode"
        case text = "error"
        case retryAfterMilliseconds = "retry_after_ms"
    }
}

extension String {
    /// The text as HTML: nothing in it is markup, and its lines stay lines.
    fileprivate var htmlEscaped: String {
        unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n": escaped += "<br>"
            case "\r": break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
