import ConfigFiles

import Testing

struct ConditionMistakeTests {
    /// A check whose condition is written so, beginning in line 3, column 26.
    private func problems(when condition: String, releases: String = "") -> [String] {
        ConfigFilesTests.problems(
            "fleet: f\nchecks:\n  - { name: check, when: \(condition) }\n"
                + "nodes: [{name: a, http: http://a/}]" + releases
        )
    }

    @Test(arguments: [
        "peers >= many", "'peers >= many'", "\"peers >= many\"", "' peers >= many'",
        // A doubled quote and an escape are several columns of one character.
        "'version == ''v'' and peers >= many'", "\"version == \\\"v\\\" \\x61nd peers >= many\"",
        // Columns count code points: two for é written as two, two for a flag.
        "'version == \"e\u{301}🇫🇷\" and peers >= many'",
    ])
    func `a wrong condition is reported at the column of the mistake`(_ condition: String) throws {
        let line = "  - { name: check, when: \(condition) }"
        let end = try #require(line.range(beforeFirst: "many"))
        let column = line[end].unicodeScalars.count + 1
        #expect(problems(when: condition) == ["3:\(column): expected a number here"])
    }

    @Test func `a condition over several lines is reported where it begins`() {
        let found = ConfigFilesTests.problems(
            """
            fleet: f
            nodes: [{name: a, http: http://a/}]
            checks:
              - name: c
                when: >
                  peers >=
                  many
            """
        )
        #expect(found == ["5:11: expected a number here"])
    }

    @Test func `releases without releases is a warning`() {
        let expected =
            "3:26: warning: this names 'releases', but the file has no 'releases'; "
            + "nothing is in it"
        #expect(problems(when: "version in releases") == [expected])
        #expect(problems(when: "version in releases", releases: "\nreleases: [v1]").isEmpty)
    }

    @Test func `a name close to a known one is a warning`() {
        #expect(
            problems(when: "sibling lnks < 2")
                == ["3:26: warning: nothing measures 'sibling.lnks'; did you mean 'sibling.links'?"]
        )
        #expect(problems(when: "disk.free < 2GiB").isEmpty)
    }

    @Test func `names that are written together are a warning`() {
        let words = "nothing measures 'height.best-height.finalized'"
        #expect(
            problems(when: "height.best-height.finalized > 100")
                == ["3:26: warning: \(words); to subtract write height.best - height.finalized"]
        )
        #expect(problems(when: "height.best - height.finalised > 100").count == 1)
        #expect(problems(when: "height.best - height.finalized > 100").isEmpty)
    }

    /// The mistake is where the bar stands.
    @Test(arguments: [
        "peers / |0 > 1", "peers + |> 1", "(peers|> 1", "peers * (mesh + |) > 1", "|5 + 3 > 1",
        "peers > 1 +|", "peers > 1 / |0", "peers > |mesh", "peers + 1 |contains 'x'",
        "|any(peers) + 1 > 2", "1 + |all(peers) > 2",
        "version == mesh + |'x'",
    ])
    func `a wrong calculation is reported at its column`(_ marked: String) throws {
        let offset = try #require(marked.range(beforeFirst: "|"))
        let condition = marked.filter { $0 != "|" }
        let found = problems(when: condition.contains("'") ? "\"\(condition)\"" : condition)
        let quote = condition.contains("'") ? 1 : 0
        #expect(found.count == 1)
        let start = "3:\(26 + quote + marked[offset].count): "
        #expect(found.first?.hasPrefix(start) == true, "\(found)")
    }

    @Test func `a hold time in a need is a warning`() {
        let found = ConfigFilesTests.problems(
            after: "parties: [{name: p, needs: [peers > 1 for 1m]}]"
        )
        #expect(found == ["2:29: warning: 'for' has no effect here; a need is met at once"])
    }

    @Test func `a very long condition is refused before it is read`() {
        let spans = String(repeating: "999999999d", count: 200)
        #expect(
            problems(when: "peers > \(spans)")
                == ["3:26: 'when' must be a condition of one line, at most 500 characters"]
        )
    }

    /// The mistake is where the bar stands.
    @Test(arguments: [
        "errs{|", "errs{a=|1}", "errs{a=\"b\"|", "|1errs", "errs{a=\"b\",|a=\"c\"}", "errs{a=|\"b}",
        "errs |x", "errs{a|}",
    ])
    func `a wrong selector is reported at the column of the mistake`(_ marked: String) throws {
        let start = "  - {name: a, prometheus: {url: http://a/, metrics: {e: '"
        let offset = try #require(marked.range(beforeFirst: "|"))
        let selector = marked.filter { $0 != "|" }
        let found = ConfigFilesTests.problems(after: "nodes:\n\(start)\(selector)'}}}")
        let first = try #require(found.first)
        #expect(found.count == 1)
        #expect(first.hasPrefix("3:\(start.count + marked[offset].count + 1): "), "\(first)")
    }
}

extension String {
    /// What stands before a text.
    fileprivate func range(beforeFirst part: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(part) }.map { startIndex..<$0 }
    }
}
