import Cryptography
import TestSupport
import Testing

struct SignatureTests {
    /// RFC 8032, section 7.1: tests 1 and 2.
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3"
                + "9701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3"
                + "613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ])
    func `Ed25519 signs and verifies the published messages`(
        _ seed: String,
        _ publicKey: String,
        _ message: String,
        _ signature: String
    ) throws {
        let key = try #require(SigningKey(seed: [UInt8](hex: seed)))
        let message = try [UInt8](hex: message)
        let signature = try [UInt8](hex: signature)
        #expect(key.publicKey == (try [UInt8](hex: publicKey)))
        #expect(key.signature(of: message) == signature)
        try expectOnly(signature, of: message, by: key.publicKey, .ed25519)
    }

    /// RFC 6979, appendix A.2.5.
    @Test func `ECDSA on P-256 verifies the published signature`() throws {
        try expectOnly(
            [UInt8](
                hex: "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                    + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
            ),
            of: Array("sample".utf8),
            by: [UInt8](hex: Self.keyOnP256),
            .ecdsaP256
        )
    }

    private static let keyOnP256 =
        "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
        + "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
        + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"

    /// A point beside the curve, and the point at infinity in its own form.
    @Test func `a key that is no point of the curve verifies nothing`() throws {
        let key = try [UInt8](hex: Self.keyOnP256)
        var beside = key
        beside[beside.count - 1] ^= 1
        let head = Array(key.prefix(26))
        for key in [beside, head + [0], head + [UInt8](repeating: 0, count: 65), head, []] {
            #expect(!SignatureScheme.ecdsaP256.verifies([0x30, 0], of: [], by: key))
        }
        for point in [[0], [UInt8](repeating: 0, count: 33), [UInt8](repeating: 0xFF, count: 65)] {
            #expect(!SignatureScheme.ecdsaSecp256k1.verifies([0x30, 0], of: [], by: point))
        }
    }

    /// That the signature holds, and no longer when a bit of anything is changed.
    private func expectOnly(
        _ signature: [UInt8],
        of message: [UInt8],
        by key: [UInt8],
        _ scheme: SignatureScheme
    ) throws {
        #expect(scheme.verifies(signature, of: message, by: key))
        #expect(!scheme.verifies(signature, of: message + [0], by: key))
        for place in signature.indices {
            var bad = signature
            bad[place] ^= 0x20
            #expect(!scheme.verifies(bad, of: message, by: key), "signature, byte \(place)")
        }
        for place in key.indices {
            var bad = key
            bad[place] ^= 0x20
            #expect(!scheme.verifies(signature, of: message, by: bad), "key, byte \(place)")
        }
        for count in 0..<signature.count {
            #expect(!scheme.verifies(Array(signature.prefix(count)), of: message, by: key))
        }
        #expect(!scheme.verifies(signature + [0], of: message, by: key))
        #expect(!scheme.verifies(signature, of: message, by: key + [0]))
    }
}
