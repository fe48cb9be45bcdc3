import FleetModel
import Testing

struct LinePatternTests {
    private static let letters = "abcdefghijklmnopqrstuvwxyz".map { "\($0){9}" }.joined()

    @Test(arguments: [
        ("abc", "xxabcx", true), ("abc", "ab", false), ("a.c", "abc", true), ("a.c", "aéc", true),
        ("a.c", "ac", false), ("^a", "ba", false), ("^a", "ab", true), ("a$", "ba", true),
        ("a$", "ab", false), ("a|b", "b", true), ("(ab|cd)+e", "abcde", true),
        ("(ab|cd)+e", "ae", false), ("x[a-c]y", "xby", true), ("x[^a-c]y", "xby", false),
        ("x[^a-c]y", "xéy", true), ("[é✌]", "a✌b", true), ("[]a]", "]", true), ("[a-]", "-", true),
        (#"\d{3}"#, "a12", false), (#"\d{3}"#, "a123", true), (#"^\d{2,3}$"#, "1234", false),
        (#"^\d{2,}$"#, "12345", true), (#"\bgo\b"#, "let's go", true), (#"\bgo\b"#, "gone", false),
        (#"\Bgo"#, "cargo", true), (#"a\.b"#, "axb", false), (#"\x41"#, "A", true),
        ("(?i)ERROR", "an Error", true), ("ERROR", "an Error", false), ("(?i)[a-f]{2}", "FE", true),
        ("a{2}", "a{2}", false), ("a{x}", "a{x}", true), ("é+z", "ééz", true), ("a??b", "b", true),
        ("(a*)*b", "aaab", true), ("()*", "", true), ("^*", "", true), ("x[^é]", "xa", true),
        ("x[^é]", "xé", false),
        ("a.b", "a\nb", true), ("[^^$]", "^$", false), (#"\[^a"#, "[a", false),
        (#"\s\S\w\W"#, " xy!", true), ("^$", "", true),
        (#"[\d.]+x"#, "1.5x", true), (#"best: #(\d+)"#, "best: #12", true), ("a.*b", "a--b", true),
    ])
    func `a pattern finds what it should`(_ pattern: String, _ line: String, _ isFound: Bool)
        throws
    {
        let pattern = try LinePattern(parsing: pattern)
        #expect(pattern.finds(Array(line.utf8)) == isFound)
    }

    @Test(arguments: [
        ("", 0, "a pattern must not be empty"), ("a(b", 1, "this '(' is not closed"),
        ("ab)", 2, "this ')' closes nothing"), ("x[a", 1, "this '[' is not closed"),
        ("é|*a", 2, "there is nothing to repeat here"), ("a((b)", 1, "this '(' is not closed"),
        ("[^](](b[(])\\((", 13, "this '(' is not closed"), ("(a))", 3, "this ')' closes nothing"),
        ("a**", 1, "this repeats a repetition; use a group"),
        (#"(a)\1"#, 3, #"'\1' has no meaning here"#),
        (#"a\"#, 2, #"'\' needs a character behind it"#),
        ("(?=a)", 0, "only (?:…) is known here, and flags such as (?i)"),
        (
            "a{5,2}", 1,
            "a count must be from 0 to 1000, the smaller first, also together with others"
        ),
        ("[z-a]", 1, "'z-a' is no range or class of characters"),
        ("((\(Self.letters)){9}){9}", 0, "this pattern repeats too much"),
        (
            "((((a{100}){100}){100}){100})", 5,
            "a count must be from 0 to 1000, the smaller first, also together with others"
        ),
    ])
    func `a mistake is named at its place`(_ text: String, _ offset: Int, _ message: String) {
        let error = #expect(throws: LinePatternError.self) { try LinePattern(parsing: text) }
        #expect(error?.offset == offset)
        #expect(error?.message == message)
    }

    @Test func `groups in one another are read, whatever their depth`() throws {
        let text = String(repeating: "(", count: 240) + "a" + String(repeating: ")", count: 240)
        #expect(try LinePattern(parsing: text).finds([0x61]))
        #expect(throws: LinePatternError.self) {
            try LinePattern(parsing: "((" + text + "))" + text)
        }
    }

    @Test(arguments: ["(a+)+$", "(a|a)+$", "(a|aa)+$", ".*.*.*.*=x", "(.*)(.*)(.*)(.*)y$"])
    func `a pattern that other engines never finish costs no more than its length`(_ text: String)
        throws
    {
        let pattern = try LinePattern(parsing: text)
        let line = [UInt8](repeating: UInt8(ascii: "a"), count: 4000) + [UInt8(ascii: "!")]
        #expect(!pattern.finds(line))
    }

    @Test func `invalid UTF-8 is only bytes`() throws {
        let line: [UInt8] = [0x61, 0xFF, 0x62, 0x80, 0xC3]
        #expect(try LinePattern(parsing: "a.b").finds(line))
        #expect(try LinePattern(parsing: "b..$").finds(line))
    }
}

extension LinePattern {
    fileprivate func finds(_ line: [UInt8]) -> Bool { matches(line.span) }
}
