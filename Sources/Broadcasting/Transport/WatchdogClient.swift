import FoundationEssentials
package import FleetModel
import Primitives
import WebClient

/// Calls the address that waits for a sign of life; must be shut down after use.
package struct WatchdogClient: Sendable {
    /// The largest answer that is read; what it says does not matter.
    private static let bodyLimitBytes = 4096
    private static let name = "the watchdog"

    private let transport: ServiceTransport

    /// A client that gives each call this long, connecting and reading included.
    package init(deadline: Duration = .seconds(10)) {
        transport = ServiceTransport(
            requester: WebRequester(for: .messages, bodyLimitBytes: Self.bodyLimitBytes),
            deadline: deadline
        ) {
            Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
        }
    }

    /// Ends calls under way and closes the connections.
    package func shutdown() {
        transport.requester.shutdown()
    }

    /// Calls once.
    /// - Returns: Nil when it was heard, else why not, without any secret.
    package func call(_ watchdog: Watchdog) async -> String? {
        guard let url = watchdog.url else { return watchdog.lack ?? "its address is not known" }
        let address: ServiceAddress
        do throws(DeliveryFailure) {
            address = try ServiceAddress(url.reveal(), of: Self.name)
        } catch {
            return error.reason
        }
        let method: WebRequest.Method =
            switch watchdog.method {
            case .get: .get
            case .post: .post
            }
        var request = WebRequest(method, address.text)
        for (name, secret) in watchdog.headers { request.headers.append((name, secret.reveal())) }
        do throws(DeliveryFailure) {
            let answer = try await transport.exchange(request, with: Self.name, reading: .never)
            // Its words do not matter, and might repeat the address.
            return answer.isSuccess ? nil : answer.failure(of: Self.name, words: "").reason
        } catch {
            return error.reason
        }
    }
}
