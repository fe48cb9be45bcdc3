import FleetModel
import NodeConfiguration
import Testing

/// JSON, YAML, TOML and sections with keys.
struct DocumentFormatTests {
    @Test func `what means the same is the same in JSON, YAML and TOML`() {
        let keys = [
            "chain = calamari", "ports = [1, 2]", "relay.name = kusama", "relay.on = true",
            "servers.0.url = a", "servers.1.url = b",
        ]
        let json = """
            {"relay": {"on": true, "name": "kusama"}, "ports": [1, 2.0], "chain": "calamari",
             "servers": [{"url": "a"}, {"url": "b"}]}
            """
        let yaml = """
            chain: calamari   # a comment
            ports: [1, 2]
            relay: {name: kusama, on: True}
            servers:
              - url: a
              - url: b
            """
        let toml = """
            chain = "calamari"
            ports = [1, 0x2]
            [relay]
            on = true
            name = 'kusama'
            [[servers]]
            url = "a"
            [[servers]]
            url = "b"
            """
        #expect(lines(json) == keys)
        #expect(lines(yaml, .yaml) == keys)
        #expect(lines(toml) == keys)
        let digests = Set(
            [json, yaml, toml].map { text in
                try? ConfigurationKeys(parsing: Array(text.utf8)).canonical
            }
        )
        #expect(digests.count == 1)
    }

    @Test func `the order of keys and of sets does not count, that of lists does`() {
        #expect(
            lines("{\"b\": 1, \"a\": {\"bootNodes\": [\"y\", \"x\"], \"servers\": [\"y\", \"x\"]}}")
                == ["a.bootNodes = [x, y]", "a.servers = [y, x]", "b = 1"]
        )
    }

    @Test func `names with points and lists with commas are not mistaken`() {
        #expect(
            lines(
                "{\"a.b\": [\"c, d\", \"e\", \"\"], \"f\": [], \"g\": {}, \"h\": [[1], 2], \"i\": null}"
            )
                == [
                    "\"a.b\" = [\"c, d\", e, \"\"]", "f = []", "g = {}", "h.0 = [1]", "h.1 = 2",
                    "i = null",
                ]
        )
    }

    @Test func `everything of TOML is read`() {
        let text = """
            # comment
            title = "a \\"b\\" \\u00e9 \\n" # more
            "quoted key".'x' = 'C:\\path'
            int = 1_000
            hex = 0xDEAD_beef
            float = 6.5e-1
            inf = -inf
            date = 1979-05-27 07:32:00Z
            day = 1979-05-27
            time = 07:32:00
            long = \"\"\"
            one \\
               two
            three\"\"\"
            raw = '''a'b'''
            list = [ 1, # one
              2, ]
            table = { a.b = 1, c = { d = [ { e = 2 } ] } }
            [a.b.c]
            on = false
            [[fruit]]
            name = "apple"
            [[fruit.variety]]
            name = "red"
            [[fruit.variety]]
            name = "green"
            [[fruit]]
            name = "banana"
            """
        #expect(
            lines(text, .toml) == [
                "a.b.c.on = false", "date = 1979-05-27 07:32:00Z", "day = 1979-05-27",
                "float = 0.65", "fruit.0.name = apple", "fruit.0.variety.0.name = red",
                "fruit.0.variety.1.name = green", "fruit.1.name = banana", "hex = 3735928559",
                "inf = -inf", "int = 1000", "list = [1, 2]", "long = one two\nthree",
                "quoted key.x = C:\\path", "raw = a'b", "table.a.b = 1", "table.c.d.0.e = 2",
                "time = 07:32:00", "title = a \"b\" é \n",
            ]
        )
    }

    @Test(arguments: [
        ("a = ", "line 1: a value is expected here; a text must be in quotes"),
        ("a = b", "line 1: a value is expected here; a text must be in quotes"),
        ("a = 01", "line 1: a value is expected here; a text must be in quotes"),
        ("\na = 1 b = 2", "line 2: a new key must begin in a new line"),
        ("a", "line 1: a key must be followed by '='"),
        ("= 1", "line 1: a key is expected here"),
        ("[a]\n[a]", "line 2: this table is given twice"),
        ("a = [1 2]", "line 1: ',' or ']' is expected here"),
        ("a = {b = 1", "line 1: ',' or '}' is expected here"),
        ("a = \"b", "line 1: a text in quotes has no closing quote"),
        ("a = '''b", "line 1: a text in three quotes has no closing quotes"),
        ("a = \"\\q\"", "line 1: this backslash has no meaning; use single quotes for such a text"),
        ("a = \"\\ud800\"", "line 1: this is not the number of a character"),
    ])
    func `a mistake in TOML is named with its line`(text: String, mistake: String) {
        #expect(lines(text, .toml) == ["! " + mistake])
    }

    @Test func `YAML keeps versions, resolves aliases and merges`() {
        let text = """
            base: &base {version: 1.10, on: yes}
            one:
              <<: *base
              on: no
            list: [*base]
            """
        #expect(
            lines(text) == [
                "base.on = yes", "base.version = 1.10", "list.0.on = yes", "list.0.version = 1.10",
                "one.on = no", "one.version = 1.10",
            ]
        )
    }

    @Test func `sections and keys are read with repeated keys as lists`() {
        let text = """
            server=1
            ; old
            addnode=b
            addnode=a
            [test]
            rpcport = 18332 ; usual
            name: "x # y"
            daemon
            """
        #expect(
            lines(text, .ini) == [
                "addnode = [a, b]", "server = 1", "test.daemon = true", "test.name = x # y",
                "test.rpcport = 18332",
            ]
        )
        #expect(
            lines("[a\nb=1\n=2", .ini) == [
                "a.b = 1", "? line 1: a section has no closing ']'",
                "? line 3: a value has no key in front; it is left out",
            ]
        )
    }

    @Test(arguments: [
        ("hello", "json"), ("<html>", "json"), ("", "json"), ("{\n\"a\": x\n}\n", "json"),
        ("a: [1", "yaml"), ("\tb: 1", "yaml"), ("a: *none", "yaml"),
    ])
    func `a mistake in JSON or YAML is named with its line`(text: String, format: String) throws {
        let format = try #require(ConfigTarget.Format(rawValue: format))
        #expect(lines(text, format).first?.hasPrefix("! line ") == true, "\(lines(text, format))")
    }

    @Test(arguments: [
        ("/etc/systemd/system/a.service", "x", "unit"), ("/proc/12/cmdline", "x", "flags"),
        ("/etc/default/node", "A=1", "env"), (".env.local", "A=1", "env"), ("a.yml", "x", "yaml"),
        ("a.toml", "x", "toml"), ("a.json", "x", "json"), ("", "{\"a\": 1}", "json"),
        ("", "[{\"a\": 1}]", "json"), ("a.conf", "[Service]\nUser=x", "unit"),
        ("a.conf", "[main]\nuser = \"x\"", "toml"), ("a.conf", "[main]\nuser = x y", "ini"),
        ("", "A=1\nexport B='2'", "env"), ("", "manta --chain x", "flags"),
        ("", "key: value\n", "yaml"), ("bitcoin.conf", "server=1\n[test]\nport=1 x", "ini"),
    ])
    func `the format is told by name and content`(name: String, text: String, format: String) throws
    {
        let format = try #require(ConfigTarget.Format(rawValue: format))
        #expect(lines(text, name: name) == lines(text, format))
    }

    @Test func `a text of no known form asks for its format`() {
        #expect(lines("hello there") == ["! its format is not clear; say which with 'format'"])
        #expect(lines("") == ["! its format is not clear; say which with 'format'"])
    }
}
