import Testing

@testable import Broadcasting

struct RedactorTests {
    @Test func `secrets are hidden wherever a service repeats them`() {
        let redactor = Redactor(hiding: ["token-123456", "https://x.example/token-123456"])
        let text = redactor.quote(text: "no https://x.example/token-123456 (token-123456)")
        #expect(text == "no ••• (•••)")
    }

    @Test func `half a secret does not survive the cut`() {
        let secret = String(repeating: "s", count: 40)
        let text = Redactor(hiding: [secret]).quote(
            text:
                String(repeating: "x", count: 190) + secret
        )
        #expect(text == String(repeating: "x", count: 190) + "•••")
    }

    @Test func `long answers are cut to 200 characters`() {
        let text = Redactor(hiding: []).quote(text: String(repeating: "é", count: 500))
        #expect(text == String(repeating: "é", count: 200) + "…")
    }

    @Test(.timeLimit(.minutes(15)))
    func `runs of combining marks take no time`() {
        let marks = String(repeating: "\u{301}\u{316}", count: 500_000)
        let text = Redactor(hiding: ["token-123456"]).quote(text: "e" + marks)
        #expect(text.unicodeScalars.count == 201)
    }

    @Test func `control characters become spaces`() {
        let text = Redactor(hiding: []).quote(text: "\u{1B}[31mred\u{7}\r\nnext\u{202E}end\u{9B}1m")
        #expect(text == "[31mred next end 1m")
    }

    @Test func `the parts of an address that may be tokens are secret`() throws {
        let address = try ServiceAddress(
            "https://discord.example/api/webhooks/112233445566/abcdefgh-token?key=querysecret",
            of: "it"
        )
        let text = Redactor(hiding: address.secrets).quote(
            text:
                "Cannot POST /api/webhooks/112233445566/abcdefgh-token key querysecret"
        )
        #expect(text == "Cannot POST /api/•••/•••/••• key •••")
    }
}

extension Redactor {
    fileprivate func quote(text: String) -> String { quote(Array(text.utf8)) }
}
