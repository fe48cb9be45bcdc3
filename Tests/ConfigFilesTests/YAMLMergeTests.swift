import Primitives
import FleetModel
import ConfigFiles

import Testing

/// What files share by anchors and merge keys, as Compose and Gatus files do.
struct YAMLMergeTests {
    @Test func `a mapping takes over what it does not say itself`() {
        let result = readFleet(
            """
            x-far: &far {role: far, memory: 1GB}
            x-slow: &slow {every: 30s, timeout: 9s}
            fleet: f
            nodes:
              - &usual
                name: n1
                role: relay
                http: {<<: *slow, url: http://a/, timeout: 1s}
              - <<: *usual
                name: n2
                http: http://b/
              - <<: [*far, *usual]
                name: n3
              - {name: n4, <<: {role: own}, http: http://d/}
              - {name: n5, role: '<<', http: http://e/}
            """
        )
        #expect(result.problems == [])
        let nodes = result.fleet?.nodes ?? []
        #expect(nodes.map(\.id) == ["n1", "n2", "n3", "n4", "n5"])
        #expect(nodes.map(\.role) == ["relay", "relay", "far", "own", "<<"])
        #expect(nodes.map(\.memoryLimitBytes) == [nil, nil, 1e9, nil, nil])
        let targets = nodes.flatMap(\.probes).map(\.target)
        let urls = ["http://a/", "http://b/", "http://a/", "http://d/", "http://e/"]
        #expect(targets == urls.map { .http(url: $0, status: 200, contains: nil) })
        #expect(nodes.first?.probes.first?.interval == .seconds(30))
        #expect(nodes.first?.probes.first?.timeout == .seconds(1))
    }

    @Test(arguments: [
        (
            "nodes: [{name: a, http: http://a/, <<: soon}]",
            [
                "2:40: '<<' takes over the keys of a mapping, written <<: *name or "
                    + "<<: [*one, *two], not a text"
            ]
        ),
        (
            "releases: &r [v1]\nnodes: [{name: a, http: http://a/, <<: *r}]",
            [
                "3:40: '<<' takes over the keys of a mapping, written <<: *name or "
                    + "<<: [*one, *two], not a text"
            ]
        ),
        (
            "x-a: &a {role: r}\nx-b: &b v1\nnodes:\n  - name: a\n    http: http://a/\n"
                + "    <<: [*a, *b]",
            [
                "7:14: '<<' takes over the keys of a mapping, written <<: *name or "
                    + "<<: [*one, *two], not a text"
            ]
        ),
        (
            "nodes: [{name: a, http: http://a/, <<: *nobody}]",
            ["2:40: this alias stands for nothing; a text that begins with * must be in quotes"]
        ),
        (
            "nodes: [&n {name: a, http: http://a/, <<: *n}]",
            ["2:43: this alias stands for nothing; a text that begins with * must be in quotes"]
        ),
        (
            "x-a: &a {rle: r}\nnodes: [{name: a, http: http://a/, <<: *a}]",
            ["2:10: unknown key 'rle' in a node; did you mean 'role'?"]
        ),
        (
            "x-a: &a {every: soon}\nnodes: [{name: a, http: {url: http://a/, <<: *a}}]",
            ["2:17: 'every' must be a span such as 10s, not 'soon'"]
        ),
        (
            "x-a: &a {role: r}\nnodes: [{name: a, <<: *a, http: http://a/, <<: *a}]",
            [
                "3:44: '<<' is given twice; it was first given in line 3; for several write "
                    + "<<: [*one, *two]"
            ]
        ),
        ("y-a: 1", ["2:1: unknown key 'y-a' in a fleet file; known keys: "]),
    ])
    func `a mistake in what is shared stands where it was made`(_ part: String, _ found: [String]) {
        let problems = problems("fleet: f\n" + part).filter { !$0.contains("warning") }
        #expect(problems.count == found.count, "\(problems)")
        for (problem, start) in zip(problems, found) { #expect(problem.hasPrefix(start)) }
    }

    @Test(.timeLimit(.minutes(15)))
    func `mappings that take over one another end quickly`() {
        // Each takes over the one before twice, and adds a key.
        let chain = (1...8000).map { number in
            "m\(number): &m\(number) {<<: [*m\(number - 1), *m\(number - 1)], k\(number): 1}"
        }
        let text = "m0: &m0 {k: 1}\n" + chain.joined(separator: "\n") + "\nfleet: f\n"
        let found = problems(text)
        #expect(found.contains { $0.contains("takes over too much with '<<'") })
    }

    @Test func `themes take over looks too`() {
        let text = "a: &look {fg: 1}\nb: {<<: *look, bg: 2}"
        let source = ThemeFile.Source(path: "t.yaml", text: text)
        let (theme, problems) = ThemeFile.read(source, roles: ["a", "b"]) { _, _ in nil }
        #expect(problems == [])
        #expect(theme?.roles["a"]?.foreground != nil)
        #expect(theme?.roles["b"]?.foreground == theme?.roles["a"]?.foreground)
        #expect(theme?.roles["b"]?.background != nil)
    }

    @Test func `in the files of others a merge key that merges nothing stays`() throws {
        let document = try YAMLDocument(parsing: "a: {<<: text, b: 1}", depth: 9)
        #expect(
            document.root
                == .map([
                    (
                        "a",
                        .map([
                            ("<<", .scalar("text", isQuoted: false)),
                            ("b", .scalar("1", isQuoted: false)),
                        ])
                    )
                ])
        )
    }

    /// A large fleet shares the picks of its nodes: they are read once, whatever the file may have
    /// of other parts.
    @Test func `thousands of nodes share the picks of one`() {
        let picks = (0..<22).map { "m\($0): 'series_\($0){device=\"eth0\"}'" }
        var text = """
            fleet: f
            x-metrics: &metrics {\(picks.joined(separator: ", "))}
            nodes:

            """
        for node in 0..<4000 {
            text += "  - name: n\(node)\n"
            text += "    prometheus: {url: 'http://h\(node)/', metrics: *metrics}\n"
        }
        let result = readFleet(text)
        #expect(result.problems == [])
        let targets = result.fleet?.nodes.flatMap(\.probes).map(\.target) ?? []
        #expect(targets.count == 4000)
        #expect(Set(targets.map { $0.pickCount }) == [22])
    }

    /// A mistake in shared picks is told once, in its own place.
    @Test func `a mistake in shared picks is told once`() {
        let found = problems(
            """
            x-metrics: &metrics {a: 'series{', b: fine}
            fleet: f
            nodes:
              - {name: n1, prometheus: {url: 'http://a/', metrics: *metrics}}
              - {name: n2, prometheus: {url: 'http://b/', metrics: *metrics}}
            """
        )
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("1:33: ") == true, "\(found)")
    }
}

extension ProbeTarget {
    /// How many metrics of a page are kept.
    fileprivate var pickCount: Int {
        guard case .prometheus(let page) = self else { return 0 }
        return page.metrics.count
    }
}
