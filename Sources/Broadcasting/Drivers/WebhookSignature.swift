import Cryptography
import FoundationEssentials
import FleetModel

/// Signs webhooks so that the receiver knows who sent them (Standard Webhooks 1.0.0).
struct WebhookSignature: Sendable {
    private let keys: [[UInt8]]
    /// The texts that must not be shown.
    let secrets: [String]

    /// A signature with one secret, or with several separated by spaces.
    ///
    /// A secret is `whsec_` and base64 of 24 to 64 bytes. With several, every webhook is signed
    /// with each, so that keys can be changed without a gap.
    ///
    /// - Throws: A permanent failure when a secret has another form.
    init(_ secret: Secret) throws(DeliveryFailure) {
        let prefix = "whsec_"
        let words = secret.reveal().split(whereSeparator: \.isWhitespace)
        keys = words.compactMap { word in
            guard word.hasPrefix(prefix),
                let bytes = Data(base64Encoded: String(word.dropFirst(prefix.count))),
                (24...64).contains(bytes.count)
            else { return nil }
            return Array(bytes)
        }
        secrets = words.map { $0.hasPrefix(prefix) ? $0.dropFirst(prefix.count) : $0 }
            .map(String.init)
        guard !keys.isEmpty, keys.count == words.count else {
            throw .permanent(
                reason: "the webhook's secret must be whsec_ and base64 of 24 to 64 bytes;"
                    + " copy it again from the receiver"
            )
        }
    }

    /// The value of the header `webhook-signature`.
    ///
    /// - Parameters:
    ///   - id: The value of `webhook-id`.
    ///   - seconds: The value of `webhook-timestamp`: Unix time of the attempt.
    ///   - body: The bytes sent.
    func header(id: String, seconds: Int64, body: [UInt8]) -> String {
        let signed = Array("\(id).\(seconds).".utf8) + body
        return keys.map { key in
            "v1," + Data(HMAC.sha256(of: signed, key: key)).base64EncodedString()
        }.joined(separator: " ")
    }
}
