import FleetModel
import Primitives
import NIOSSL
import Probing
import Testing

/// Answers that are not written as strictly as they might be, read as others read them.
@Suite(.timeLimit(.minutes(15)))
struct LenientHTTPTests {
    private static let ok = "HTTP/1.1 200 OK\r\n"

    static let readable = [
        "HTTP/1.0 200 OK\nContent-Type: text/plain; version=0.0.4\n\nup 1\n",
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nup 1\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\n\r\nup 1\n",
        "HTTP/1.1 200\r\nContent-Type: text/plain\r\n\r\nup 1\n", "HTTP/1.0 200 OK\n\nup 1\n",
        "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 5\n\nup 1\n",
        "\r\n\r\n\(ok)Content-Length: 5\r\n\r\nup 1\n",
        "\(ok)Content-Length: 5\r\ncontent-length: 5\r\n\r\nup 1\n",
        "\(ok)Content-Length: 5, 5\r\n\r\nup 1\n", "\(ok)Content-Length : 5\r\n\r\nup 1\n",
        "\(ok)X-Long: one\r\n two\r\n\tthree\r\nContent-Length: 5\r\n\r\nup 1\n",
        "\(ok)Content-Length:\r\n 5\r\n\r\nup 1\n",
        "\(ok)X-Odd: a\rb\r\nContent-Length: 5\r\n\r\nup 1\n",
        "\(ok)Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nup 1\n\r\n0\r\n\r\n",
        "\(ok)Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nup 1\n",
        "\(ok)"
            + (1...300).map { "X-\($0): \($0)\r\n" }.joined()
            + "Content-Length: 5\r\n\r\nup 1\n",
    ]

    private func poll(_ reply: ServedReply) async throws -> Observation {
        let pick = MetricPick(name: "up", series: "up")
        return try await ScriptedServer.run({ _ in reply }) { server in
            try await withClient { client in
                await client.poll(.prometheus(url: server.url, metrics: [pick]))
            }
        }
    }

    @Test(arguments: readable.indices)
    func `an answer that others read is read`(_ place: Int) async throws {
        let observation = try await poll(.raw(Self.readable[place]))
        #expect(observation.problems == [])
        #expect(observation["up"] == 1)
    }

    @Test(arguments: [0, 1, 5, 6, 10])
    func `a head may come byte by byte`(_ place: Int) async throws {
        let observation = try await poll(.pieces(Self.readable[place]))
        #expect(observation.problems == [])
        #expect(observation["up"] == 1)
    }

    @Test(arguments: readable.indices)
    func `what is read in the open is read over TLS too`(_ place: Int) async throws {
        let file = #filePath
        let files =
            file.prefix(upTo: file.lastIndex(of: "/") ?? file.startIndex)
            + "/Fixtures/Certificates/"
        let settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files + "good.pem")
                .map { .certificate($0) },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(file: files + "leaf.key.pem", format: .pem)
            )
        )
        let manner = PortServer.Manner.lastWords(Self.readable[place])
        let observation = try await PortServer.run(manner, tls: settings) { server in
            try await withClient { client in
                await client.poll(
                    .prometheus(
                        url: "https://localhost:\(server.port)/metrics",
                        metrics: [MetricPick(name: "up", series: "up")]
                    ),
                    access: WebAccess(authorities: [files + "root.pem"])
                )
            }
        }
        #expect(observation.problems == [])
        #expect(observation["up"] == 1)
    }

    @Test(arguments: [
        (
            "\(ok)Content-Length: 5\r\nContent-Length: 7\r\n\r\nup 1\n",
            "unexpected answer: Content-Length twice with different values"
        ),
        (
            "\(ok)Content-Length: 5, 6\r\n\r\nup 1\n",
            "unexpected answer: Content-Length twice with different values"
        ),
        (
            "\(ok)Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "unexpected answer: a body packed with gzip"
        ),
        (
            "\(ok)no colon here\r\n\r\n",
            "unexpected answer: a header line that is none: its name, its colon or its "
                + "characters are wrong"
        ),
        (
            "\(ok)Transfer-Encoding: chunked\r\n\r\n5\nup 1\n\n0\n\n",
            "unexpected answer: a body whose length is impossible"
        ),
        ("HTTP/1.1 abc\r\n\r\n", "unexpected answer: a first line without a status"),
        ("HTTP/3.7 200 OK\r\n\r\n", "unexpected answer: another version of HTTP than 1.0 or 1.1"),
        (
            "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}\u{A}",
            "the port speaks TLS: the address must begin with https"
        ),
        ("220 mail ESMTP\r\n", "the port answers, but not with HTTP"),
    ])
    func `what cannot be read is named`(_ answer: String, _ sentence: String) async throws {
        let observation = try await poll(.raw(answer))
        #expect(observation.reasons.map(\.sentence) == [sentence])
    }

    @Test
    func `a connection is kept only where the end of a body is beyond doubt`() async throws {
        for (place, count) in [(1, 1), (7, 1), (13, 3)] {
            let answer = Self.readable[place]
            try await ScriptedServer.run({ _ in .said(answer) }) { server in
                try await withClient { client in
                    for _ in 0..<3 {
                        let target = ProbeTarget.prometheus(url: server.url, metrics: [])
                        #expect(await client.poll(target).problems.isEmpty)
                    }
                }
                #expect(server.counts.accepts == count)
            }
        }
    }
}
