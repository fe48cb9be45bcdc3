import FleetModel
import ConfigFiles

import Testing

struct FleetMistakeTests {
    struct Case: CustomTestStringConvertible {
        let text: String
        let problem: String
        let line: Int
        let column: Int
        var testDescription: String { problem }

        init(_ text: String, _ problem: String, line: Int = 4, at column: Int = 9) {
            self.text = text
            self.problem = problem
            self.line = line
            self.column = column
        }
    }

    @Test(arguments: [
        Case("poll: {every: soon}", "2:15: 'every' must be a span such as 10s, not 'soon'"),
        Case("poll: {evry: 10s}", "2:8: unknown key 'evry' in poll; did you mean 'every'?"),
        Case(
            "poll: {colour: 1}",
            "2:8: unknown key 'colour' in poll; known keys: every, timeout, concurrency, limit"
        ),
        Case(
            "poll: {limit: much}",
            "2:15: 'limit' must be a number of bytes such as 32GB or 512MiB, not 'much'"
        ), Case("poll: {limit: 2GiB}", "2:15: 'limit' must be from 1KiB to 1GiB"),
        Case("poll: {limt: 1MiB}", "2:8: unknown key 'limt' in poll; did you mean 'limit'?"),
        Case("history: {kep: 48h}", "2:11: unknown key 'kep' in history; did you mean 'keep'?"),
        Case("history: {keep: long}", "2:17: 'keep' must be a span such as 10s, not 'long'"),
        Case(
            "history: {size: much}",
            "2:17: 'size' must be a number of bytes such as 32GB or 512MiB, not 'much'"
        ),
        Case("history: {size: 10kB}", "2:17: 'size' must be 1MB or more"),
        Case("poll: [10s]", "2:7: poll must be a mapping (key: value), not a list"),
        Case(
            "poll: {concurrency: many}",
            "2:21: 'concurrency' must be a whole number from 1 to 10000, not 'many'"
        ),
        Case(
            "detectors: {off: [leek]}",
            "2:19: there is no detector 'leek'; did you mean 'leak'?"
        ),
        Case(
            "detectors: {certificateDays: 0}",
            "2:30: 'certificateDays' must be a whole number from 1 to 3650, not '0'"
        ),
        Case(
            "detectors: {slott: 6s}",
            "2:13: unknown key 'slott' in detectors; did you mean 'slot'?"
        ),
        Case(
            "checks:\n  - {name: a, when: peers > 1, until: peers <}",
            "3:46: expected a number here"
        ),
        Case("releases: v0.4", "2:11: 'releases' must be a list, not a text"),
        Case(
            "parties:\n  - name: a\n  - name: a",
            "4:11: two parties are named 'a'; the first is in line 3"
        ),
        Case("parties:\n  - needs: []", "3:5: a party needs the key 'name'"),
        Case(
            "parties: [{name: }]",
            "2:12: 'name' has no value; a value that begins with #, ! "
                + "or & must be in quotes"
        ),
        Case(
            "channels:\n  - name: a",
            "3:5: a channel needs exactly one of: "
                + "discord, matrix, webhook"
        ),
        Case(
            "channels:\n  - name: a\n    discord: ${DISCORD_WEBHOK}",
            "4:14: warning: the environment variable DISCORD_WEBHOK is not set"
        ),
        Case(
            "channels:\n  - {name: a, discord: \"x ${9}\"}",
            "3:27: '${' must be followed by the name of an environment variable and '}'"
        ),
        Case(
            "channels:\n  - {name: a, webhook: {url: \"${HOOK_URL}\", secret: '@/none'}}",
            "3:53: warning: the secret file '/none' cannot be read"
        ),
        Case(
            "channels:\n  - {name: a, webhook: {url: \"${HOOK_URL}\", secret: \"${SOON}\"}}",
            "3:53: 'secret' must be whsec_ and the base64 of 24 to 64 bytes"
        ),
        Case("channels:\n  - {name: a, discord: \"${EMPTY}\"}", "3:24: 'discord' is empty"),
        Case(
            "checks:\n  - {name: a, when: peers > 1, each: fleat}",
            "3:38: 'each' must be node or fleet, not 'fleat'"
        ),
        Case(
            "runbooks:\n  - name: r\n    steps:\n      - {id: x, title: one}\n"
                + "      - {id: x, title: two}",
            "6:14: two steps are named 'x'; the first is in line 5"
        ),
        Case(
            "runbooks:\n  - name: r\n    steps: [{title: t, passes: peers > 1, nodes: [b]}]",
            "4:51: there is no node 'b'; did you mean 'a'?"
        ),
        Case(
            "runbooks: [{name: r, steps: [{title: t, id: a b}]}]",
            "2:45: 'id' must be a short name of letters, digits, '-', '.' and '_'"
        ),
        Case("fleet: g", "2:1: 'fleet' is given twice; it was first given in line 1"),
    ])
    func `a mistake is named at its place`(_ example: Case) {
        let found = problems(after: example.text)
        #expect(found == [example.problem])
    }

