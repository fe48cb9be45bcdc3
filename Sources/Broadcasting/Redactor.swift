/// Makes what a service says fit for a sentence: no secrets, no control characters, not long.
struct Redactor: Sendable {
    /// How much of an answer is quoted, in Unicode scalars.
    static let longestQuote = 200

    private let secrets: [String]

    /// A redactor that hides these texts, which a service or a proxy may echo.
    init(hiding secrets: [String]) {
        // The longest first, so that a token is not left standing around a shorter secret.
        self.secrets = secrets.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
    }

    /// What can be shown of this text.
    func quote(_ text: String) -> String {
        // Hidden before the text is cut: half a token is a leak as well.
        let hidden = secrets.reduce(text) { $0.replacing($1, with: "•••") }
        let shown = String(String.UnicodeScalarView(hidden.unicodeScalars.map(Self.printable)))
        let line = shown.oneLine.unicodeScalars
        guard line.count > Self.longestQuote else { return String(line) }
        return String(line.prefix(Self.longestQuote)) + "…"
    }

    private static func printable(_ scalar: UnicodeScalar) -> UnicodeScalar {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            " "
        default: scalar
        }
    }
}
