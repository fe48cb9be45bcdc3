import Testing

@testable import WireFormats

struct VersionStringTests {
    @Test(arguments: [
        ("v0.35.1-64-g4f6983", "0.35.1", "64-g4f6983"),
        ("3.2.1-ff69d35-x86_64-linux-gnu", "3.2.1", "ff69d35-x86_64-linux-gnu"),
        ("nwaku-v0.36.0", "0.36.0", ""), ("0.9.32-c71e872afed", "0.9.32", "c71e872afed"),
        ("nim-libp2p/0.0.1", "0.0.1", ""), ("v0.4", "0.4.0", ""),
        ("Polkadot 1.22.1-f8cfbb96055", "1.22.1", "f8cfbb96055"),
        ("v0.37.0-rc.1", "0.37.0", "rc.1"), ("node-01.do-ams3 v1.2.3", "1.2.3", ""),
        ("1.2.3.4", "1.2.3", "4"), ("wakuorg/nwaku:v0.36.0", "0.36.0", ""),
    ])
    func `the leading number and the build are found`(text: String, release: String, build: String)
        throws
    {
        let version = try #require(VersionString(text))
        #expect(version.release == release)
        #expect(version.build == build)
    }

    @Test(arguments: [
        "", "deploy-v2-prod", "latest", "x86_64", "4f6983", "99999999999.1", "v1", "1.", "g1.2",
    ])
    func `a text without a version has none`(text: String) {
        #expect(VersionString(text) == nil)
    }

    @Test
    func `versions sort by number, with a prerelease before its release`() throws {
        let texts = ["3.2.1-ff", "v0.9.18", "0.37.0-rc.1", "0.10.0", "0.37.0", "3.2.1", "3.10"]
        let sorted = texts.compactMap(VersionString.init(_:)).sorted()
        #expect(
            sorted.map { "\($0.release) \($0.build)" } == [
                "0.9.18 ", "0.10.0 ", "0.37.0 rc.1", "0.37.0 ", "3.2.1 ", "3.2.1 ff", "3.10.0 ",
            ]
        )
    }

    @Test
    func `two builds of one release are the same release and not equal`() throws {
        let one = try #require(VersionString("3.2.1-ff69d35-x86_64-linux-gnu"))
        let other = try #require(VersionString("3.2.1-ff69d35"))
        #expect(one.isSameRelease(as: other))
        #expect(one != other)
    }
}
