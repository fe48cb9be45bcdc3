import Fuzzing
import Testing

@testable import WireFormats

/// Messages of name servers.
struct DNSTests {
    private static func question(
        _ name: String = "node.example.org",
        _ type: DNSQuestion.RecordType = .a
    ) throws -> DNSQuestion {
        try DNSQuestion(id: 0x1234, name: name, type: type)
    }

    /// The name of the question, as a place in the message.
    private static let asked: [UInt8] = [0xC0, 12]

    private static func name(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for label in text.split(separator: ".") {
            bytes.append(UInt8(label.utf8.count))
            bytes += label.utf8
        }
        return bytes + [0]
    }

    private static func record(
        _ owner: [UInt8] = asked,
        _ type: DNSQuestion.RecordType,
        _ data: [UInt8]
    ) -> [UInt8] {
        var bytes = owner
        bytes += [0, UInt8(type.rawValue), 0, 1, 0, 0, 0, 60]
        bytes += [UInt8(data.count >> 8), UInt8(data.count & 0xFF)]
        return bytes + data
    }

    private static func message(
        to question: DNSQuestion,
        flags: (UInt8, UInt8) = (0x81, 0x80),
        _ records: [[UInt8]]
    ) -> [UInt8] {
        var bytes = question.bytes
        bytes.replaceSubrange(2..<4, with: [flags.0, flags.1])
        bytes.replaceSubrange(6..<8, with: [0, UInt8(records.count)])
        return bytes + records.flatMap { $0 }
    }

