import Primitives

/// A web address from the fleet file, checked before anything is sent to it.
struct ServiceAddress: Equatable, Sendable {
    /// The address as text.
    let text: String
    private let address: WebAddress

    /// Reads an address.
    ///
    /// - Parameter owner: Whose address it is, for the sentence; the address itself may be
    ///   secret and is not repeated.
    /// - Throws: A permanent failure that says what an address must look like.
    init(_ text: String, of owner: String) throws(DeliveryFailure) {
        self.text = text.trimmed
        do throws(WebAddress.Mistake) {
            address = try WebAddress(self.text)
        } catch {
            throw .permanent(
                reason: "the address of \(owner) \(error.sentence);"
                    + " it must look like https://host/path: correct it in the fleet file"
            )
        }
    }

    /// The address with a query item set, whatever it was before.
    func setting(_ name: String, to value: String) -> String {
        let others = (address.query ?? "").split(separator: "&")
            .filter { $0 != name && !$0.hasPrefix(name + "=") }
        let query = (others + ["\(name)=\(value)"]).joined(separator: "&")
        return address.origin + address.path + "?" + query
    }

    /// The address of a resource below this one; a query of this address is left out.
    func below(_ segments: String...) -> String {
        var text = address.origin + address.path
        while text.last == "/" { text.removeLast() }
        return segments.reduce(into: text) { $0 += "/" + $1.percentEncoded }
    }

    /// The address and the parts of it that may be tokens.
    var secrets: [String] {
        let pieces =
            address.path.split(separator: "/")
            + (address.query ?? "").split { $0 == "&" || $0 == "=" }
        // Short pieces are words such as `api`; hiding them would only spoil the sentence.
        return [text] + pieces.filter { $0.utf8.count >= 8 }.map(String.init)
    }
}

extension String {
    /// The text as one segment of a path: all but RFC 3986's unreserved characters encoded.
    var percentEncoded: String {
        let digits = Array("0123456789ABCDEF")
        return utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.append(Character(UnicodeScalar(byte)))
            default:
                encoded += ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
