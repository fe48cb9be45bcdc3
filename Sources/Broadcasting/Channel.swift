package import FleetModel
package import IncidentLog
package import Primitives

/// A place that status updates are sent to.
///
/// A channel sends one part once. Splitting, retries and their schedule belong to the caller, so
/// that every service is treated alike.
package protocol Channel: Sendable {
    /// What the service takes in one message.
    var limits: ChannelLimits { get }

    /// Sends one part, and waits until the service has taken it.
    ///
    /// - Parameter key: The same for every attempt at the same part; services that know keys
    ///   drop the second copy.
    /// - Throws: `DeliveryFailure`, which says whether another attempt makes sense.
    func send(_ part: MessagePart, key: IdempotencyKey) async throws(DeliveryFailure) -> Receipt
}

/// What tells a service that two requests carry the same part.
package typealias IdempotencyKey = Identifier<MessagePart>

/// What a service gave in return for a message.
package struct Receipt: Equatable, Sendable {
    /// What the service calls the message: a message id, an event id, the webhook's own id.
    package let id: String
    /// An address where the message can be seen, if the service has one.
    package let link: String?

    /// A receipt with this id.
    package init(id: String, link: String? = nil) {
        self.id = id
        self.link = link
    }

    /// One receipt for all parts of a message: every id, and where the message begins.
    init(joining receipts: [Receipt]) {
        self.init(
            id: receipts.map(\.id).joined(separator: ", "),
            link: receipts.lazy.compactMap(\.link).first
        )
    }
}

/// Why a part was not delivered.
///
/// Reasons are sentences for a person. They never contain a token, a secret or an address.
package enum DeliveryFailure: Error, Equatable, Sendable {
    /// Another attempt may succeed; `after` is how long the service asks to wait.
    case retryable(reason: String, after: Duration?)
    /// Another attempt would fail in the same way until a person changes something.
    case permanent(reason: String)

    /// The sentence for a person.
    package var reason: String {
        switch self {
        case .retryable(let reason, _), .permanent(let reason): reason
        }
    }
}
