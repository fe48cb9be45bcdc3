import FleetModel
import IncidentLog
import TestSupport
import Testing

struct MessageSplitterTests {
    private let narrow = ChannelLimits(
        longestPart: 200,
        unit: .characters,
        editsMessages: false,
        dropsDuplicates: true
    )

    private func limits(_ unit: ChannelLimits.Unit, _ longest: Int = 200) -> ChannelLimits {
        ChannelLimits(
            longestPart: longest,
            unit: unit,
            editsMessages: false,
            dropsDuplicates: false
        )
    }

    @Test func `a short update is one part with its heading`() throws {
        let parts = MessageSplitter.parts(of: message("Hold."), limits: narrow)
        #expect(parts.map(\.text) == ["INC-0007 update #3: Relays unreachable\nHold."])
    }

    @Test(arguments: [true, false])
    func `what may have been sent says so where both can be seen`(dropsDuplicates: Bool) throws {
        let limits = ChannelLimits(
            longestPart: 2000,
            unit: .characters,
            editsMessages: false,
            dropsDuplicates: dropsDuplicates
        )
        var again = message("Hold.")
        again.repeatedPart = 1
        let heading = try #require(MessageSplitter.parts(of: again, limits: limits).first).heading
        #expect(heading.contains("update #3 (perhaps sent twice)") == !dropsDuplicates)
        let first = try #require(MessageSplitter.parts(of: message("Hold."), limits: limits).first)
        #expect(!first.heading.contains("perhaps"))
    }

    @Test(arguments: 1...4)
    func `a message is cut alike when one of its parts is repeated`(part: Int) {
        let text = (1...4).map { "\($0)" + String(repeating: " word", count: 27) }
        var message = message(text.joined(separator: "\n\n"))
        let parts = MessageSplitter.parts(of: message, limits: limits(.characters))
        message.repeatedPart = part
        let again = MessageSplitter.parts(of: message, limits: limits(.characters))
        #expect(again.map(\.body) == parts.map(\.body))
        #expect(again.map { $0.heading.contains("perhaps") } == parts.map { $0.index == part })
        #expect(again.allSatisfy { $0.text.utf16.count <= 200 })
    }

    @Test func `every part of a drill begins with its mark`() {
        let text = String(repeating: "word ", count: 100)
        let parts = MessageSplitter.parts(of: message(text, mode: .drill), limits: narrow)
        #expect(parts.count > 1)
        #expect(parts.allSatisfy { $0.text.hasPrefix("[DRILL] INC-0007 update #3 (") })
    }

    @Test func `a cut is made between paragraphs before lines and words`() {
        let first = String(repeating: "a", count: 60) + "\nline of words"
        let second = String(repeating: "b ", count: 40) + "\nand an end"
        let parts = MessageSplitter.parts(of: message(first + "\n\n" + second), limits: narrow)
        #expect(parts.map(\.body) == [first, second])
        #expect(
            parts.map(\.heading) == [
                "INC-0007 update #3 (1/2): Relays unreachable", "INC-0007 update #3 (2/2)",
            ]
        )
    }

    @Test func `without paragraphs a cut is made between lines`() {
        let lines = ["x", "y", "z"].map { String(repeating: $0 + " ", count: 35) + "end" }
        let parts = MessageSplitter.parts(
            of: message(lines.joined(separator: "\n")),
            limits: narrow
        )
        #expect(parts.map(\.body) == [lines[0] + "\n" + lines[1], lines[2]])
    }

    @Test func `without lines a cut is made between words and none is lost`() {
        let words = (1...120).map { "word\($0)" }
        let parts = MessageSplitter.parts(
            of: message(words.joined(separator: " ")),
            limits: narrow
        )
        #expect(parts.flatMap { $0.body.split(separator: " ").map(String.init) } == words)
        #expect(parts.count > 1)
    }

    @Test func `a part that ends exactly at a border keeps its last word`() {
        let heading = "INC-0007 update #3 (1/2): Relays unreachable\n".utf16.count
        let fits = String(repeating: "a", count: 200 - heading - 2) + " b"
        let parts = MessageSplitter.parts(of: message(fits + " last word"), limits: narrow)
        #expect(parts.map(\.body) == [fits, "last word"])
    }

    @Test(arguments: [ChannelLimits.Unit.characters, .bytes])
    func `a very long word is cut and put together again`(unit: ChannelLimits.Unit) {
        let word = String(repeating: "👩‍👩‍👧‍👦é\"", count: 200)
        let parts = MessageSplitter.parts(of: message(word), limits: limits(unit))
        #expect(parts.map(\.body).joined() == word)
        #expect(parts.allSatisfy { unit.length(of: $0.text) <= 200 })
        #expect(parts.allSatisfy { part in part.body.allSatisfy("👩‍👩‍👧‍👦é\"".contains) })
    }

    @Test func `a character larger than a part is cut as well`() {
        let monster = "e" + String(repeating: "\u{301}", count: 1000)
        let parts = MessageSplitter.parts(of: message(monster), limits: narrow)
        #expect(parts.allSatisfy { $0.text.utf16.count <= 200 })
        let scalars = parts.map { $0.body.unicodeScalars.count }.reduce(0, +)
        #expect(scalars == 1001)
    }

    @Test func `numbers with more digits still fit`() {
        let text = String(repeating: "word ", count: 600)
        let parts = MessageSplitter.parts(
            of: message(text, mode: .drill),
            limits: narrow
        )
        #expect(parts.count >= 10)
        #expect(parts.allSatisfy { $0.text.utf16.count <= 200 })
        #expect(parts.last?.heading.hasSuffix("(\(parts.count)/\(parts.count))") == true)
        #expect(parts.map(\.index) == Array(1...parts.count))
    }

    @Test func `a long title is cut so that the text has room`() throws {
        let title = String(repeating: "long title ", count: 100)
        let part = try #require(
            MessageSplitter.parts(of: message("Hold.", title: title), limits: narrow).first
        )
        #expect(part.heading.hasSuffix("…"))
        #expect(part.body == "Hold.")
        #expect(part.text.utf16.count <= 200)
    }

    @Test func `a title of several lines stays one line`() throws {
        let parts = MessageSplitter.parts(
            of: message("Hold.", title: "one\ntwo\r\nthree"),
            limits: narrow
        )
        #expect(parts.map(\.heading) == ["INC-0007 update #3: one two three"])
    }

    @Test func `an empty text leaves the heading`() {
        let parts = MessageSplitter.parts(of: message(" \n "), limits: narrow)
        #expect(parts.map(\.text) == ["INC-0007 update #3: Relays unreachable"])
    }

    @Test func `bytes are counted as they are written in JSON`() {
        let unit = ChannelLimits.Unit.bytes
        #expect(unit.length(of: "a\"\\\n\u{1}é") == 1 + 2 + 2 + 2 + 6 + 2)
        #expect(ChannelLimits.Unit.characters.length(of: "é👍") == 3)
    }
}
