import Testing

@testable import Probing

/// The parts of URLs, and searching bytes.
struct WebAddressTests {
    struct Case: Sendable {
        var url: String
        var host: String
        var port: Int
        var origin: String
        var path: String
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
            url: "HTTPS://node.example/a/b?c=d#e",
            host: "node.example",
            port: 443,
            origin: "https://node.example",
            path: "/a/b?c=d"
        ),
        Case(
            url: "http://[::1]:9615/metrics",
            host: "::1",
            port: 9615,
            origin: "http://[::1]:9615",
            path: "/metrics"
        ),
        Case(
            url: "http://user:p@ss@10.0.0.1?q",
            host: "10.0.0.1",
            port: 80,
            origin: "http://10.0.0.1",
            path: "?q"
        ),
    ])
    func `the parts of a URL are found`(_ example: Case) throws {
        let address = try #require(WebAddress(example.url))
        #expect(address.host == example.host)
        #expect(address.port == example.port)
        #expect(address.origin == example.origin)
        #expect(address.path == example.path)
    }

    @Test(arguments: [
        "", "node:80", "http://", "http://:80", "http://a:99999", "http://a:x", "http://[::1",
        "ws://a", "http://a b/", "http://a\u{1B}b/",
    ])
    func `what is no URL is refused`(_ text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test(arguments: [
        ("http://a:1", "http://a:1/metrics"), ("http://a:1/", "http://a:1/metrics"),
        ("http://a:1/x", "http://a:1/x"), ("http://a:1/metrics", "http://a:1/metrics"),
    ])
    func `a metrics address without a path gets the usual one`(_ url: String, _ page: String) {
        #expect(WebAddress.metricsPage(url) == page)
    }

    @Test(arguments: [
        ("haystack", "hay", 0), ("haystack", "stack", 3), ("haystack", "x", nil),
        ("aaab", "ab", 2), ("a", "ab", nil), ("", "a", nil), ("abcabd", "abd", 3),
    ])
    func `bytes are found where they first appear`(_ text: String, _ needle: String, _ at: Int?) {
        let bytes = Array(text.utf8)
        #expect(bytes.withUnsafeBytes { $0.firstOffset(of: needle) } == at)
    }
}
