import ConfigFiles
import FleetModel
import Testing

struct NetworkProbeMistakeTests {
    @Test(arguments: [
        (
            "http: {url: http://a/, status: [200, 99]}",
            "4:42: 'status' must be a whole number from 100 to 599, not '99'"
        ),
        ("http: {url: http://a/, status: []}", "4:36: 'status' names no status"),
        (
            "http: {url: http://a/, status: {a: b}}",
            "4:36: 'status' must be a text, not a mapping"
        ),
        (
            "http: {url: http://a/, method: post}",
            "4:36: 'method' must be GET or POST or PUT, not 'post'"
        ),
        (
            "http: {url: http://a/, method: GET, body: x}",
            "4:47: a GET has no 'body'; write method: POST"
        ),
        ("dns: a b", "4:10: 'dns' must be a name such as node.example.org, not 'a b'"),
        ("dns: {type: A}", "4:10: dns needs the key 'name'"),
        (
            "dns: {name: a.org, type: AAA}",
            "4:30: 'type' must be A or AAAA or CNAME or TXT or MX or SRV or NS or PTR or SOA, "
                + "not 'AAA'"
        ),
        (
            "dns: {name: a.org, resolver: 'x y'}",
            "4:34: 'resolver' must be a name server such as 9.9.9.9 or ns1.example.org:5353, "
                + "not 'x y'"
        ),
        (
            "dns: {name: a.org, expect: [1.2.3.4, 1.2.3]}",
            "4:42: a value of a record of type A is an IPv4 address, not '1.2.3'"
        ),
        (
            "dns: {name: a.org, type: AAAA, expect: 1.2.3.4}",
            "4:44: a value of a record of type AAAA is an IPv6 address, not '1.2.3.4'"
        ),
        (
            "dns: {name: a.org, resolvr: x}",
            "4:24: unknown key 'resolvr' in dns; did you mean 'resolver'?"
        ),
        ("prometheus: {url: http://a, limit: 10}", "4:40: 'limit' must be from 1KiB to 1GiB"),
        (
            "tcp: {address: 'a:1', limit: 1MiB}",
            "4:27: unknown key 'limit' in tcp; known keys: address, send, expect, every, timeout"
        ),
        ("http: {url: http://a/, bdy: x}", "4:28: unknown key 'bdy' in http; did you mean 'body'?"),
    ])
    func `a mistake of a probe over the network is named at its place`(
        _ text: String,
        _ problem: String
    ) {
        let found = problems(after: "nodes:\n  - name: a\n    " + text)
        #expect(found.first == problem)
    }

    @Test func `a body is posted, may have many lines, and is not shown`() throws {
        let result = readFleet(
            """
            fleet: f
            nodes:
              - name: a
                http:
                  url: http://a/
                  status: [200, 429, 200]
                  body: |
                    {"token": "${PROBE_TOKEN}",
                     "a": 1}
            """
        )
        #expect(result.problems == [])
        guard case .http(let target) = result.fleet?.nodes.first?.probes.first?.target else {
            Issue.record("no http probe")
            return
        }
        #expect(target.statuses == [200, 429])
        #expect(target.method == .post)
        #expect(target.body?.reveal() == "{\"token\": \"\(plainSecret)\",\n \"a\": 1}")
        #expect(target.hidden == [Secret(plainSecret)])
        #expect(!"\(result)".contains(plainSecret))
        let fleet = try #require(result.fleet)
        #expect(!FleetFile.write(fleet, header: []).contains(plainSecret))
    }
}
