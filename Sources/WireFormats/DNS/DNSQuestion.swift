/// A question to a name server (RFC 1035).
package struct DNSQuestion: Equatable, Sendable {
    /// The number that the answer repeats; a random one keeps strangers from answering.
    package let id: UInt16
    /// The name, without a dot at its end.
    package let name: String
    /// The kind of record.
    package let type: RecordType

    /// The kinds of records; the raw value is the one of RFC 1035, RFC 3596 and RFC 2782.
    package enum RecordType: Int, CaseIterable, Sendable {
        case a = 1
        case ns = 2
        case cname = 5
        case soa = 6
        case ptr = 12
        case mx = 15
        case txt = 16
        case aaaa = 28
        case srv = 33
    }

    /// A question.
    /// - Throws: `DNSMistake.noName`.
    package init(id: UInt16, name: String, type: RecordType) throws(DNSMistake) {
        let name = name.hasSuffix(".") ? String(name.dropLast()) : name
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
                    default: false
                    }
                }
        }
        guard isName, name.utf8.count <= 253 else { throw .noName }
        self.id = id
        self.name = name
        self.type = type
    }

    /// The message that asks it, with the wish that the server asks others.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = [UInt8(id >> 8), UInt8(id & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in name.split(separator: ".") {
            bytes.append(UInt8(label.utf8.count))
            bytes += label.utf8
        }
        return bytes + [0, 0, UInt8(type.rawValue), 0, 1]
    }
}

extension DNSQuestion.RecordType {
    /// A value as it is compared: names in lower case and without the dot at their end, addresses
    /// in one spelling.
    package func normalised(_ text: String) -> String {
        switch self {
        case .txt: text
        case .a: text
        case .aaaa: IPv6Text.groups(of: text).map(IPv6Text.text) ?? text.lowercased()
        case .ns, .cname, .soa, .ptr, .mx, .srv:
            text.split(separator: " ").map { word in
                (word.count > 1 && word.hasSuffix(".") ? word.dropLast() : word).lowercased()
            }.joined(separator: " ")
        }
    }

    /// The value of a record's data, which ends at a place.
    func value(_ reader: inout DNSReader, end: Int) throws(DNSMistake) -> String {
        switch self {
        case .a:
            return try reader.take(4).map(String.init).joined(separator: ".")
        case .aaaa:
            var groups: [Int] = []
            for _ in 0..<8 { groups.append(try reader.number()) }
            return IPv6Text.text(groups)
        case .ns, .cname, .ptr: return try reader.name()
        case .mx:
            let preference = try reader.number()
            return "\(preference) \(try reader.name())"
        case .srv:
            let numbers = [try reader.number(), try reader.number(), try reader.number()]
            let target = try reader.name()
            return numbers.map(String.init).joined(separator: " ") + " " + target
        case .soa:
            let (server, mailbox) = (try reader.name(), try reader.name())
            let serial = try reader.longNumber()
            _ = try reader.take(16)
            return "\(server) \(mailbox) \(serial)"
        case .txt:
            var bytes: [UInt8] = []
            while reader.position < end { bytes += try reader.take(Int(try reader.byte())) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
