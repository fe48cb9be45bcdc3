extension WebAddress {
    /// A path without the parts that look like keys.
    ///
    /// Addresses of webhooks and of node providers have them. What is hidden wrongly costs little.
    package static func withoutKeys(_ path: String) -> String {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.firstIndex(of: ";").map { String(part[..<$0]) + ";•••" } ?? String(part)
        }
        for (place, part) in parts.enumerated() {
            let word = part.lowercased()
            let following = parts.indices.dropFirst(place + 1)
            if isKey(part) { parts[place] = "•••" }
            if hookWords.contains(word) || word == "services" && following.count > 2 {
                for next in following where !parts[next].isEmpty { parts[next] = "•••" }
                break
            }
            if keyWords.contains(word), let next = following.first, !parts[next].isEmpty {
                parts[next] = "•••"
            }
        }
        return parts.joined(separator: "/")
    }

    /// What follows them is the address of a webhook, which is a key as a whole.
    private static let hookWords: Set = ["webhooks", "webhook", "webhookb2", "hooks", "hook"]
    /// What follows them says of itself that it is a key.
    private static let keyWords: Set = [
        "token", "key", "apikey", "api-key", "api_key", "secret", "auth", "access_token", "invite",
    ]
    /// Words are shorter, or have no digits among their letters.
    private static let shortestKey = 16
    private static let shortestMixedKey = 20

    private static func isKey(_ part: String) -> Bool {
        let scalars = part.unicodeScalars
        // The address of a Telegram bot.
        if part.hasPrefix("bot"), scalars.dropFirst(3).first?.properties.numericType != nil {
            return true
        }
        // A user and a password where no host was seen.
        if let mark = part.lastIndex(of: "@"), part[..<mark].contains(":") { return true }
        guard scalars.count >= shortestKey else { return false }
        if scalars.contains(where: { $0.properties.numericType != nil }) { return true }
        return scalars.count >= shortestMixedKey && scalars.contains { $0.properties.isUppercase }
            && scalars.contains { $0.properties.isLowercase }
    }
}
