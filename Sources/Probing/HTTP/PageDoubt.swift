import WireFormats

/// What speaks against taking a page that came with success for the norm of its server.
///
/// Gateways, login walls and health pages tell of trouble in words and with the status 200.
enum PageDoubt {
    /// How much of a page is looked at.
    private static let limit = 64 << 10

    /// The doubt in a few words; nil where there is none.
    static func words(of answer: HTTPAnswer) -> String? {
        let text = String(decoding: answer.body.prefix(limit), as: UTF8.self)
        guard let first = text.first(where: { !$0.isWhitespace }) else {
            return answer.status == 200 ? "the page is empty" : nil
        }
        if "{[".contains(first) { return words(ofJSON: answer) }
        if asksForLogin(answer) { return "the page asks for a login" }
        return first == "<" ? words(ofPage: text) : words(ofText: text)
    }

    /// Whether an address is that of a login, by its last name.
    static func isLogin(_ address: String) -> Bool {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        let last = path.split(separator: "/").last?.lowercased() ?? ""
        let name = last.prefix { $0 != "." }.filter { $0 != "-" && $0 != "_" }
        return ["login", "signin", "logon", "auth", "sso", "authorize", "oauth2"].contains(name)
    }

    /// Whether a page has a field for a password.
    static func asksForLogin(_ answer: HTTPAnswer) -> Bool {
        let page = answer.body.prefix(limit).map { byte in
            (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
        }
        return ["type=password", "type=\"password\"", "type='password'"].contains { mark in
            page.withUnsafeBytes { $0.firstOffset(of: mark) != nil }
        }
    }

    private static func words(ofPage page: String) -> String? {
        let marks = ["<title", "<TITLE", "<Title"].lazy.compactMap { page.firstRange(of: $0) }
        guard let mark = marks.first, let start = page[mark.upperBound...].firstIndex(of: ">")
        else { return nil }
        let title = String(page[page.index(after: start)...].prefix { $0 != "<" })
        return speaksOfTrouble(title) ? "its title is '\(quoted(title))'" : nil
    }

    private static func words(ofText text: String) -> String? {
        // A sentence, and not a page that mentions errors somewhere.
        guard text.utf8.count <= 200, speaksOfTrouble(text) else { return nil }
        return "it says '\(quoted(text))'"
    }

    private static let troubles = [
        "error", "bad gateway", "unavailable", "not found", "forbidden", "denied", "maintenance",
        "timeout", "timed out", "sign in", "log in", "login", "just a moment", "upstream",
        "unhealthy", "not ready", "starting", "too many requests", "limit exceeded",
    ]

    /// Whether a text has a word of trouble, or begins with a status of HTTP that is an error.
    private static func speaksOfTrouble(_ text: String) -> Bool {
        let text = text.lowercased()
        let first = text.split { !$0.isLetter && !$0.isNumber }.first
        let status = first.flatMap { $0.utf8.count == 3 ? Int($0) : nil }
        return (400..<600).contains(status ?? 0)
            || troubles.contains { text.firstRange(of: $0) != nil }
    }

    private static func words(ofJSON answer: HTTPAnswer) -> String? {
        guard let value = try? JSONValue(parsing: answer.body.span), value.object != nil else {
            return nil
        }
        for name in ["error", "errors"] {
            guard let told = value[name], !told.saysNothing else { continue }
            let words = told.string ?? told["message"]?.string ?? told.text
            return "it tells an error: \(quoted(words))"
        }
        for name in ["status", "state", "health"] {
            guard let word = value[name]?.string, downWords.contains(word.lowercased()) else {
                continue
            }
            return "its \(name) is '\(quoted(word))'"
        }
        for name in ["healthy", "ok", "ready", "success"] where value[name]?.bool == false {
            return "it says that \(name) is false"
        }
        return nil
    }

    private static let downWords: Set<String> = [
        "down", "error", "fail", "failed", "failing", "failure", "unhealthy", "critical",
        "out_of_service", "unavailable", "degraded", "red", "not ready", "starting",
        "initializing",
    ]

    /// A text of a stranger, short and fit to be shown.
    private static func quoted(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(words.asToldByNode.prefix(80))
    }
}

extension JSONValue {
    /// Whether it stands for no error.
    fileprivate var saysNothing: Bool {
        switch self {
        case .null, .bool(false), .integer(0): true
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        case .bool, .integer, .number: false
        }
    }
}