    @Test func `a question is asked as RFC 1035 writes it`() throws {
        let bytes = try DNSQuestion(id: 0x0102, name: "a.bc.", type: .aaaa).bytes
        #expect(
            bytes == [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0x61, 2, 0x62, 0x63, 0, 0, 28, 0, 1]
        )
    }

    @Test(arguments: [
        "", ".", "a..b", ".a", "a b", "é.org", "a/b", String(repeating: "a", count: 64),
        String(repeating: "aaaaaaaaa.", count: 26), "a\n",
    ])
    func `what is no name is not asked for`(_ name: String) {
        #expect(throws: DNSMistake.noName) {
            try DNSQuestion(id: 1, name: name, type: .a)
        }
    }

    struct Case: Sendable {
        var type: DNSQuestion.RecordType
        var data: [UInt8]
        var value: String
    }

    @Test(arguments: [
        Case(type: .a, data: [192, 0, 2, 1], value: "192.0.2.1"),
        Case(
            type: .aaaa,
            data: [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
            value: "2001:db8::1:0"
        ),
        Case(type: .aaaa, data: Array(repeating: 0, count: 15) + [1], value: "::1"),
        Case(type: .ns, data: name("NS1.Example.Org"), value: "ns1.example.org"),
        Case(type: .ptr, data: [1, 0x61] + asked, value: "a.node.example.org"),
        Case(type: .mx, data: [0, 10] + name("mail.org"), value: "10 mail.org"),
        Case(type: .mx, data: [0, 0, 0], value: "0 ."),
        Case(
            type: .srv,
            data: [0, 1, 0, 2, 0x76, 0x5F] + name("a_b.org"),
            value: "1 2 30303 a_b.org"
        ),
        Case(
            type: .txt,
            data: [4] + Array("enr:".utf8) + [0, 3] + Array("-a\"".utf8),
            value: "enr:-a\""
        ),
        Case(
            type: .soa,
            data: name("ns.org") + name("me.org") + [0, 0, 1, 2] + Array(repeating: 0, count: 16),
            value: "ns.org me.org 258"
        ),
    ])
    func `the value of every kind of record is read`(_ example: Case) throws {
        let question = try Self.question("node.example.org", example.type)
        let bytes = Self.message(
            to: question,
            [Self.record(Self.asked, example.type, example.data)]
        )
        let answer = try DNSAnswer(parsing: bytes, to: question)
        #expect(answer.values == [example.value])
        #expect(example.type.normalised(example.value) == example.value)
        for length in bytes.indices {
            #expect(throws: DNSMistake.self) {
                try DNSAnswer(parsing: Array(bytes[..<length]), to: question)
            }
        }
    }

    @Test func `aliases are followed, and what was not asked for does not count`() throws {
        let question = try Self.question()
        let bytes = Self.message(
            to: question,
            [
                Self.record(Self.name("real.org"), .a, [192, 0, 2, 2]),
                Self.record(Self.asked, .cname, Self.name("Alias.org")),
                Self.record(Self.name("alias.ORG"), .cname, Self.name("real.org")),
                Self.record(Self.name("real.org"), .a, [192, 0, 2, 1]),
                Self.record(Self.name("real.org"), .a, [192, 0, 2, 1]),
                Self.record(Self.name("evil.org"), .a, [203, 0, 113, 6]),
                Self.record(Self.asked, .txt, [1, 0x61]),
            ]
        )
        let answer = try DNSAnswer(parsing: bytes, to: question)
        #expect(answer.values == ["192.0.2.1", "192.0.2.2"])
        #expect(answer.code == 0)
    }

    @Test func `an answer to another question is none`() throws {
        let question = try Self.question()
        let good = Self.message(to: question, [])
        #expect(try DNSAnswer(parsing: good, to: question).values == [])
        for (place, byte) in [(0, 0), (1, 0), (2, 0x01), (2, 0xA1), (13, 0x6D), (31, 2)] {
            var bytes = good
            bytes[place] = UInt8(byte)
            #expect(throws: DNSMistake.otherQuestion, "\(place)") {
                try DNSAnswer(parsing: bytes, to: question)
            }
        }
        var loud = good
        loud[13] = 0x4E
        #expect(try DNSAnswer(parsing: loud, to: question).values == [])
    }

    @Test func `a refusal and an answer that is too long are told apart`() throws {
        let question = try Self.question()
        let refused = Self.message(to: question, flags: (0x81, 0x83), [])
        #expect(try DNSAnswer(parsing: refused, to: question).code == 3)
        let bare = Array(refused[..<4]) + [0, 0, 0, 0, 0, 0, 0, 0]
        #expect(try DNSAnswer(parsing: bare, to: question).code == 3)
        let long = Self.message(to: question, flags: (0x83, 0x80), [])
        #expect(try DNSAnswer(parsing: long, to: question).isTruncated)
    }

    @Test func `names that refer to one another without end are refused`() throws {
        let question = try Self.question("node.example.org", .ns)
        let end = UInt8(question.bytes.count)
        // To itself, to what lies behind, round in a circle, and a chain that grows too long.
        let owners: [[UInt8]] = [
            [0xC0, end], [0xC0, end + 2], [1, 0x61, 0xC0, end], [0xFF, 0xFF], [0x40, 0x61, 0],
            Array(repeating: [63] + Array(repeating: 0x61, count: 63), count: 5).flatMap { $0 } + [
                0
            ],
        ]
        for owner in owners {
            let bytes = Self.message(to: question, [Self.record(owner, .ns, Self.name("a"))])
            #expect(throws: DNSMistake.self) { try DNSAnswer(parsing: bytes, to: question) }
        }
    }

    @Test func `a record that says more than its kind is refused`() throws {
        let question = try Self.question()
        for data in [[192, 0, 2], [192, 0, 2, 1, 9], []] as [[UInt8]] {
            let bytes = Self.message(to: question, [Self.record(Self.asked, .a, data)])
            #expect(throws: DNSMistake.self) { try DNSAnswer(parsing: bytes, to: question) }
        }
    }

    @Test(arguments: [
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::", "::"), ("1::", "1::"),
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
        ("no", "no"), ("1:2", "1:2"), ("1::2::3", "1::2::3"),
    ])
    func `an IPv6 address has one spelling`(_ text: String, _ one: String) {
        #expect(DNSQuestion.RecordType.aaaa.normalised(text) == one)
        #expect(DNSQuestion.RecordType.mx.normalised("10 Mail.Org.") == "10 mail.org")
        #expect(DNSQuestion.RecordType.txt.normalised("A.") == "A.")
    }
}

struct DNSFuzzTests {
    @Test func `a mutated answer is read or refused`() throws {
        let pieces: [[UInt8]] = [
            [0xC0, 12], [0xC0, 0xFF], [0], [0xFF], [63], [0, 1, 0, 1], [0x80], [0, 16], [0, 28],
        ]
        var readable = 0
        for var round in FuzzRounds(3000, seed: 81) {
            let type = DNSQuestion.RecordType.allCases.randomElement(using: &round) ?? .a
            let question = try DNSQuestion(id: 0x1234, name: "a.example.org", type: type)
            var seed = question.bytes
            seed[2] = 0x81
            seed[7] = 2
            let data = round.bytes(upTo: 40)
            for _ in 0..<2 {
                seed += [0xC0, 12, 0, UInt8(type.rawValue), 0, 1, 0, 0, 0, 1, 0, UInt8(data.count)]
                seed += data
            }
            let bytes = round.mutant(of: seed, pieces: pieces)
            do throws(DNSMistake) {
                let answer = try DNSAnswer(parsing: bytes, to: question)
                #expect(answer.values == answer.values.sorted(), "\(round)")
                readable += 1
            } catch {
                #expect(!error.sentence.isEmpty)
            }
        }
        #expect(readable > 10)
    }
}
