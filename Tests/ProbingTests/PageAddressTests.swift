import Primitives
import Testing

@testable import Probing

/// Addresses of pages, and searching bytes.
struct PageAddressTests {
    @Test(arguments: [
        ("http://a:1", "http://a:1/metrics"), ("http://a:1/", "http://a:1/metrics"),
        ("http://a:1/x", "http://a:1/x"), ("http://a:1/metrics", "http://a:1/metrics"),
    ])
    func `a metrics address without a path gets the usual one`(_ url: String, _ page: String) {
        #expect(WebAddress.metricsPage(url) == page)
    }

    @Test(arguments: [
        ("https://u:p@ss@a.example/x?token=1", "https://a.example/x"), ("/login?x=y", "/login"),
        ("HTTPS://a#part", "HTTPS://a"), ("https://u@h", "https://h"), ("", ""),
        (String(repeating: "a", count: 300), String(repeating: "a", count: 200)),
        ("//u:pw@h/x", "//h/x"), ("https://h/a/u:pw@i/x", "https://h/a/•••/x"),
        ("https://h/v3/k3yQ8w2Zt5r7Vb1Nm4Xc6La", "https://h/v3/•••"),
        ("https://h/v3/deadbeefdeadbeefdeadbeefdeadbee1/x", "https://h/v3/•••/x"),
        ("/v2/AbcdEfghIjklMnopQrst", "/v2/•••"),
        ("https://hooks.x/services/T000/B000/xxxx", "https://hooks.x/services/•••/•••/•••"),
        ("https://d/api/webhooks/12/ab-c", "https://d/api/webhooks/•••/•••"),
        ("https://t/bot12:ab/send", "https://t/•••/send"), ("/x/token/abc/y", "/x/token/•••/y"),
        ("/login;jsessionid=1F", "/login;•••"),
        ("/services/node/", "/services/node/"),
        ("/metrics/node-exporter", "/metrics/node-exporter"),
        ("/auth/", "/auth/"),
    ])
    func `a redirect is shown without what may be secret`(_ location: String, _ shown: String) {
        #expect(WebAddress.withoutSecrets(location) == shown)
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
