import FoundationEssentials

/// A web address from the fleet file, checked before anything is sent to it.
struct ServiceAddress: Equatable, Sendable {
    /// The address as text.
    let text: String
    private let components: URLComponents

    /// Reads an address.
    ///
    /// - Parameter owner: Whose address it is, for the sentence; the address itself may be
    ///   secret and is not repeated.
    /// - Throws: A permanent failure that says what an address must look like.
    init(_ text: String, of owner: String) throws(DeliveryFailure) {
        let text = text.trimmed
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, let components = URLComponents(string: text),
            ["http", "https"].contains(components.scheme?.lowercased()),
            let host = components.host, !host.isEmpty, components.user == nil,
            components.password == nil, components.fragment == nil,
            (1...65_535).contains(components.port ?? 443)
        else {
            throw .permanent(
                reason: "the address of \(owner) is not a web address;"
                    + " it must look like https://host/path: correct it in the fleet file"
            )
        }
        self.text = text
        self.components = components
    }

    /// The address with a query item set, whatever it was before.
    func setting(_ name: String, to value: String) -> String {
        var changed = components
        let others = (components.percentEncodedQuery ?? "").split(separator: "&")
            .filter { $0 != name && !$0.hasPrefix(name + "=") }
        changed.percentEncodedQuery = (others + ["\(name)=\(value)"]).joined(separator: "&")
        return changed.string ?? text
    }

    /// The address of a resource below this one; a query of this address is left out.
    func below(_ segments: String...) -> String {
        var base = components
        base.percentEncodedQuery = nil
        var text = base.string ?? text
        while text.last == "/" { text.removeLast() }
        return segments.reduce(into: text) { $0 += "/" + $1.percentEncoded }
    }

    /// The address and the parts of it that may be tokens.
    var secrets: [String] {
        let path = components.percentEncodedPath
        let query = components.percentEncodedQuery ?? ""
        let pieces =
            path.split(separator: "/") + query.split { $0 == "&" || $0 == "=" }
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
