/// What an X.509 certificate (RFC 5280) says of whom it is for and who signed it.
///
/// Nothing is verified here.
package struct CertificateSummary: Sendable, Equatable {
    /// The names and IP addresses that it is for, in its own order; of old certificates without
    /// such a list the common name.
    package let names: [String]
    /// Who signed it, in a few words: organisation and common name.
    package let issuer: String
    /// Whether subject and issuer are the same, as in certificates that sign themselves.
    package let isSelfIssued: Bool
    /// The encoded name of the issuer, to find its certificate in a chain.
    package let issuerName: [UInt8]
    /// The encoded name of the subject.
    package let subjectName: [UInt8]

    /// How many names are kept at most.
    private static let nameLimit = 100

    /// Reads a certificate; nil for bytes that are none.
    package init?(der: [UInt8]) {
        var outer = DERReader(der[...])
        guard let certificate = outer.next(Tag.sequence) else { return nil }
        var parts = certificate.inside
        guard let body = parts.next(Tag.sequence) else { return nil }
        var fields = body.inside
        // Version (explicit 0, optional), serial number, signature algorithm.
        _ = fields.next(Tag.version)
        guard fields.next(Tag.integer) != nil, fields.next(Tag.sequence) != nil,
            let issuer = fields.next(Tag.sequence), fields.next(Tag.sequence) != nil,
            let subject = fields.next(Tag.sequence), fields.next(Tag.sequence) != nil
        else { return nil }
        let issuerParts = Self.parts(of: issuer)
        issuerName = Array(issuer.content)
        subjectName = Array(subject.content)
        isSelfIssued = issuerName == subjectName
        let words = [issuerParts[Attribute.organisation], issuerParts[Attribute.commonName]]
        self.issuer = words.compactMap { $0 }.joined(separator: ", ")
        let listed = Self.alternativeNames(&fields)
        let common = Self.parts(of: subject)[Attribute.commonName]
        names = listed.isEmpty ? common.map { [$0] } ?? [] : listed
    }

    /// Whether the certificate is for a name: a `*` stands for one label in front (RFC 6125, 6.4).
    package func covers(_ name: String) -> Bool {
        let wanted = Self.labels(name)
        return names.contains { listed in
            let labels = Self.labels(listed)
            guard labels.count == wanted.count, labels.dropFirst() == wanted.dropFirst() else {
                return false
            }
            return labels.first == wanted.first || labels.first == "*" && labels.count > 2
        }
    }

    private static func labels(_ name: String) -> [Substring] {
        name.lowercased().split(separator: ".")
    }

    /// The tags of X.680 and RFC 5280 that are met on the way.
    private enum Tag {
        static let sequence: UInt8 = 0x30
        static let set: UInt8 = 0x31
        static let integer: UInt8 = 0x02
        static let identifier: UInt8 = 0x06
        static let octets: UInt8 = 0x04
        static let version: UInt8 = 0xA0
        static let extensions: UInt8 = 0xA3
        static let dnsName: UInt8 = 0x82
        static let ipAddress: UInt8 = 0x87
        static let utf16: UInt8 = 0x1E
    }

    /// The encoded object identifiers of the parts of names (X.520): 2.5.4.3 and 2.5.4.10.
    private enum Attribute {
        static let commonName: [UInt8] = [0x55, 0x04, 0x03]
        static let organisation: [UInt8] = [0x55, 0x04, 0x0A]
    }

    /// 2.5.29.17, the extension with the alternative names.
    private static let alternativeNamesID: [UInt8] = [0x55, 0x1D, 0x11]

    /// The first value of each attribute of a name.
    private static func parts(of name: DERReader.Element) -> [[UInt8]: String] {
        var parts: [[UInt8]: String] = [:]
        var sets = name.inside
        while let set = sets.next(Tag.set) {
            var attributes = set.inside
            while let attribute = attributes.next(Tag.sequence) {
                var pair = attribute.inside
                guard let id = pair.next(Tag.identifier), let value = pair.next() else { continue }
                let key = Array(id.content)
                guard parts[key] == nil, value.tag != Tag.utf16 else { continue }
                parts[key] = text(value.content)
            }
        }
        return parts
    }

    private static func alternativeNames(_ fields: inout DERReader) -> [String] {
        while let tag = fields.nextTag, tag != Tag.extensions {
            if fields.next() == nil { return [] }
        }
        guard let wrapper = fields.next(Tag.extensions) else { return [] }
        var wrapped = wrapper.inside
        guard var extensions = wrapped.next(Tag.sequence)?.inside else { return [] }
        while let extensionItem = extensions.next(Tag.sequence) {
            var parts = extensionItem.inside
            guard let id = parts.next(Tag.identifier), Array(id.content) == alternativeNamesID
            else { continue }
            while let part = parts.next() {
                guard part.tag == Tag.octets else { continue }
                var inner = part.inside
                return inner.next(Tag.sequence).map { names(in: $0) } ?? []
            }
        }
        return []
    }

    private static func names(in list: DERReader.Element) -> [String] {
        var names: [String] = []
        var items = list.inside
        while names.count < nameLimit, let item = items.next() {
            switch item.tag {
            case Tag.dnsName: names.append(text(item.content))
            case Tag.ipAddress: if let address = address(item.content) { names.append(address) }
            default: break
            }
        }
        return names
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        // The longest name of DNS has 253 bytes (RFC 1035).
        String(decoding: bytes.prefix(253), as: UTF8.self)
    }

    private static func address(_ bytes: ArraySlice<UInt8>) -> String? {
        switch bytes.count {
        case 4: return bytes.map(String.init).joined(separator: ".")
        case 16:
            let bytes = Array(bytes)
            return stride(from: 0, to: 16, by: 2)
                .map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
                .joined(separator: ":")
        default: return nil
        }
    }
}
