import FleetModel
import NodeConfiguration
import Testing

/// JSON, YAML, TOML and sections with elements that are none, and dialects of them.
struct OddDocumentTests {
    // MARK: JSON

    @Test func `comments, last commas and names without quotes are read`() {
        let text = """
            // the node
            {
              /* several
                 lines */
              "a": 1, # one
              b: 'it''s'.replaced,
              c: 'x "y" \\'z\\'',
              "list": [1, 2,],
              "url": "http://a/b", // not a comment inside
            }
            """
        #expect(
            lines(text, .json) == [
                "a = 1", "c = x \"y\" 'z'", "list = [1, 2]", "url = http://a/b",
                "? line 6: this is not JSON: expected a comma",
            ]
        )
        #expect(lines("// x\n{\"a\": 1}") == ["a = 1"])
        #expect(lines("{\"a\": 1}", name: "x.jsonc") == ["a = 1"])
    }

    @Test func `an element of JSON that cannot be read is left out`() {
        let text = """
            {"a": 1,
             "b": tru,
             "c" 3,
             "d": {"e": 12x, "f": 2},
             "g": "open,
             "h": [1, @, 3]
             "i": 4
            }
            """
        #expect(
            lines(text, .json) == [
                "a = 1", "d.f = 2", "h = [1, 3]", "i = 4",
                "? line 2: this is not JSON: expected a JSON value",
                "? line 3: this is not JSON: expected a colon",
                "? line 4: this is not JSON: expected a JSON value",
                "? line 5: a text in quotes has no closing quote",
                "? line 6: this is not JSON: expected a JSON value",
                "? 1 more places are odd",
            ]
        )
    }

    @Test(arguments: [
        ("{\"a\": [1\n}", ["a = [1]", "? line 2: this is not JSON: expected a comma or \"]\""]),
        ("{\"a\": 1]\n, \"b\": 2}", ["a = 1", "b = 2"]),
        ("{\"a\": 1", ["a = 1", "? line 1: this is not JSON: expected a comma or \"}\""]),
        ("{\"a\": 1}\n{\"a\": 2}\n", ["0.a = 1", "1.a = 2"]),
        ("{\"a\": 1}\nx\n", ["a = 1", "? line 2: this is not JSON: expected the end"]),
    ])
    func `brackets that do not fit lose nothing else`(text: String, right: [String]) {
        #expect(lines(text, .json).prefix(right.count) == right[...])
    }

    @Test func `names given again keep all values`() {
        #expect(
            lines(
                "{\"a\": 1,\n\"a\": 2, \"big\": 1000000000000000000001, hex: 0xff, plus: +1}",
                .json
            ) == [
                "a = [1, 2]", "big = 1000000000000000000001", "hex = 255", "plus = 1",
                "? line 2: a name is given again; all its values are kept",
            ]
        )
    }

    // MARK: YAML

    @Test func `documents of one text have names`() {
        let text = """
            # two objects
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: node, namespace: prod}
            data: {A: "1"}
            ---
            kind: Service
            metadata: {name: node}
            ---
            # nothing here
            ---
            - x
            ...
            """
        #expect(
            lines(text, .yaml) == [
                "2 = [x]", "ConfigMap/prod/node.apiVersion = v1", "ConfigMap/prod/node.data.A = 1",
                "ConfigMap/prod/node.kind = ConfigMap",
                "ConfigMap/prod/node.metadata.name = node",
                "ConfigMap/prod/node.metadata.namespace = prod", "Service/node.kind = Service",
                "Service/node.metadata.name = node",
            ]
        )
        #expect(lines("%YAML 1.1\n---\na: 1\n...\n", .yaml) == ["a = 1"])
        #expect(lines("---\na: |\n  x\n  --- y\n", .yaml) == ["a = x\n--- y\n"])
    }

    @Test func `a broken document leaves the others`() {
        #expect(
            lines("a: 1\n---\n[}\n---\nb: 2", .yaml).filter { !$0.hasPrefix("? ") }
                == ["0.a = 1", "2.b = 2"]
        )
        #expect(lines("a: 1\n---\n[}\n---\nb: 2", .yaml).last?.hasPrefix("? line 3: ") == true)
    }

    @Test(arguments: [
        ("a: 1\na: 2\nb: 3", ["a = [1, 2]", "b = 3"], 2),
        ("a: *none\nb: 3", ["b = 3"], 1),
        ("a: 1\n\tb: 2\nc: 3", ["a = 1", "c = 3"], 2),
        ("a: 1\n  b: 2\nc: 3", ["a = 1", "c = 3"], 2),
        ("a: [1\nc: 3", ["c = 3"], 2),
        ("x: 1\na: \"open\nb: 2\nc: 3", ["b = 2", "c = 3", "x = 1"], 4),
        ("a:\n  x: 1\nb: @bad\n  y: 2\nc: 3", ["a.x = 1", "c = 3"], 3),
        ("a: {{ value }}x\nb: 1", ["b = 1"], 1),
        ("a: x\u{1B}[0m\nb: 1", ["a = x\u{FFFD}[0m", "b = 1"], 1),
    ])
    func `a line that is no YAML is left out`(text: String, right: [String], line: Int) {
        let found = lines(text, .yaml)
        #expect(found.filter { !$0.hasPrefix("? ") } == right)
        #expect(found.last?.hasPrefix("? line \(line): ") == true, "\(found)")
    }

    // MARK: TOML

    @Test func `a line that is no TOML is left out`() {
        let text = """
            a = 1
            b = nope
            [cosmos
            c = "x"
            [p2p]
            d = 2
            d = 3
            [bad name]
            lost = 1
            [p2p]
            e = [1,
            f = 5
            """
        #expect(
            lines(text, .toml) == [
                "a = 1", "cosmos.c = x", "p2p.d = [2, 3]", "p2p.f = 5",
                "? line 2: a value is expected here; a text must be in quotes",
                "? line 3: a table's name must be followed by ']'",
                "? line 7: this key is given twice",
                "? line 8: a table's name must be followed by ']'",
                "? line 10: this table is given twice",
                "? 1 more places are odd",
            ]
        )
    }

    // MARK: Sections

    @Test func `a file of the name conf keeps repeated keys`() throws {
        let text = "server=1\naddnode=192.0.2.10\naddnode=192.0.2.11\nrpcallowip=10.0.0.0/8\n"
        let right = [
            "addnode = [192.0.2.10, 192.0.2.11]", "rpcallowip = 10.0.0.0/8", "server = 1",
        ]
        #expect(lines(text, name: "/etc/bitcoin.conf") == right)
        #expect(lines(text, name: "node.cfg") == right)
        let keys = try ConfigurationKeys(parsing: Array(text.utf8), name: "bitcoin.conf")
        #expect(keys.format == .ini && keys.formatOrigin == .content)
        // Without a name, as from a command, what is repeated tells.
        #expect(lines(text) == right)
        let unnamed = try ConfigurationKeys(parsing: Array(text.utf8))
        #expect(unnamed.format == .ini && unnamed.oddities.isEmpty)
        #expect(lines("<html>a=1</html>")[0].hasPrefix("! its format is not clear"))
        let env = try ConfigurationKeys(parsing: Array("export A=1".utf8), name: "a.conf")
        #expect(env.format == .env)
        let named = try ConfigurationKeys(parsing: Array("a = 1".utf8), name: "a.toml")
        #expect(named.formatOrigin == .name)
    }

    @Test func `keys parted by a space and blocks in braces are read`() {
        let redis =
            "port 6379\nsave 900 1\nsave 300 10\nrequirepass swordfish\nbind 127.0.0.1 ::1\n"
        #expect(
            lines(redis, name: "redis.conf") == [
                "bind = 127.0.0.1 ::1", "port = 6379", "requirepass = swordfish",
                "save = [900 1, 300 10]",
            ]
        )
        let nginx = """
            worker_processes auto;
            http {
              server {
                listen 80;
                listen 443 ssl;
                location /api {
                  proxy_pass http://127.0.0.1:8545;
                }
              }
            }
            }
            """
        #expect(
            lines(nginx, name: "nginx.conf") == [
                "http.server.listen = [80, 443 ssl]",
                "http.server.location /api.proxy_pass = http://127.0.0.1:8545",
                "worker_processes = auto", "? line 11: this '}' closes no '{'",
            ]
        )
        #expect(lines("storage:\n  dbPath: /x\n", name: "mongod.conf") == ["storage.dbPath = /x"])
    }

    @Test func `one odd line does not hide that these are variables`() {
        #expect(
            lines("A=1\nBARE\nB=2\nC=3\nnot one\nD=4\nE=5").filter { !$0.hasPrefix("? ") }
                == ["A = 1", "B = 2", "BARE = (from the host)", "C = 3", "D = 4", "E = 5"]
        )
    }
}
