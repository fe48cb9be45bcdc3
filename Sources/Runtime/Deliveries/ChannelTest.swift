import Broadcasting
package import FleetModel
import IncidentLog
package import Primitives
package import Reports

/// Tries a channel out: one marked message, sent once, and what became of it.
package struct ChannelTest: Sendable {
    /// The channel tried.
    package let channel: ChannelSpec
    /// How long it took.
    package let took: Duration
    /// What became of the message.
    package let outcome: Outcome

    /// What became of the message.
    package enum Outcome: Equatable, Sendable {
        /// The service took it and gave this id, and an address where it can be seen if it has one.
        case delivered(receipt: String, link: String?)
        /// It did not; the reason is a sentence for a person.
        case failed(reason: String, canPass: Bool)
    }

    /// What is told of it.
    package var report: ChannelTestReport {
        switch outcome {
        case .delivered(let receipt, let link):
            ChannelTestReport(channel, took: took, receipt: receipt, link: link)
        case .failed(let reason, let canPass):
            ChannelTestReport(channel, took: took, reason: reason, canPass: canPass)
        }
    }

    /// Sends a test message through a channel, and waits for the receipt at most 15 seconds.
    ///
    /// - Parameters:
    ///   - fleet: The fleet whose channel it is.
    ///   - author: Who asks for it, as told in the message.
    package static func run(
        _ channel: ChannelSpec,
        of fleet: Fleet,
        by author: Actor,
        clock: any SessionClock
    ) async -> ChannelTest {
        let client = ChannelClient()
        defer { client.shutdown() }
        let now = clock.now
        let steady = ContinuousClock()
        let begin = steady.now
        let outcome: Outcome
        do throws(DeliveryFailure) {
            let receipt = try await client.deliver(
                StatusMessage(testOf: fleet.name, by: author.name, at: now),
                to: channel,
                key: "test-\(EntryIDSource().next(at: now))"
            )
            outcome = .delivered(receipt: receipt.id, link: receipt.link)
        } catch {
            switch error {
            case .retryable(let reason, _): outcome = .failed(reason: reason, canPass: true)
            case .permanent(let reason): outcome = .failed(reason: reason, canPass: false)
            }
        }
        return ChannelTest(channel: channel, took: steady.now - begin, outcome: outcome)
    }
}
