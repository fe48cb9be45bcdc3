import Primitives
import Testing

/// Addresses of the web: their parts and the mistakes in them.
struct WebAddressTests {
    struct Case: Sendable {
        var url: String
        var host: String
        var port: Int
        var origin: String
        var path: String
        var query: String?
    }

    @Test(arguments: [
        Case(
            url: "http://node:8645",
            host: "node",
            port: 8645,
            origin: "http://node:8645",
            path: ""
        ),
        Case(
            url: "HTTPS://node.example/a/b?c=d?e",
            host: "node.example",
            port: 443,
            origin: "https://node.example",
            path: "/a/b",
            query: "c=d?e"
        ),
        Case(
            url: "http://[::1]:9615/metrics",
            host: "::1",
            port: 9615,
            origin: "http://[::1]:9615",
            path: "/metrics"
        ),
        Case(
            url: "http://10.0.0.1?q",
            host: "10.0.0.1",
            port: 80,
            origin: "http://10.0.0.1",
            path: "",
            query: "q"
        ),
    ])
    func `the parts of a URL are found`(_ example: Case) throws {
        let address = try WebAddress(example.url)
        #expect(address.isSecure == example.origin.hasPrefix("https"))
        #expect(address.host == example.host)
        #expect(address.port == example.port)
        #expect(address.origin == example.origin)
        #expect(address.path == example.path)
        #expect(address.query == example.query)
    }

    @Test(
        arguments: [
            ("", .notWeb), ("node:80", .notWeb), ("ws://a", .notWeb), ("://a", .notWeb),
            ("http://", .noHost), ("http://:80", .noHost), ("http:///a", .noHost),
            ("http://a:99999", .badPort), ("http://a:x", .badPort), ("http://a:0", .badPort),
            ("http://a:+8", .badPort), ("http://a:", .badPort), ("http://[::1", .badHost),
            ("http://[::1]a", .badHost), ("http://[]", .badHost), ("http://a*b/", .badHost),
            ("http://a b/", .badCharacter), ("http://a\u{1B}b/", .badCharacter),
            ("http://ä/", .badCharacter), ("http://a/#b", .fragment),
            ("http://user:p@ss@a/", .credentials),
        ] as [(String, WebAddress.Mistake)]
    )
    func `a mistake is told`(_ text: String, _ mistake: WebAddress.Mistake) {
        #expect(throws: mistake) { try WebAddress(text) }
    }

    @Test(arguments: [
        ("http://[::1]:9615/metrics", "[::1]:9615", false), ("https://a", "a:443", true),
        ("https://a/", "a:443", true), ("https://a?x", "a:443", false),
    ])
    func `host and port are written as people do`(
        _ text: String,
        _ hostAndPort: String,
        _ hasNoPath: Bool
    ) throws {
        let address = try WebAddress(text)
        #expect(address.hostAndPort == hostAndPort)
        #expect(address.hasNoPath == hasNoPath)
    }
}
