import Primitives
import FleetModel
import ConfigFiles

import Testing

struct YAMLMistakeTests {
    @Test(arguments: [
        ("fleet: f\n\tpoll: 1", "2:1: a tab cannot indent YAML; use spaces"),
        ("fleet: f\npoll:\n\tevery: 1s", "3:1: a tab cannot indent YAML; use spaces"),
        (
            "fleet: f\nchannels: [{name: a, discord: ${X}}]",
            "2:32: inside { } and [ ] a placeholder must be in quotes: \"${NAME}\""
        ),
        (
            "fleet: f\nx: @/etc/secret",
            "2:4: a value that begins with @ or ` must be in quotes: '@/path/of/a/file'"
        ),
        (
            "fleet: f\nname: a: b",
            "2:8: a key cannot begin here; check the indentation, or quote a text that has ': ' "
                + "in it"
        ),
        (
            "fleet: f\n---\nfleet: g",
            "2:1: a second document begins here; one file holds one document"
        ),
        ("fleet: \"f", "1:10: the text in quotes has no closing quote"),
        ("fleet: f\nnodes: [a, b\n", "2:13: ',' or ']' is expected here"),
        ("fleet: f\nx: [a,\n  b\n\n", "3:4: ',' or ']' is expected here (begun in line 2)"),
        (
            "fleet: &page f\nparties: *pag",
            "2:10: this alias stands for nothing; did you mean '*page'?"
        ),
        ("", "1:1: this file is empty"),
        ("# nothing\n", "1:1: this file is empty"),
        ("fleet: a\u{1}b", "1:9: the character U+1 may not stand here"),
        ("- a", "1:1: a fleet file must be a mapping (key: value), not a list"),
        ("fleet: f\n? [a]\n: b", "2:3: a key must be a text, not a list"),
        (
            "fleet: f\nparties: *nobody",
            "2:10: this alias stands for nothing; a text that begins with * must be in quotes"
        ),
    ])
    func `what is not YAML is reported in plain words`(_ text: String, _ problem: String) {
        #expect(problems(text).filter { !$0.contains("warning") }.first == problem)
    }

    @Test(arguments: ["\u{FEFF}", ""], ["\n", "\r\n"])
    func `byte order marks and line ends of other systems are understood`(
        _ mark: String,
        _ end: String
    ) {
        let text = mark + ["fleet: f", "poll:", "  every: soon", ""].joined(separator: end)
        #expect(problems(text).last == "3:10: 'every' must be a span such as 10s, not 'soon'")
    }

    @Test func `every repeated key is reported beside the other mistakes`() {
        let found = problems(
            """
            fleet: f
            'nodes': [{name: a, http: http://a/, name: b}]
            "nodes": []
            fleet: g
            fleet: h
            poll: {every: soon, every: 1s}
            """
        )
        #expect(
            found == [
                "2:38: 'name' is given twice; it was first given in line 2",
                "3:1: 'nodes' is given twice; it was first given in line 2",
                "4:1: 'fleet' is given twice; it was first given in line 1",
                "5:1: 'fleet' is given twice; it was first given in line 1",
                "6:15: 'every' must be a span such as 10s, not 'soon'",
                "6:21: 'every' is given twice; it was first given in line 6",
            ]
        )
    }

    @Test func `an alias stands for what it names, and stars in texts stay`() {
        let result = readFleet(
            """
            fleet: a * b
            nodes:
              - {name: '*', http: &page http://a/*}
              - name: n
                http: *page
            checks:
              - {name: c, when: peers < 1, means: "look * here"}
            """
        )
        #expect(result.problems == [])
        #expect(result.fleet?.name == "a * b")
        #expect(result.fleet?.nodes.first?.id == "*")
        #expect(result.fleet?.nodes.last?.probes == result.fleet?.nodes.first?.probes)
        #expect(result.fleet?.checks.first?.meaning == "look * here")
    }

    @Test(
        .timeLimit(.minutes(15)),
        arguments: [
            // Lists of lists of aliases where a list is expected.
            "fleet: f\nnodes: *a40",
            // The same as a key, which a parser must hash to find repeated keys.
            "fleet: f\n? *a40\n: x\n? [*a40]\n: y",
        ]
    )
    func `aliases of aliases end quickly`(_ rest: String) {
        let bomb = (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
        let result = readFleet("a0: &a0 [x]\n" + bomb.joined(separator: "\n") + "\n" + rest)
        #expect(result.fleet == nil)
        #expect(result.problems.count > 40)
    }

    @Test(.timeLimit(.minutes(15)))
    func `aliases that multiply where they are allowed use up the budget`() {
        let many = { (name: String) in
            "[" + Array(repeating: "*\(name)", count: 1000).joined(separator: ", ") + "]"
        }
        let found = problems(
            """
            fleet: f
            nodes:
              - &node
                name: a
                http: [&page {url: http://a/, headers: {a: b}}]
              - name: b
                waku: &pages \(many("page"))
            parties:
              - {name: p, needs: &needs [peers > 1]}
            runbooks:
              - name: r
                steps: &steps
                  - &step {title: t, passes: peers > 1, nodes: &names \(many("page"))}
              - name: s
                steps: \(many("step"))
            """
        )
        let expected = "this file has too many parts; aliases (*name) may multiply here"
        #expect(found.contains { $0.hasSuffix(expected) })
        #expect(found.count < 100)
    }

    @Test func `a file that is too large is refused`() {
        let text = "fleet: f\n" + String(repeating: "# padding\n", count: 1_700_000)
        #expect(problems(text) == ["1:1: this file is larger than 16 MiB"])
    }

    @Test(arguments: ["[", "- ", "{a: ", "? "])
    func `deep nesting is refused`(_ opening: String) {
        let text = "fleet: f\nnodes:\n  " + String(repeating: opening, count: 100_000)
        #expect(readFleet(text).fleet == nil)
    }
}
