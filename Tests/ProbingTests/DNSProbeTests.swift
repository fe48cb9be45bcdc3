import FleetModel
import Primitives
import Probing
import Synchronization
import Testing

/// What names stand for, asked of a server of our own.
@Suite(.timeLimit(.minutes(15)))
struct DNSProbeTests {
    private func poll(
        _ record: DNSTarget.Record = .a,
        expecting expected: [String] = [],
        deadline: Duration = .seconds(60),
        _ script: @escaping NameServer.Script
    ) async throws -> Observation {
        try await NameServer.run(script) { address in
            try await withClient { client in
                let target = DNSTarget(
                    name: "node.example.org",
                    record: record,
                    resolver: address,
                    expected: expected
                )
                return await client.poll(.dns(target), deadline: deadline)
            }
        }
    }

    /// An answer with these data of records of the kind that was asked for.
    private static func answer(
        to question: [UInt8],
        flags: (UInt8, UInt8) = (0x81, 0x80),
        _ data: [[UInt8]]
    ) -> [UInt8] {
        var bytes = question
        bytes[2] = flags.0
        bytes[3] = flags.1
        bytes[7] = UInt8(data.count)
        for part in data {
            bytes += [0xC0, 12]
            bytes += question.suffix(4)
            bytes += [0, 0, 0, 9, UInt8(part.count >> 8), UInt8(part.count & 0xFF)]
            bytes += part
        }
        return bytes
    }

    @Test func `the records of a name are counted and kept`() async throws {
        let observation = try await poll { question, _ in
            [Self.answer(to: question, [[192, 0, 2, 7], [192, 0, 2, 1]])]
        }
        #expect(observation.problems == [])
        #expect(observation[.dnsAnswers] == 2)
        #expect(observation[.dnsValues] == ["192.0.2.1", "192.0.2.7"])
        #expect(observation.latency != nil)
    }

    @Test(
        arguments: [
            (["192.0.2.1", "192.0.2.7"], nil), (["192.0.2.7", "192.0.2.1"], nil),
            (["192.0.2.1"], "the answer has 192.0.2.7"),
            (["192.0.2.1", "192.0.2.7", "192.0.2.8"], "the answer lacks 192.0.2.8"),
            (["192.0.2.8"], "the answer lacks 192.0.2.8, has 192.0.2.1, 192.0.2.7"),
        ] as [([String], String?)]
    )
    func `all expected values must come, and no others`(
        _ expected: [String],
        _ reason: String?
    ) async throws {
        let observation = try await poll(expecting: expected) { question, _ in
            [Self.answer(to: question, [[192, 0, 2, 7], [192, 0, 2, 1]])]
        }
        #expect(observation.problems.map(\.reason.sentence) == [reason].compactMap { $0 })
        #expect(observation[.dnsAnswers] == 2)
    }

    @Test func `an expected value may be written in another spelling`() async throws {
        let observation = try await poll(.mx, expecting: ["10 A.ORG."]) { question, _ in
            [Self.answer(to: question, [[0, 10, 1, 0x61, 3, 0x6F, 0x72, 0x67, 0]])]
        }
        #expect(observation.problems == [])
    }

    @Test(
        arguments: [
            (3, "the name does not exist (NXDOMAIN)"), (2, "the name server failed (SERVFAIL)"),
            (5, "the name server refuses to answer (REFUSED)"),
            (0, "the name has no A record"),
        ] as [(UInt8, String)]
    )
    func `why there are no records is told`(_ code: UInt8, _ words: String) async throws {
        let observation = try await poll { question, _ in
            [Self.answer(to: question, flags: (0x81, 0x80 | code), [])]
        }
        #expect(observation.problems.map(\.reason.sentence) == [words])
        #expect(observation.latency != nil)
    }

    @Test func `what strangers and others' questions bring is left aside`() async throws {
        let observation = try await poll { question, _ in
            let good = Self.answer(to: question, [[192, 0, 2, 1]])
            var other = Self.answer(to: question, [[203, 0, 113, 6]])
            other[0] ^= 0xFF
            var renamed = Self.answer(to: question, [[203, 0, 113, 6]])
            renamed[13] ^= 1
            return [[], [0], other, renamed, question, good]
        }
        #expect(observation[.dnsValues] == ["192.0.2.1"])
    }

    @Test func `an answer that is too long for a datagram is asked for over TCP`() async throws {
        let texts = (0..<9).map { number -> [UInt8] in
            [201, UInt8(0x30 + number)] + [UInt8](repeating: 0x61, count: 200)
        }
        let observation = try await poll(.txt) { question, isStream in
            isStream
                ? [Self.answer(to: question, texts)]
                : [Self.answer(to: question, flags: (0x83, 0x80), [])]
        }
        #expect(observation.problems == [])
        #expect(observation[.dnsAnswers] == 9)
        let cut = try await poll(.txt) { question, isStream in
            isStream ? [] : [Self.answer(to: question, flags: (0x83, 0x80), [])]
        }
        #expect(cut.reasons == [.connectionClosed])
    }

    @Test func `a lost datagram is sent again`() async throws {
        let count = Mutex(0)
        let observation = try await poll { question, _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return number > 1 ? [Self.answer(to: question, [[192, 0, 2, 1]])] : []
        }
        #expect(observation[.dnsValues] == ["192.0.2.1"])
    }

    @Test func `a silent server ends at the deadline and a hostile answer at once`() async throws {
        let silent = try await poll(deadline: .milliseconds(200)) { _, _ in [] }
        guard case .timedOut = silent.reasons.first else {
            Issue.record("\(silent.reasons)")
            return
        }
        #expect(silent.latency == nil)
        let hostile = try await poll(.ns) { question, _ in
            let loop = UInt8(question.count + 12)
            return [Self.answer(to: question, [[0xC0, loop]])]
        }
        #expect(
            hostile.reasons == [.badBody("a DNS answer with an impossible name")],
            "\(hostile.reasons)"
        )
    }

    @Test func `a port without a server is refused`() async throws {
        // The kernel refuses no more than so many datagrams a second (icmp_msgs_per_sec).
        var reasons: [FailureReason] = []
        for _ in 0..<3 where reasons != [.refused] {
            let observation = try await withClient { client in
                await client.poll(.dns(DNSTarget(name: "a.org", resolver: "127.0.0.1:1")))
            }
            reasons = observation.reasons
        }
        #expect(reasons == [.refused])
    }

    @Test(arguments: [
        ("9.9.9.9", "9.9.9.9", 53), ("9.9.9.9:5353", "9.9.9.9", 5353), ("::1", "::1", 53),
        ("[::1]:54", "::1", 54), ("ns1.example.org", "ns1.example.org", 53),
    ])
    func `a name server is written with or without its port`(
        _ text: String,
        _ host: String,
        _ port: Int
    ) {
        #expect(DNSTarget.server(text) == PortAddress(host: host, port: port))
        #expect(DNSTarget.server("a b") == nil)
    }
}
