import Primitives

extension WebAddress {
    /// A redirect target as it may be shown, cut to 200 characters.
    ///
    /// User, password, query and fragment are left out, and parts of the path that look like keys,
    /// as the addresses of webhooks and of node providers have them, are hidden. What is hidden
    /// wrongly costs little.
    static func withoutSecrets(_ location: String) -> String {
        let bare = location.unicodeScalars.prefix { $0 != "?" && $0 != "#" }.prefix(200)
        let text = String(String.UnicodeScalarView(bare))
        let scheme =
            text.firstRange(of: "://").map { text[..<$0.upperBound] }
            ?? text.prefix { $0 == "/" || $0 == "\\" }
        guard scheme.count > 1 else { return withoutKeys(text) }
        let rest = text[scheme.endIndex...]
        let authority = rest.prefix { $0 != "/" && $0 != "\\" }
        let host = authority.lastIndex(of: "@").map { authority[$0...].dropFirst() } ?? authority
        return scheme + host + withoutKeys(String(rest[authority.endIndex...]))
    }
}
