import CXXHash
import Testing

@testable import WireFormats

/// Keys and values of a chain's state.
struct SubstrateStorageTests {
    @Test(
        arguments: [
            ("", 0, 0xEF46_DB37_51D8_E999), ("a", 0, 0xD24E_C4F1_A98C_6E5B),
            ("abc", 0, 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0, 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64, UInt64)]
    )
    func `the hash has its published values`(text: String, seed: UInt64, hash: UInt64) {
        #expect(cx_xxhash64(Array(text.utf8), text.utf8.count, seed) == hash)
    }

    @Test(arguments: [
        (
            SubstrateStorageKey.lastRuntimeUpgrade,
            "26aa394eea5630e07c48ae0c9558cef7f9cce9c888469bb1a0dceaa129672ef8"
        ),
        (.authorizedUpgrade, "26aa394eea5630e07c48ae0c9558cef72fa9f1bf25567808771bff091dc89ecd"),
        (
            .parachainAuthorizedUpgrade,
            "45323df7cc47150b3930e2666b0aa3132fa9f1bf25567808771bff091dc89ecd"
        ),
        (
            .pendingValidationCode,
            "45323df7cc47150b3930e2666b0aa31390d171f8401887cf06fb43a732994c32"
        ),
        (.timestampNow, "f0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb"),
        (.referendumCount, "f2794c22e353e9a839f12faab03a911b7f17cdfbfa73331856cca0acddd7842e"),
        (.lowestUnbaked, "f2794c22e353e9a839f12faab03a911be2f6cb0456905c189bcb0458f9440f13"),
        (.nextExternal, "f2794c22e353e9a839f12faab03a911b0ef76b8bae2d5abecdf27038f43d62d9"),
        (.councilProposals, "aebd463ed9925c488c112434d61debc088c2f7188c6fdd1dffae2fa0d171f440"),
        (.openGovCount, "0f6738a0ee80c8e74cd2c7417c1e25567f17cdfbfa73331856cca0acddd7842e"),
    ])
    func `a key is that of the chain`(key: SubstrateStorageKey, digits: String) {
        #expect(key.text == "0x" + digits)
    }

    @Test func `a referendum's key ends with its number behind the number's hash`() {
        let key = SubstrateStorageKey.referendum(12).text
        #expect(key.hasPrefix("0xf2794c22e353e9a839f12faab03a911bb9e0c7dac4238b700a83735192cb921c"))
        #expect(key.hasSuffix("0c000000"))
        #expect(key.utf8.count == 2 + 64 + 16 + 8)
    }

    @Test func `the last upgrade of a runtime is its name and version`() throws {
        #expect(try SubstrateStorageValue.runtime("0x01322063616c616d617269") == "calamari-3200")
        // From a node of Manta's test network, July 2022.
        #expect(try SubstrateStorageValue.runtime("0x39311c646f6c7068696e") == "dolphin-3150")
    }

    @Test func `an authorised upgrade is a hash, with or without a truth value`() throws {
        let hash = String(repeating: "ab", count: 32)
        #expect(try SubstrateStorageValue.upgrade(.string("0x" + hash)) == "0x" + hash)
        #expect(try SubstrateStorageValue.upgrade(.string("0x" + hash + "01")) == "0x" + hash)
        #expect(throws: WireFormatError.self) {
            try SubstrateStorageValue.upgrade(.string("0x" + hash + "0102"))
        }
        #expect(throws: WireFormatError.self) { try SubstrateStorageValue.upgrade(.null) }
    }

    @Test func `numbers and moments are little-endian`() throws {
        #expect(try SubstrateStorageValue.number("0x0c000000") == 12)
        #expect(try SubstrateStorageValue.moment("0x80e0e9c582010000") == 1661177815168)
        #expect(try SubstrateStorageValue.count("0x08") == 2)
    }

    /// 2022-07: 61 of 100 in favour, the end at block 2,010,000.
    static let ongoing =
        "0x0090ab1e00" + String(repeating: "cd", count: 32) + "01" + "201c0000"
        + "3d" + String(repeating: "0", count: 30) + "27" + String(repeating: "0", count: 30)
        + "64" + String(repeating: "0", count: 30)

    @Test func `a referendum is told in words`() throws {
        let ongoing = try SubstrateReferendum(.string(Self.ongoing))
        #expect(ongoing == .ongoing(end: 2_010_000, ayes: 61, nays: 39))
        #expect(ongoing.sentence == "ongoing, ayes 61 %, ends at block 2010000")
        let approved = try SubstrateReferendum("0x010190ab1e00")
        #expect(approved.sentence == "approved at block 2010000")
        #expect(try SubstrateReferendum("0x010090ab1e00").sentence == "rejected at block 2010000")
        #expect(
            SubstrateReferendum.ongoing(end: 1, ayes: 0, nays: 0).sentence
                == "ongoing, no votes, ends at block 1"
        )
        #expect(
            SubstrateReferendum.ongoing(end: 1, ayes: .max, nays: .max).sentence
                == "ongoing, no votes, ends at block 1"
        )
    }

    @Test func `mutated values give a value or an error of ours`() {
        var random = SeededGenerator(seed: 3)
        let digits = Array("0123456789abcdefx\"")
        for _ in 0..<2000 {
            var text = Array(Self.ongoing.prefix(Int.random(in: 0...240, using: &random)))
            for _ in 0..<Int.random(in: 0...3, using: &random) where !text.isEmpty {
                let place = Int.random(in: 0..<text.count, using: &random)
                text[place] = digits.randomElement(using: &random) ?? "0"
            }
            let value = JSONValue.string(String(text))
            _ = try? SubstrateReferendum(value).sentence
            _ = try? SubstrateStorageValue.runtime(value)
            _ = try? SubstrateStorageValue.upgrade(value)
            _ = try? SubstrateStorageValue.moment(value)
            _ = try? SubstrateStorageValue.count(value)
        }
    }
}
