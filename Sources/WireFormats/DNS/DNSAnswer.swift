/// The answer of a name server (RFC 1035), checked against its question.
package struct DNSAnswer: Equatable, Sendable {
    /// How the server says it went; 0 is well (RFC 1035, 4.1.1).
    package let code: Int
    /// Whether it was too long for a datagram, so that it must be asked for over TCP.
    package let isTruncated: Bool
    /// The values of the records asked for, sorted, each once.
    package let values: [String]

    /// Reads the answer to a question.
    /// - Throws: `DNSMistake` for what is no answer to it.
    package init(parsing bytes: [UInt8], to question: DNSQuestion) throws(DNSMistake) {
        var reader = DNSReader(bytes)
        guard try reader.number() == Int(question.id) else { throw .otherQuestion }
        let flags = try reader.number()
        // An answer to a plain query: QR is 1, OPCODE is 0.
        guard flags & 0xF800 == 0x8000 else { throw .otherQuestion }
        code = flags & 0xF
        isTruncated = flags & 0x200 != 0
        let questions = try reader.number()
        let answers = try reader.number()
        _ = try reader.longNumber()
        // Some servers leave out the question where they refuse it.
        if questions == 0, code != 0 {
            values = []
            return
        }
        guard questions == 1, try reader.name() == question.name.lowercased(),
            try reader.number() == question.type.rawValue, try reader.number() == 1
        else { throw .otherQuestion }
        if isTruncated {
            values = []
            return
        }
        values = try Self.values(&reader, count: answers, of: question)
    }

    /// How many records are looked at.
    private static let recordLimit = 1000

    private static func values(
        _ reader: inout DNSReader,
        count: Int,
        of question: DNSQuestion
    ) throws(DNSMistake) -> [String] {
        var found: [(owner: String, value: String)] = []
        var aliases: [String: String] = [:]
        for _ in 0..<min(count, recordLimit) {
            let owner = try reader.name()
            let type = DNSQuestion.RecordType(rawValue: try reader.number())
            let isInternet = try reader.number() == 1
            _ = try reader.longNumber()
            let length = try reader.number()
            let start = reader
            _ = try reader.take(length)
            guard let type, isInternet else { continue }
            var data = start
            guard type == question.type || type == .cname else { continue }
            let value = try type.value(&data, end: reader.position)
            guard data.position == reader.position else { throw .badRecord }
            if type == question.type { found.append((owner, value)) }
            if type == .cname { aliases[owner] = value }
        }
        // What a server adds about names that were not asked for does not count.
        var names: Set<String> = []
        var name: String? = question.name.lowercased()
        while let next = name, names.insert(next).inserted { name = aliases[next] }
        return Set(found.filter { names.contains($0.owner) }.map(\.value)).sorted()
    }
}
