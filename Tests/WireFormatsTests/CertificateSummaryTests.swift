import Testing

@testable import WireFormats

struct CertificateSummaryTests {
    @Test func `a certificate says whom it is for and who signed it`() throws {
        let der = try Fixture.bytes("certificate.der")
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
        let summary = try #require(CertificateSummary(der: try Fixture.bytes("certificate.der")))
        #expect(summary.covers(name) == isCovered)
    }

    @Test func `a certificate that signs itself is told`() throws {
        let der = try Fixture.bytes("certificate-self-signed.der")
        let summary = try #require(CertificateSummary(der: der))
        #expect(summary.isSelfIssued)
        #expect(summary.issuer == "localhost")
    }

    @Test func `every beginning of a certificate is read without harm`() throws {
        let der = try Fixture.bytes("certificate.der")
        for length in 0..<der.count {
            // The outer length is wrong then, so that nothing is believed.
            #expect(CertificateSummary(der: Array(der[..<length])) == nil)
        }
    }

    @Test func `a damaged certificate is read without harm`() throws {
        var random = SeededGenerator(seed: 7)
        let der = try Fixture.bytes("certificate.der")
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
}
