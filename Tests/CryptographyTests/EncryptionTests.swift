import Cryptography
import TestSupport
import Testing

struct EncryptionTests {
    // RFC 7748, section 6.1.
    private static let alice = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"
    private static let bob = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"
    private static let agreed = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"

    @Test func `two parties of X25519 come to the published secret`() throws {
        let alice = try #require(KeyAgreementKey([UInt8](hex: Self.alice)))
        let bob = try #require(KeyAgreementKey([UInt8](hex: Self.bob)))
        let alicePublic = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
        let bobPublic = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
        #expect(alice.publicKey == (try [UInt8](hex: alicePublic)))
        #expect(bob.publicKey == (try [UInt8](hex: bobPublic)))
        let agreed = try [UInt8](hex: Self.agreed)
        #expect(alice.sharedSecret(with: bob.publicKey) == agreed)
        #expect(bob.sharedSecret(with: alice.publicKey) == agreed)
    }

    /// RFC 7748, section 5.2: the first vector of the function itself.
    @Test func `X25519 of any scalar and coordinate`() throws {
        let key = KeyAgreementKey(
            try [UInt8](hex: "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4")
        )
        let other = try [UInt8](
            hex: "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"
        )
        let secret = try [UInt8](
            hex: "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
        )
        #expect(key?.sharedSecret(with: other) == secret)
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func `a key of another length is none`(_ count: Int) throws {
        let bytes = [UInt8](repeating: 9, count: count)
        #expect(KeyAgreementKey(bytes) == nil)
        #expect(SigningKey(seed: bytes) == nil)
        #expect(ChaCha20Poly1305(key: bytes) == nil)
        let own = try #require(KeyAgreementKey([UInt8](repeating: 7, count: 32)))
        #expect(own.sharedSecret(with: bytes) == nil)
    }

    /// RFC 7748, section 6.1: points of small order, of which everybody knows the secret.
    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ])
    func `an all-zero secret is refused`(_ hex: String) throws {
        let own = try #require(KeyAgreementKey([UInt8](hex: Self.alice)))
        #expect(own.sharedSecret(with: try [UInt8](hex: hex)) == nil)
    }

    // RFC 8439, section 2.8.2.
    private static let key = [UInt8](0x80...0x9F)
    private static let nonce: [UInt8] = [7, 0, 0, 0] + (0x40...0x47)
    private static let plain = Array(
        ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
            + "future, sunscreen would be it.").utf8
    )

    private func published() throws -> (data: [UInt8], sealed: [UInt8]) {
        (
            try [UInt8](hex: "50515253c0c1c2c3c4c5c6c7"),
            try [UInt8](
                hex: "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
                    + "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
                    + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                    + "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691"
            )
        )
    }

    @Test func `the published message is sealed and opened`() throws {
        let (data, sealed) = try published()
        let cipher = try #require(ChaCha20Poly1305(key: Self.key))
        #expect(cipher.seal(Self.plain, nonce: Self.nonce, authenticating: data) == sealed)
        #expect(cipher.open(sealed, nonce: Self.nonce, authenticating: data) == Self.plain)
    }

    @Test func `whatever is changed, nothing is opened`() throws {
        let (data, sealed) = try published()
        let cipher = try #require(ChaCha20Poly1305(key: Self.key))
        for place in sealed.indices {
            var bad = sealed
            bad[place] ^= 1
            #expect(cipher.open(bad, nonce: Self.nonce, authenticating: data) == nil)
        }
        for count in 0..<sealed.count {
            let short = Array(sealed.prefix(count))
            #expect(cipher.open(short, nonce: Self.nonce, authenticating: data) == nil)
        }
        #expect(cipher.open(sealed, nonce: Self.nonce, authenticating: []) == nil)
        #expect(cipher.open(sealed, nonce: Self.nonce.reversed(), authenticating: data) == nil)
        let other = try #require(ChaCha20Poly1305(key: Self.key.reversed()))
        #expect(other.open(sealed, nonce: Self.nonce, authenticating: data) == nil)
    }

    @Test func `an empty message has a tag, and a nonce of another length is refused`() throws {
        let cipher = try #require(ChaCha20Poly1305(key: Self.key))
        let sealed = try #require(cipher.seal([], nonce: Self.nonce, authenticating: []))
        #expect(sealed.count == ChaCha20Poly1305.tagLength)
        #expect(cipher.open(sealed, nonce: Self.nonce, authenticating: []) == [])
        for nonce in [[], Array(Self.nonce.dropLast()), Self.nonce + [0]] {
            #expect(cipher.seal([1], nonce: nonce, authenticating: []) == nil)
            #expect(cipher.open(sealed, nonce: nonce, authenticating: []) == nil)
        }
    }
}
