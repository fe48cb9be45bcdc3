import IncidentLog
import FleetModel
import Primitives
import WebClient

/// A generic receiver of signed webhooks (Standard Webhooks 1.0.0).
struct SignedWebhookChannel: Channel {
    private static let name = "the webhook's receiver"

    private let url: String
    private let signature: WebhookSignature
    private let redactor: Redactor
    private let transport: ServiceTransport

    /// A channel to this receiver.
    ///
    /// - Throws: A permanent failure when the address or the secret cannot be right.
    init(url: Secret, secret: Secret, transport: ServiceTransport) throws(DeliveryFailure) {
        let address = try ServiceAddress(url.reveal(), of: "the webhook")
        self.url = address.text
        signature = try WebhookSignature(secret)
        redactor = Redactor(hiding: address.secrets + signature.secrets)
        self.transport = transport
    }

    var limits: ChannelLimits { WebhookKind.row.limits }

    func send(
        _ part: MessagePart,
        key: IdempotencyKey
    ) async throws(DeliveryFailure) -> Receipt {
        let body = try jsonBytes(of: Notification(part))
        // A full stop separates the signed fields, so an id must not have one.
        let id = key.rawValue.percentEncoded.replacing(".", with: "%2E")
        let seconds = transport.now().milliseconds / 1000
        var request = WebRequest(.post, url, json: body)
        request.headers += [
            ("webhook-id", id), ("webhook-timestamp", String(seconds)),
            ("webhook-signature", signature.header(id: id, seconds: seconds, body: body)),
        ]
        let answer = try await transport.exchange(request, with: Self.name, reading: .never)
        guard answer.isSuccess else { throw failure(answer) }
        return Receipt(id: id)
    }

    private func failure(_ answer: ServiceAnswer) -> DeliveryFailure {
        let words = redactor.quote(answer.body)
        let said = words.isEmpty ? "" : ": \(words)"
        switch answer.status {
        case 410:
            return .permanent(
                reason: "\(Self.name) wants no more webhooks (HTTP 410)\(said);"
                    + " take the channel out of the fleet file or ask its owner"
            )
        case 401 where !answer.looksLikeGatekeeper, 403 where !answer.looksLikeGatekeeper:
            return .permanent(
                reason: "\(Self.name) refused it (HTTP \(answer.status))\(said);"
                    + " if it is the signature, compare the secrets on both sides, and the clocks"
            )
        default:
            return answer.failure(
                of: Self.name,
                words: words,
                isOwn: !answer.looksLikeGatekeeper
            )
        }
    }
}

extension WebhookKind: ChannelDriver {
    static func open(
        _ settings: ChannelSettings,
        over transport: ServiceTransport
    ) throws(DeliveryFailure) -> any Channel {
        try SignedWebhookChannel(
            url: settings["url"],
            secret: settings["secret"],
            transport: transport
        )
    }
}

// MARK: Wire forms

/// The body of a webhook; the same bytes at each attempt.
private struct Notification: Encodable {
    let type: String
    let timestamp: Timestamp
    let data: Update

    struct Update: Encodable {
        /// The incident; left out for a signal that belongs to none.
        let incident: String?
        /// Left out for a signal and for a test.
        let number: Int?
        /// Left out for an update.
        let signal: String?
        let priority: String?
        let fleet: String?
        let nodes: [String]?
        let since: Timestamp?
        let title: String
        let text: String
        let drill: Bool
        /// Both are left out when the update is whole.
        let part: Int?
        let parts: Int?
    }

    init(_ part: MessagePart) {
        let message = part.message
        let signal = message.signal
        type =
            message.isTest
            ? "channel.test"
            : signal.map { "signal.\($0.word.rawValue)" } ?? "incident.update.published"
        timestamp = message.queuedAt
        data = Update(
            incident: message.incident.rawValue.isEmpty ? nil : message.incident.rawValue,
            number: signal == nil && !message.isTest ? message.number : nil,
            signal: signal?.id.rawValue,
            priority: signal?.priority.rawValue,
            fleet: signal?.fleet,
            nodes: signal?.nodes.map(\.rawValue),
            since: signal?.since,
            title: part.title ?? message.title,
            text: part.text,
            drill: message.mode == .drill,
            part: part.count > 1 ? part.index : nil,
            parts: part.count > 1 ? part.count : nil
        )
    }
}
