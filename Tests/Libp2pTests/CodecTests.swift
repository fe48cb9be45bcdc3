import TestSupport
import Testing

@testable import Libp2p

/// The small formats: bytes in, values out, and back.
struct CodecTests {
    /// The examples of the multiformats `unsigned-varint` specification.
    @Test(arguments: [
        (1, "01"), (127, "7f"), (128, "8001"), (255, "ff01"), (300, "ac02"), (16384, "808001"),
        (Int.max, "ffffffffffffffff7f"),
    ])
    func `a varint is written and read`(_ number: Int, _ hex: String) throws {
        let bytes = try [UInt8](hex: hex)
        #expect(UnsignedVarint.bytes(of: UInt64(number)) == bytes)
        let read = try UnsignedVarint(atStartOf: (bytes + [9])[...])
        #expect(read?.value == UInt64(number))
        #expect(read?.byteCount == bytes.count)
        #expect(try UnsignedVarint(atStartOf: bytes.dropLast()) == nil)
    }

    @Test func `a varint of more than nine bytes is refused`() {
        #expect(throws: Libp2pError.self) {
            try UnsignedVarint(atStartOf: [UInt8](repeating: 0x80, count: 9)[...])
        }
    }

    /// The test vectors of draft-msporny-base58, and zeros at the start.
    @Test(arguments: [
        ("48656c6c6f20576f726c6421", "2NEpo7TZRRrLZSi2U"), ("0000287fb4cd", "11233QC4"),
        ("00", "1"),
    ])
    func `base58 is written and read`(_ hex: String, _ text: String) throws {
        let bytes = try [UInt8](hex: hex)
        #expect(Base58.text(of: bytes) == text)
        #expect(Base58.bytes(of: text) == bytes)
    }

    @Test func `base32 has one form of every content`() {
        #expect(Base32.bytes(of: "mzxw6") == Array("foo".utf8))
        // Bits that stand for nothing, and a character too many.
        #expect(Base32.bytes(of: "mzxw7") == nil)
        #expect(Base32.bytes(of: "mzxw6a") == nil)
        #expect(Base32.bytes(of: "mzxw6===") == nil)
    }

    @Test(arguments: ["", "0", "O", "l", "é", String(repeating: "z", count: 300)])
    func `what is no base58 is refused`(_ text: String) {
        #expect(Base58.bytes(of: text) == nil)
        #expect(PeerID(text) == nil)
    }

    /// The last pair is of the libp2p specification.
    @Test(arguments: [
        (
            "bafzaajaiaejcahwr5d5ofrfbis4l5d6uwr57hu5tjodrypfm6yaq6dsc2r2pzyt6",
            "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq"
        ),
        (
            "bafzaajiiaijcca3xo7uzjzcsyilaj6i54cj44qk7kqzpoao5rti2pjx6udtdbp6kte",
            "16Uiu2HAmLhLvBoYaoZfaMUKuibM6ac163GwKY74c5kiSLg5KvLpY"
        ),
        (
            "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe",
            "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N"
        ),
    ])
    func `a peer id is read as a CID too`(_ cid: String, _ text: String) throws {
        #expect(try #require(PeerID(cid)).text == text)
        // Cut, in other letters, and of another kind of content.
        #expect(PeerID(String(cid.dropLast())) == nil)
        #expect(PeerID(cid.uppercased()) == nil)
        #expect(PeerID("bafybei" + cid.dropFirst(7)) == nil)
    }

    /// The public keys and peer ids of the libp2p specification's test keys.
    @Test(arguments: [
        (
            "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e",
            "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq"
        ),
        (
            "08021221037777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca99",
            "16Uiu2HAmLhLvBoYaoZfaMUKuibM6ac163GwKY74c5kiSLg5KvLpY"
        ),
    ])
    func `a peer id follows from the key`(_ hex: String, _ text: String) throws {
        let encoded = try [UInt8](hex: hex)
        let key = try PublicKey(encoded: encoded)
        #expect(key.encoded == encoded)
        #expect(PeerID(key).text == text)
        #expect(PeerID(text) == PeerID(key))
    }

    @Test(arguments: ["", "0801", "08091200", "08011203ff", "0d"])
    func `a damaged public key is refused`(_ hex: String) throws {
        let bytes = try [UInt8](hex: hex)
        #expect(throws: Libp2pError.self) { try PublicKey(encoded: bytes) }
    }

    @Test(arguments: [PublicKey.Kind.rsa, .ed25519, .secp256k1, .ecdsa])
    func `a key that is none verifies nothing`(_ kind: PublicKey.Kind) {
        for count in [0, 1, 32, 33, 65, 300] {
            let key = PublicKey(kind: kind, data: [UInt8](repeating: 0xA5, count: count))
            #expect(!key.verifies([UInt8](repeating: 1, count: 64), of: [1, 2, 3]))
        }
    }

    @Test(arguments: [
        ("047f000001067693", "/ip4/127.0.0.1/tcp/30355"),
        ("047f000001067693dd03", "/ip4/127.0.0.1/tcp/30355/ws"),
        ("2900000000000000000000000000000001060050", "/ip6/::1/tcp/80"),
        ("2920010db8000000000001000000000001060050", "/ip6/2001:db8::1:0:0:1/tcp/80"),
        ("29200100000000000000000000000000000600 50".filter { $0 != " " }, "/ip6/2001::/tcp/80"),
        ("3605612e6f726706ea60de03", "/dns4/a.org/tcp/60000/wss"),
        ("047f000001910220fbcd03", "/ip4/127.0.0.1/udp/8443/quic-v1"),
    ])
    func `an address is read from its bytes`(_ hex: String, _ text: String) throws {
        #expect(try Multiaddress(bytes: [UInt8](hex: hex)).text == text)
    }

    @Test func `an address with a peer id is read from its bytes`() throws {
        let peer = PeerID(PeerKey.ed25519().publicKey)
        let bytes = try [UInt8](hex: "047f000001060050a503") + peer.bytes.delimited
        #expect(Multiaddress.text(ofBytes: bytes) == "/ip4/127.0.0.1/tcp/80/p2p/\(peer.text)")
    }

    @Test(arguments: ["04", "047f0000", "ff7f", "0600", "36ff", "3605612e", "80", "a50302"])
    func `a damaged address is not read, and stands as words`(_ hex: String) throws {
        let bytes = try [UInt8](hex: hex)
        #expect(throws: Libp2pError.self) { try Multiaddress(bytes: bytes) }
        #expect(Multiaddress.text(ofBytes: bytes) == "an address of an unknown kind")
    }

    @Test func `protobuf of unknown fields is passed over, and damaged is refused`() throws {
        // Fields 9 (fixed64), 10 (fixed32), 11 (a negative number), then an agent.
        var bytes: [UInt8] = [0x49, 1, 2, 3, 4, 5, 6, 7, 8, 0x55, 1, 2, 3, 4, 0x58]
        bytes += [UInt8](repeating: 0xFF, count: 9) + [1]
        bytes += [0x32, 1, 0x61]
        #expect(try IdentifyMessage(bytes).agentVersion == "a")
        for bad: [UInt8] in [[0x32, 5, 1], [0x49, 1], [0x33], [0x80], [0x32]] {
            #expect(throws: Libp2pError.self) { try IdentifyMessage(bad) }
        }
    }

    /// As recorded from py-libp2p 0.8.1.
    @Test func `an identify message of real software is read`() throws {
        let bytes = try [UInt8](
            hex: "0a240801122010585fefb2951759d6e795a0b9703462421cdfc839472d359e4bf18c6e75e42912"
                + "08047f0000010697131a0e2f697066732f69642f312e302e301a132f697066732f69642f7075"
                + "73682f312e302e301a102f697066732f70696e672f312e302e301a102f64656d6f2f6563686f"
                + "2f312e302e302208047f00000106bfa42a0a697066732f302e312e30320f70792d6c69627032"
                + "702f302e382e31"
        )
        let message = try IdentifyMessage(bytes)
        #expect(message.agentVersion == "py-libp2p/0.8.1")
        #expect(message.protocolVersion == "ipfs/0.1.0")
        #expect(message.protocols.last == "/demo/echo/1.0.0")
        #expect(message.bytes == bytes)
    }

    @Test func `topics are read from a stream however it is cut`() throws {
        var rpc = ProtobufWriter()
        for (subscribes, topic) in [(1, "a"), (1, "b"), (0, "a")] as [(UInt64, String)] {
            var subscription = ProtobufWriter()
            subscription.add(1, subscribes)
            subscription.add(2, topic)
            rpc.add(1, subscription.bytes)
        }
        var large = ProtobufWriter()
        large.add(2, [UInt8](repeating: 7, count: 70_000))
        var topics = PubsubTopics()
        for byte in large.bytes.delimited + rpc.bytes.delimited { try topics.receive([byte]) }
        #expect(topics.topics == ["b"])
    }

    @Test func `shards are read packed and unpacked`() throws {
        let metadata = try WakuMetadata([UInt8](hex: "0810" + "1001" + "1a03028001"))
        #expect(metadata.cluster == 16)
        #expect(metadata.shards == [1, 2, 128])
        #expect(try WakuMetadata(metadata.bytes) == metadata)
        #expect(throws: Libp2pError.self) { try WakuMetadata([UInt8](hex: "1a0180")) }
    }
}
