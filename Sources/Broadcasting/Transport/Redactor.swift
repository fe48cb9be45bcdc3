import Primitives

/// Makes what a service says fit for a sentence: no secrets, no control characters, not long.
struct Redactor: Sendable {
    /// How much of an answer is quoted, in Unicode scalars.
    static let longestQuote = 200

    /// How much of an answer is looked at: enough for a quote with much white space, in bytes.
    private static let longestInput = 4096

    private let secrets: [[UInt8]]

    /// A redactor that hides these texts, which a service or a proxy may echo.
    init(hiding secrets: [String]) {
        // The longest first, so that a token is not left standing around a shorter secret.
        self.secrets = secrets.filter { !$0.isEmpty }.map { Array($0.utf8) }
            .sorted { $0.count > $1.count }
    }

    /// What can be shown of this text.
    func quote(_ text: [UInt8]) -> String {
        let plain = String(decoding: hidden(text), as: UTF8.self)
        let shown = UnsafeText.replacing(in: plain) { _ in " " }
        let line = shown.oneLine.unicodeScalars
        guard line.count > Self.longestQuote else { return String(line) }
        return String(line.prefix(Self.longestQuote)) + "…"
    }

    /// The beginning of a text without secrets.
    ///
    /// Hidden before the text is cut: half a token is a leak as well. Done on bytes: comparing
    /// characters takes the square of a run of combining marks, and the text is a stranger's.
    private func hidden(_ text: [UInt8]) -> [UInt8] {
        var shown: [UInt8] = []
        var rest = text[...]
        while let first = rest.first, shown.count < Self.longestInput {
            if let secret = secrets.first(where: { $0[0] == first && rest.starts(with: $0) }) {
                shown += "•••".utf8
                rest = rest.dropFirst(secret.count)
            } else {
                shown.append(first)
                rest = rest.dropFirst()
            }
        }
        return shown
    }
}
