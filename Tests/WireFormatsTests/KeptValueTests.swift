import Testing

@testable import WireFormats

struct KeptValueTests {
    @Test(arguments: [
        ("12", 12), ("-1.5e3", -1500), ("\"3607\"", 3607), ("\"-2.5\"", -2.5), ("true", 1),
        ("false", 0), ("\"0x10\"", 16), ("\"0xFFffFFffFFffFFff\"", 18_446_744_073_709_551_616),
        ("\"0x0\"", 0), ("18446744073709551616", 18_446_744_073_709_551_616),
    ])
    func `a number is understood however a node writes it`(_ text: String, _ number: Double) throws
    {
        #expect(try JSONValue(parsing: text.body.span).number(at: "") == number)
    }

    @Test(arguments: [
        "1e400", "\"1e400\"", "\"NaN\"", "\"inf\"", "\"\"", "\" 1\"", "\"0x\"", "\"0xg\"",
        "\"0x1p3\"", "{}", "[1]", "\"twelve\"",
    ])
    func `what is no number is named`(_ text: String) throws {
        let value = try JSONValue(parsing: text.body.span)
        let error = #expect(throws: WireFormatError.self) { try value.number(at: "") }
        #expect(error?.message.hasPrefix("Expected a number, got ") == true)
    }

    @Test func `an endless number is not read`() {
        let digits = JSONValue.string(String(repeating: "9", count: 1_000_000))
        #expect(throws: WireFormatError.self) { try digits.number(at: "") }
        let hexadecimal = JSONValue.string("0x" + String(repeating: "f", count: 65))
        #expect(throws: WireFormatError.self) { try hexadecimal.number(at: "") }
    }

    @Test func `a place that is not there is named, and null is not known`() throws {
        let value: JSONValue = ["a": ["b": .null]]
        #expect(try value.number(at: "/a/b") == nil)
        #expect(try value.texts(at: "/a/b") == [])
        let error = #expect(throws: WireFormatError.self) { try value.number(at: "/a/c") }
        #expect(error?.message == "Expected a number at /a/c, got nothing.")
    }

    @Test func `texts are one, or the elements of a list`() throws {
        let value: JSONValue = ["list": ["a", 1, true, .null, ""], "deep": [["x"]], "word": "w"]
        #expect(try value.texts(at: "/list") == ["a", "1", "true"])
        #expect(try value.texts(at: "/word") == ["w"])
        #expect(throws: WireFormatError.self) { try value.texts(at: "/deep") }
        #expect(throws: WireFormatError.self) { try value.texts(at: "") }
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `base64 is as in the vectors of RFC 4648`(_ text: String, _ encoded: String) {
        #expect(Base64.encode(text.body) == encoded)
    }
}
