import Cryptography
import FoundationEssentials
import Primitives
import Testing

struct CertificateSummaryTests {
    private static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return Array(try Data(contentsOf: folder.appending(path: "Fixtures/\(name)")))
    }

    @Test func `a certificate says whom it is for and who signed it`() throws {
        let der = try Self.bytes("certificate.der")
        let summary = try #require(CertificateSummary(der: der))
        #expect(summary.names == ["localhost", "node.example.org", "127.0.0.1"])
        #expect(summary.issuer == "Tocsin tests, intermediate")
        #expect(!summary.isSelfIssued)
    }

    @Test(arguments: [
        ("localhost", true), ("LOCALHOST", true), ("node.example.org", true),
        ("other.example.org", false), ("example.org", false), ("", false),
    ])
    func `a certificate is for its names only`(_ name: String, _ isCovered: Bool) throws {
        let summary = try #require(CertificateSummary(der: try Self.bytes("certificate.der")))
        #expect(summary.covers(name) == isCovered)
    }

    @Test func `a certificate that signs itself is told`() throws {
        let der = try Self.bytes("certificate-self-signed.der")
        let summary = try #require(CertificateSummary(der: der))
        #expect(summary.isSelfIssued)
        #expect(summary.issuer == "localhost")
    }

    @Test func `every beginning of a certificate is read without harm`() throws {
        let der = try Self.bytes("certificate.der")
        for length in 0..<der.count {
            // The outer length is wrong then, so that nothing is believed.
            #expect(CertificateSummary(der: Array(der[..<length])) == nil)
        }
    }

    @Test func `a damaged certificate is read without harm`() throws {
        var random = SeededGenerator(seed: 7)
        let der = try Self.bytes("certificate.der")
        for _ in 0..<5000 {
            var bytes = der
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
                    in: 0...255,
                    using: &random
                )
            }
            let summary = CertificateSummary(der: bytes)
            #expect(summary?.names.count ?? 0 <= 100)
        }
    }

    @Test(
        arguments: [
            [], [0x30], [0x30, 0x80], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x30, 0x83, 0xFF, 0xFF, 0xFF, 0x00], [0x1F, 0x01, 0x00], [0x30, 0x00],
        ] as [[UInt8]]
    )
    func `bytes that are no certificate are none`(_ bytes: [UInt8]) {
        #expect(CertificateSummary(der: bytes) == nil)
    }

    @Test func `bytes behind a certificate make it none`() throws {
        #expect(CertificateSummary(der: try Self.bytes("certificate.der") + [0]) == nil)
    }

    @Test func `what is odd in a certificate is read as it stands`() throws {
        let odd = try #require(
            CertificateSummary(
                der: OddCertificate(
                    serial: [0x80, 0x00, 0x01],
                    times: ["9912312359Z", "00000000000000Z"],
                    // In UTF-16: "Münze".
                    issuer: .attribute(
                        [0x55, 0x04, 0x03],
                        0x1E,
                        Array("\0M\0".utf8) + [0xFC]
                            + Array("\0n\0z\0e".utf8)
                    ),
                    alternatives: [
                        .dns("good.example\0.evil.example"), .dns("*.example.org"),
                        .address([10, 0, 0, 1]), .address([1, 2, 3, 4, 5]),
                        .address([0x20, 1, 0xD, 0xB8] + [UInt8](repeating: 0, count: 11) + [1]),
                    ]
                ).der
            )
        )
        #expect(odd.issuer == "Münze")
        #expect(
            odd.names == [
                "good.example\0.evil.example", "*.example.org", "10.0.0.1",
                "2001:db8:0:0:0:0:0:1",
            ]
        )
        let covered = ["a.example.org", "A.EXAMPLE.ORG.", "10.0.0.1", "2001:db8::1"]
        for name in covered { #expect(odd.covers(name), "\(name)") }
        let others = [
            "good.example", "good.example\0.evil.example", "a.b.example.org", "example.org", "",
            ".", "10.0.0.2", "10.0.0.1\0", "subject.example",
        ]
        for name in others { #expect(!odd.covers(name), "\(name)") }
    }

    @Test func `an old certificate is for its common name`() throws {
        let old = try #require(CertificateSummary(der: OddCertificate(alternatives: []).der))
        #expect(old.names == ["subject.example"])
        #expect(old.covers("subject.example"))
        #expect(!old.covers("example"))
    }

    @Test func `of very many and very long names some are kept`() throws {
        let long = String(repeating: "x", count: 100_000)
        let huge = try #require(
            CertificateSummary(
                der: OddCertificate(
                    alternatives: (0..<5000).map { .dns("\($0).\(long.prefix(300))") }
                ).der
            )
        )
        #expect(huge.names.count == 100)
        #expect(huge.names.allSatisfy { $0.utf8.count == 253 })
        #expect(!huge.covers(long))
    }

    @Test func `broken names of a certificate are no names`() throws {
        let broken = OddCertificate(alternatives: [.raw([0x82, 0x7F, 0x61])])
        let summary = try #require(CertificateSummary(der: broken.der))
        #expect(summary.names == ["subject.example"])
    }
}
