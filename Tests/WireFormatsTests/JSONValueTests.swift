import Testing

@testable import WireFormats

struct JSONValueTests {
    private func parse(_ text: String) throws -> JSONValue {
        try JSONValue(parsing: text.body.span)
    }

    private static let values: [(String, JSONValue)] = [
        ("null", .null), (" true\r\n", .bool(true)), ("false", .bool(false)),
        ("12", .integer(12)), ("-7", .integer(-7)), ("1.5", .number(1.5)), ("1e3", .number(1000)),
        ("\"a\"", .string("a")), ("[]", .array([])), ("{}", .object([:])),
        ("[1,[2]]", .array([.integer(1), .array([.integer(2)])])),
        ("{\"a\":null}", .object(["a": .null])),
        ("{\"a\":1,\"a\":2}", .object(["a": .integer(2)])),
        ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(0x1p63)),
        ("1e400", .number(.infinity)), ("-1e400", .number(-.infinity)),
        ("Infinity", .number(.infinity)), ("-inf", .number(-.infinity)),
        ("\u{FEFF}[1]", .array([.integer(1)])),
    ]

    @Test(arguments: values)
    func `a text becomes its value`(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(arguments: [
        (#""\u0041\n\t\/\\\"""#, "A\n\t/\\\""), (#""\ud83e\udd91""#, "🦑"),
        (#""\ud83e x""#, "\u{FFFD} x"), (#""\udd91""#, "\u{FFFD}"),
        (#""\ud83e\ud83e\udd91""#, "\u{FFFD}🦑"),
        ("\"a\nb\"", "a\nb"), ("\"🦑\"", "🦑"),
    ])
    func `a string is unescaped`(text: String, value: String) throws {
        #expect(try parse(text) == .string(value))
    }

    @Test
    func `invalid UTF-8 and NaN are tolerated`() throws {
        let bytes = "{\"agent\":\"".body + [0xFF] + "\",\"score\":NaN}".body
        let value = try JSONValue(parsing: bytes.span)
        #expect(value["agent"] == "\u{FFFD}")
        #expect(value["score"]?.double?.isNaN == true)
    }

    @Test(arguments: [
        ("", 0, 1), ("[1,]", 3, 1), ("{\"a\"}", 4, 1), ("{\"a\":1\n,\n}", 9, 3), ("[1] x", 4, 1),
        ("tru", 0, 1), ("\"abc", 4, 1), ("{a:1}", 1, 1), ("0x10", 0, 1), ("[1 2]", 3, 1),
        ("\"\\x\"", 1, 1), ("--1", 0, 1), ("<html>", 0, 1), ("{\"a\":", 5, 1),
    ])
    func `broken JSON names the byte and the line`(text: String, byte: Int, line: Int) {
        let error = #expect(throws: WireFormatError.self) { try parse(text) }
        guard case .notJSON(_, _, let seenByte, let seenLine)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(seenByte == byte)
        #expect(seenLine == line)
    }

    @Test
    func `nesting is allowed up to the limit and no further`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            String(repeating: "[", count: depth).body + String(repeating: "]", count: depth).body
        }
        _ = try JSONValue(parsing: nested(64).span)
        #expect(throws: WireFormatError.nestedTooDeep(limit: 64, byte: 64)) {
            try JSONValue(parsing: nested(65).span)
        }
        #expect(throws: WireFormatError.nestedTooDeep(limit: 64, byte: 64)) {
            try JSONValue(parsing: Array(repeating: UInt8(ascii: "["), count: 1_000_000).span)
        }
    }

    @Test
    func `a body over the limit is not read`() {
        #expect(throws: WireFormatError.tooLarge(bytes: 3, limitBytes: 2)) {
            try JSONValue(parsing: "[1]".body.span, limits: .init(bytes: 2))
        }
    }

    @Test(
        arguments: [
            ("", nil), ("/a/0/b", .integer(1)), ("/a~1b", .integer(2)), ("/m~0n", .integer(3)),
            ("/", .integer(4)), ("/a/1", nil),
            ("/a/00", nil),
            ("/a/-", nil), ("a", nil), ("/a/0/b/c", nil), ("/~01", .integer(5)),
        ] as [(String, JSONValue?)]
    )
    func `a pointer finds its value`(pointer: String, found: JSONValue?) {
        let value: JSONValue = ["a": [["b": 1]], "a/b": 2, "m~n": 3, "": 4, "~1": 5]
        #expect(value.at(pointer) == (pointer.isEmpty ? value : found))
    }

    @Test
    func `text has sorted names and escapes control characters`() {
        let value: JSONValue = [
            "b": [.null, true, 1, .number(0.5), .number(.nan)], "a": "\"\\\u{1B}\n🦑/",
        ]
        #expect(
            value.text == #"{"a":"\"\\\u001b\u000a🦑/","b":[null,true,1,0.5,null]}"#
        )
    }

    @Test(arguments: Fixture.documents)
    func `a document survives writing and reading`(name: String) throws {
        let bytes = try Fixture.bytes(name)
        let value = try JSONValue(parsing: bytes.span)
        #expect(try JSONValue(parsing: value.encoded.span) == value)
    }

    @Test
    func `a whole number is an integer however it is written`() throws {
        #expect(try parse("12.0").integer == 12)
        #expect(try parse("12.5").integer == nil)
        #expect(try parse("1e300").integer == nil)
        #expect(try parse("\"12\"").integer == nil)
    }
}
