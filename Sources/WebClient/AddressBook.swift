import Primitives
import Synchronization

/// The addresses asked so far, taken apart; the same ones are asked again and again.
final class AddressBook: Sendable {
    private let known = Mutex<[String: WebAddress]>([:])

    /// How many addresses are kept at most; beyond, all are taken apart anew.
    private static let limit = 8192

    func address(_ text: String) throws(WebAddress.Mistake) -> WebAddress {
        if let address = known.withLock({ $0[text] }) { return address }
        let address = try WebAddress(text)
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[text] = address
        }
        return address
    }
}