    @Test(arguments: [
        Case("http: ftp://a/", "'http' must be a web address that begins with http:// or https://"),
        Case("http: a:8080", "'http' must be a web address that begins with http:// or https://"),
        Case("http: http://", "'http' has no host"),
        Case("http: http:///path", "'http' has no host"),
        Case("http: http://:80/", "'http' has no host"),
        Case(
            "http: http://a b/",
            "'http' is not a web address: it has a space or a character beyond ASCII in it"
        ),
        Case("http: http://a:99999/", "'http' has a port that is not a number from 1 to 65535"),
        Case("http: 'http://a/#x'", "'http' must not have a part after '#'"),
        Case("http: http://[::1/", "'http' has a host that is not a name or an IP address"),
        Case(
            "http: http://u:p@a/",
            "'http' must not hold a user name or password; use headers for them"
        ),
    ])
    func `an address is checked`(_ example: Case) {
        #expect(
            problems(after: "nodes:\n  - name: a\n    " + example.text)
                == ["4:11: " + example.problem]
        )
    }

    @Test(arguments: [
        Case(
            "libp2p: /ip4/1.2.3.4/udp/1",
            "4:13: 'libp2p' has the transport 'udp', as QUIC and WebRTC do; "
                + "only tcp can be dialled"
        ),
        Case("libp2p: {cluster: 1}", "4:13: libp2p needs the key 'address'"),
        Case(
            "libp2p: {address: 'a:1'}",
            "4:23: 'address' must be a multiaddress such as /ip4/192.0.2.1/tcp/30303/p2p/16Uiu2…"
        ),
        Case(
            "libp2p: {address: /ip4/1.2.3.4/tcp/1, protocols: [relay]}",
            "4:55: a protocol id begins with a slash, such as /ipfs/ping/1.0.0; 'relay' does not"
        ),
        Case(
            "libp2p: {address: /ip4/1.2.3.4/tcp/1, client: js}",
            "4:51: 'client' must be js-waku 0.8, or a mapping of name, protocols and muxers, not 'js'"
        ),
        Case(
            "libp2p: {address: /ip4/1.2.3.4/tcp/1, client: {name: x, protocols: [/a], muxers: [y]}}",
            "4:87: a muxer must be /yamux/1.0.0 or /mplex/6.7.0, not 'y'"
        ),
        Case(
            "libp2p: {address: /ip4/1.2.3.4/tcp/1, cluster: -1}",
            "4:52: 'cluster' must be a whole number from 0 to 4294967295, not '-1'"
        ),
    ])
    func `a mistake in a libp2p probe is named`(_ example: Case) {
        let found = problems(after: "nodes:\n  - name: a\n    " + example.text)
        #expect(found == [example.problem])
    }

    @Test(arguments: [
        "http://a", "https://a.b/", "HTTP://a:1/x?y=z", "'http://[::1]:80/'", "http://10.0.0.1:8/",
        "\"http://${HOST}:8/\"",
    ])
    func `a good address is taken`(_ address: String) {
        #expect(problems(after: "nodes: [{name: a, http: \(address)}]").isEmpty)
    }

    @Test(arguments: [
        Case("jsonrpc: http://a/", "4:14: jsonrpc must be a mapping (key: value), not a text"),
        Case("jsonrpc: {url: http://a/}", "4:14: jsonrpc needs at least one of: family, calls"),
        Case(
            "jsonrpc: {url: http://a/, family: bitcon}",
            "4:39: 'family' must be bitcoin or monero or evm, not 'bitcon'"
        ),
        Case(
            "jsonrpc: {url: http://a/, family: evm, user: x}",
            "4:14: jsonrpc needs the key 'password'"
        ),
        Case(
            "jsonrpc: {url: http://a/, family: evm, cookie: /c, user: x}",
            "4:14: give either a cookie or a user and a password"
        ),
        Case(
            "jsonrpc: {url: http://a/, calls: [{method: m, params: 1}]}",
            "4:59: 'params' must be a list or a mapping, not a text"
        ),
        Case(
            "jsonrpc: {url: http://a/, calls: [{samples: {a: /a}}]}",
            "4:39: a call needs the key 'method'"
        ),
        Case(
            "jsonrpc: {url: http://a/, calls: [{method: m, samples: {a: blocks}}]}",
            "4:64: 'a' must be a place of the answer such as /result/height, or '' for the "
                + "whole, not 'blocks'"
        ),
        Case(
            "http: {url: http://a/, samples: {a: /x~2}}",
            "4:41: 'a' must be a place of the answer such as /result/height, or '' for the "
                + "whole, not '/x~2'"
        ),
        Case(
            "http: {url: http://a/, samples: {and: /x}}",
            "4:38: a name is a word that conditions can use, such as disk.free"
        ),
        Case("http: {url: http://a/, samples: {a: []}}", "4:41: 'a' names no place of the answer"),
        Case(
            "tcp: localhost",
            "4:10: 'tcp' must be a host and a port such as 127.0.0.1:443, not 'localhost'"
        ),
        Case(
            "tcp: {address: 'http://a:1'}",
            "4:20: 'address' must be a host and a port such as 127.0.0.1:443, not 'http://a:1'"
        ),
        Case("tcp: {address: 'a:1', expect: ''}", "4:35: 'expect' must not be empty"),
        Case(
            "tls: {address: 'a:1', verify: maybe}",
            "4:35: 'verify' must be true or false, not 'maybe'"
        ),
        Case(
            "promql: {server: http://a/}",
            "4:13: promql needs at least one of: up, samples, facts"
        ),
        Case(
            "promql: {server: http://a/, facts: {version: info}}",
            "4:50: 'version' must be a mapping (key: value), not a text"
        ),
    ])
    func `a mistake in a network probe is named at its place`(_ example: Case) {
        #expect(
            problems(after: "nodes:\n  - name: a\n    " + example.text)
                == [example.problem]
        )
    }

    @Test(arguments: [
        Case("sources: [{}]", "2:11: a source needs the key 'promql'"),
        Case(
            "sources: [{promql: {server: http://a/, lable: x}}]",
            "2:40: unknown key 'lable' in promql; known keys: server, nodes, name, role, "
                + "labels, samples, facts, headers, every, "
                + "timeout, limit, user, password, cookie, digest, authorities, certificate, key"
        ),
        Case("sources: [{promql: {nodes: up}}]", "2:20: promql needs the key 'server'"),
    ])
    func `a mistake in a source is named at its place`(_ example: Case) {
        #expect(problems(after: example.text) == [example.problem])
    }

    @Test(arguments: [
        Case("config: etc/x", "'config' must be an absolute path such as /etc/node.toml"),
        Case(
            "config: {mask: [a]}",
            "config needs either 'sources' or one of: file, url, command, shell"
        ),
        Case(
            "config: {file: /a, sources: [/b]}",
            "config needs either 'sources' or one of: file, url, command, shell"
        ),
        Case(
            "config: {file: /a, url: http://b}",
            "a source needs exactly one of: file, url, command, shell"
        ),
        Case(
            "config: {file: /a, format: tml}",
            "'format' must be flags or env or json or yaml or toml or ini or unit, not 'tml'",
            at: 28
        ),
        Case(
            "config: {file: /a, masks: [b]}",
            "unknown key 'masks' in config; did you mean 'mask'?",
            at: 20
        ),
        Case(
            "config: [/a/x, /b/x]",
            "two sources are named 'x'; the first is in line 4",
            at: 16
        ),
        Case(
            "config: [{name: x}]",
            "a source needs exactly one of: file, url, command, shell",
            at: 10
        ),
        Case(
            "config: {command: cat /x}",
            "a command with arguments is a list, such as command: [cat, /x]; "
                + "'shell' takes one text for /bin/sh",
            at: 19
        ),
        Case("sqlite: store.db", "'sqlite' must be an absolute path such as /etc/node.toml"),
        Case("sqlite: {checks: [quick]}", "sqlite needs the key 'file'"),
        Case(
            "sqlite: {file: /a, checks: [slow]}",
            "'checks' must be quick or layout or rows, not 'slow'",
            at: 29
        ),
        Case(
            "sqlite: [/a, /b]",
            "each of several sqlite probes of a node needs a 'name' of its own",
            line: 3,
            at: 1
        ),
    ])
    func `a probe of files is checked`(_ example: Case) {
        let place = "\(example.line):\(example.column + 4): "
        #expect(
            problems(after: "nodes:\n  - name: a\n    " + example.text) == [place + example.problem]
        )
    }

    @Test func `all mistakes of a file are reported together and in order`() {
        let found = problems(
            """
            flet: wakuv2
            poll:
              every: soon
              every: 10s
              timeout: 0s
            nodes:
              - name: a
                waku: {rest: http://a/, http://b/}
              - name: a
                roll: relay
                substrate: {relayRpc: http://a/}
            checks:
              - name: c
                when: peers >> 8
            """
        )
        #expect(
            found == [
                "1:1: unknown key 'flet' in a fleet file; did you mean 'fleet'?",
                "1:1: a fleet file needs the key 'fleet'",
                "3:10: 'every' must be a span such as 10s, not 'soon'",
                "4:3: 'every' is given twice; it was first given in line 3",
                "5:12: 'timeout' must be a span such as 10s, not '0s'",
                "8:29: unknown key in waku; known keys: rest, rpc, metrics, headers, every, "
                    + "timeout, limit, user, password, cookie, digest, authorities, certificate, key",
                "9:11: two nodes are named 'a'; the first is in line 7",
                "10:5: unknown key 'roll' in a node; did you mean 'role'?",
                "11:16: substrate needs the key 'rpc'",
                "11:17: unknown key 'relayRpc' in substrate; did you mean 'relayRPC'?",
                "14:18: expected a number here",
            ]
        )
    }

    @Test(arguments: [
        Case("nodes: []", "warning: this fleet has no nodes; there is nothing to watch"),
        Case(
            "nodes: [{name: a}]",
            "warning: nothing asks this node; give it one of: waku, substrate, prometheus, http, jsonrpc, tcp, tls, dns, libp2p, exec, log, config, sqlite, heartbeat, promql"
        ),
    ])
    func `a doubtful fleet is read with a warning`(_ example: Case) throws {
        let result = readFleet("fleet: f\n" + example.text)
        #expect(result.fleet != nil)
        let problem = try #require(result.problems.first)
        #expect(!problem.isError)
        #expect(problem.description.hasSuffix(example.problem))
    }

    @Test func `a key whose value is commented out is left out with a warning`() {
        let result = readFleet("fleet: f\nnodes: [{name: a, http: http://a/}]\nparties:\n#  - x")
        #expect(result.fleet?.parties == [])
        #expect(
            result.problems.map(\.description)
                == ["fleet.yaml:3:1: warning: 'parties' has no value and is left out"]
        )
    }

    @Test func `no message can steer a terminal`() {
        let found = problems(after: "poll: {every: \"\\e[31m\\u202E\"}")
        #expect(
            found
                == ["2:15: 'every' must be a span such as 10s, not '\\u{1B}[31m\\u{202E}'"]
        )
    }
}
