import Cryptography
import TestSupport
import Testing

struct HashFunctionTests {
    /// FIPS 180-2, appendix B, and the empty message of NIST's collection.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ])
    func `SHA-256 of the published messages`(_ text: String, _ digest: String) throws {
        #expect(HashFunction.sha256.digest(of: Array(text.utf8)) == (try [UInt8](hex: digest)))
    }

    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ])
    func `SHA-1 of the published messages`(_ text: String, _ digest: String) throws {
        #expect(HashFunction.sha1.digest(of: Array(text.utf8)) == (try [UInt8](hex: digest)))
    }

    /// RFC 1321, appendix A.5.
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    ])
    func `MD5 of the published messages`(_ text: String, _ digest: String) throws {
        #expect(HashFunction.md5.digest(of: Array(text.utf8)) == (try [UInt8](hex: digest)))
    }

    /// RFC 4231, section 4: test cases 1, 2 and 6; the key of the last is longer than a block.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `HMAC of the published messages`(
        _ key: [UInt8],
        _ text: String,
        _ code: String
    ) throws {
        #expect(HMAC.sha256(of: Array(text.utf8), key: key) == (try [UInt8](hex: code)))
    }

    /// Computed by Python's `hmac`; a key without bytes is one like any other, call after call.
    @Test func `HMAC with an empty key forgets the key before`() throws {
        let code = try [UInt8](
            hex: "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        )
        _ = HMAC.sha256(of: [1], key: [2])
        #expect(HMAC.sha256(of: [], key: []) == code)
    }
}
