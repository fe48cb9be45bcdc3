import Testing

@testable import Screens

/// The one way in which anything is found by some of its letters.
struct FuzzyTests {
    private func best(_ typed: String, _ texts: String...) -> [String] {
        let rows = texts.map { PaletteRow($0, "", .word($0)) }
        return PaletteRow.found(FuzzyQuery(typed), in: rows).map(\.label)
    }

    @Test func `letters need not stand side by side, but in order`() {
        #expect(best("updt", "update send") == ["update send"])
        #expect(best("tdpu", "update send").isEmpty)
        #expect(best("sendx", "update send").isEmpty)
    }

    @Test func `beginnings of words and runs of letters are better`() {
        #expect(best("ss", "assess", "step skip").first == "step skip")
        #expect(best("node", "not one day, ever", "node-7").first == "node-7")
        #expect(best("ac7", "xa-c-17", "ac-hk-7").first == "ac-hk-7")
    }

    @Test func `letters side by side are found at the beginning of a word first`() {
        #expect(FuzzyQuery("ode").match(FuzzyText("node ode"))?.places == [5, 6, 7])
        #expect(FuzzyQuery("ode").match(FuzzyText("node node"))?.places == [1, 2, 3])
    }

    @Test func `every word has to be there, in any order and case`() {
        #expect(best("SEND up", "update send", "send") == ["update send"])
    }

    @Test func `letters strewn over a sentence are not meant when a word is there`() {
        #expect(best("sev", "incident severity", "pass the rest over") == ["incident severity"])
    }

    @Test func `equal ones stay in their order, and nothing typed finds all`() {
        #expect(best("b", "b1", "b2", "b3") == ["b1", "b2", "b3"])
        #expect(best(" ", "b", "a") == ["b", "a"])
    }

    @Test func `the letters meant are told, in scripts beyond ASCII too`() throws {
        let text = FuzzyText("été à Zürich")
        let match = try #require(FuzzyQuery("ÉZür").match(text))
        #expect(match.places == [0, 6, 7, 8])
        #expect(FuzzyQuery("👩‍🚒x").match(FuzzyText("👩‍🚒 x"))?.places == [0, 2])
    }

    @Test func `odd texts are only looked through`() {
        for text in ["", "\r\n", String(repeating: "ab", count: 5000)] {
            _ = FuzzyQuery(String(repeating: "ab", count: 300)).match(FuzzyText(text))
        }
        #expect(FuzzyQuery("b").match(FuzzyText(String(repeating: "a", count: 500) + "b")) == nil)
    }
}
