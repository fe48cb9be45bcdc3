import FleetModel
import NodeConfiguration
import Testing

/// Lists of variables, in the dialects of shells, systemd, Docker and Compose.
struct EnvironmentTests {
    @Test func `variables are read with quotes, comments and export`() {
        let text = """
            # a comment
            export NAME="two words"
            EMPTY=
            PORT=30303 # the usual one
            PLAIN = spaced
            LONG='one
            two'
            HASH=a#b
            COMMENT= # nothing
            QUOTED="x" # a comment
            """
        #expect(
            lines(text, .env) == [
                "COMMENT = ", "EMPTY = ", "HASH = a#b", "LONG = one\ntwo", "NAME = two words",
                "PLAIN = spaced", "PORT = 30303", "QUOTED = x",
            ]
        )
    }

    @Test func `a name alone has its value from the host`() {
        let text = """
            NODE=edge-1
            BARE
            export EXPORTED # for the children
            export NODE
            """
        #expect(
            lines(text, .env)
                == ["BARE = (from the host)", "EXPORTED = (from the host)", "NODE = edge-1"]
        )
    }

    @Test func `the colon of Compose and the words of shells are understood`() {
        let text = """
            NAME: value
            URL: "http://a.example:80/?x=1"
            PLAIN=http://b.example:80
            declare -x SHELL_LIKE=1
            EMPTY:
            """
        #expect(
            lines(text, .env) == [
                "EMPTY = ", "NAME = value", "PLAIN = http://b.example:80", "SHELL_LIKE = 1",
                "URL = http://a.example:80/?x=1",
            ]
        )
    }

    @Test func `a value without quotes keeps those of its JSON`() {
        let json = #"{"a":"b \"c\" #d","e":"C:\\x"}"#
        #expect(lines("SPRING_APPLICATION_JSON=\(json)", .env)[0].hasSuffix(json))
        #expect(lines(#"A="{"b":"c"}""#, .env) == [#"A = {"b":"c"}"#])
        #expect(lines(#"A='{"b":"c"}'"#, .env) == [#"A = {"b":"c"}"#])
        #expect(lines(#"A=["x", "y"]"#, .env) == [#"A = ["x", "y"]"#])
        #expect(lines(#"MOTD=it's "so""#, .env) == [#"MOTD = it's "so""#])
    }

    @Test func `an odd line is left out and named, and the others stay`() {
        let text = """
            A=1
            not a variable
            2B=1
            if [ -f x ]; then
            fi
            C=3
            """
        #expect(
            lines(text, .env) == [
                "A = 1", "C = 3",
                "? line 2: expected NAME=value; this line is left out",
                "? line 3: the name before '=' is not that of a variable; it is left out",
                "? line 4: expected NAME=value; this line is left out",
                "? line 5: expected NAME=value; this line is left out",
            ]
        )
        #expect(
            lines("not a variable", .env)
                == ["! line 1: expected NAME=value; this line is left out"]
        )
    }

    @Test func `a quote that nobody closes takes its own line only`() {
        let odd = "a text in quotes has no closing quote; its line is taken as it is"
        #expect(
            lines("A='1\nB=2\nC=\"3\"", .env)
                == ["A = '1", "B = 2", "C = 3", "? line 1: \(odd)"]
        )
        // The next quote begins a value of its own.
        #expect(
            lines("A=\"1\nB=\"2\"\nC=3", .env)
                == ["A = \"1", "B = 2", "C = 3", "? line 1: \(odd)"]
        )
    }

    @Test func `a name set again keeps all its values and is named`() {
        #expect(
            lines("PORT=1\nA=0\nPORT=2\nPORT+=3", .env) == [
                "A = 0", "PORT = [1, 2, 3]",
                "? line 3: PORT is set again, first in line 1; all values are kept, the last counts",
                "? line 4: PORT is set again, first in line 1; all values are kept, the last counts",
            ]
        )
    }

    @Test func `lines continue behind a backslash, but not into another variable`() {
        #expect(
            lines("ARGS=--a 1 \\\n  --b=2 \\\n  --c\nD=x\\\ny", .env)
                == ["ARGS.a = 1", "ARGS.b = 2", "ARGS.c = true", "D = xy"]
        )
        #expect(lines("DIR=C:\\data\\\nNEXT=1", .env) == ["DIR = C:\\data\\", "NEXT = 1"])
    }

    @Test func `line ends and marks of Windows are none of the text`() {
        let text = "A=1\r\nBARE\r\nLONG=\"x\r\ny\"\r\nARGS=--a \\\r\n --b\r\n"
        let right = ["A = 1", "ARGS.a = true", "ARGS.b = true", "BARE = (from the host)"]
        #expect(lines("\u{FEFF}" + text, .env) == right + ["LONG = x\ny"])
        #expect(lines("\u{FEFF}A=1\r\nB=2", name: "") == ["A = 1", "B = 2"])
        #expect(lines("x --a 1 \\\r\n --b 2", .flags) == ["a = 1", "b = 2", "command = x"])
        #expect(lines("\u{FEFF}{\"a\": 1}\r\n") == ["a = 1"])
    }

    @Test func `text of UTF-16 with its mark is read`() throws {
        let units = Array("A=é\r\nB=2".utf16)
        var (little, big): ([UInt8], [UInt8]) = ([0xFF, 0xFE], [0xFE, 0xFF])
        for unit in units {
            little += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            big += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
        for bytes in [little, big] {
            let keys = try ConfigurationKeys(parsing: bytes, name: "x.env")
            #expect(keys["A"] == "é" && keys["B"] == "2")
        }
    }

    @Test func `the lines of a key without quotes belong to it`() {
        let text = "KEY=-----BEGIN PRIVATE KEY-----\nMIIabc\nxyz=\n-----END PRIVATE KEY-----\nB=1"
        #expect(
            lines(text, .env) == [
                "B = 1",
                "KEY = -----BEGIN PRIVATE KEY-----\nMIIabc\nxyz=\n-----END PRIVATE KEY-----",
            ]
        )
    }

    @Test func `what is odd is told in a bounded number of sentences`() {
        let text = "A=1\n" + (0..<50).map { "odd line \($0)\n" }.joined()
        let odd = lines(text, .env).filter { $0.hasPrefix("? ") }
        #expect(odd.count == 6)
        #expect(odd.last == "? 45 more places are odd")
    }
}
