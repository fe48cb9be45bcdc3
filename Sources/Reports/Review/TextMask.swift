/// What is not told in a text, and how often each kind of it was left out.
///
/// Secrets are told to nobody; addresses, and the names of nodes and of people, not to everybody.
struct TextMask {
    /// What stands for a name, by the name.
    private let names: [[Character]: String]
    private let lengths: [Int]
    private let hidesAddresses: Bool
    private var counts: [Kind: Int] = [:]

    /// What is replaced.
    enum Kind: String, CaseIterable {
        case secrets
        case addresses
        case names = "names of nodes and people"
    }

    /// A mask for the team: only secrets.
    init() {
        names = [:]
        lengths = []
        hidesAddresses = false
    }

    /// A mask for everybody: these names too, each with what stands for it.
    init(names: [String: String]) {
        var table: [[Character]: String] = [:]
        for (name, word) in names where !name.isEmpty {
            table[Array(name.lowercased())] = word
        }
        self.names = table
        lengths = Set(table.keys.map(\.count)).sorted(by: >)
        hidesAddresses = true
    }

    /// How often something was replaced; of names, how many stand nowhere in the text.
    func count(of kind: Kind) -> Int { kind == .names ? names.count : counts[kind] ?? 0 }

    /// The text without what is not told.
    mutating func text(_ raw: String) -> String {
        var words: [String] = []
        var before: Substring?
        for word in raw.split(separator: " ", omittingEmptySubsequences: false) {
            words.append(masked(word, after: before))
            before = word
        }
        let joined = words.joined(separator: " ")
        return names.isEmpty ? joined : withoutNames(joined)
    }

    // MARK: Secrets and addresses

    /// Words before a value that nobody is told.
    private static let secretKeys = [
        "password", "passwd", "secret", "token", "apikey", "api-key", "api_key", "authorization",
        "private-key", "private_key", "mnemonic", "nodekey", "seed-phrase",
    ]
    /// How secrets begin that are known by that.
    private static let secretPrefixes = [
        "whsec_", "ghp_", "gho_", "github_pat_", "xoxb-", "xoxp-", "glpat-", "sk-", "akia",
        "eyjhbgci", "syt_",
    ]
    private static let hidden = "•••"

    private mutating func masked(_ word: Substring, after before: Substring?) -> String {
        let lower = word.lowercased()
        let end = before?.lowercased() ?? ""
        if end == "bearer" || end == "basic" && word.count > 8
            || Self.secretKeys.contains(where: { "\(end)".hasSuffix("\($0):") })
        {
            return hide(.secrets, Self.hidden, unlessEmpty: word)
        }
        if Self.secretPrefixes.contains(where: { lower.trimmedOfQuotes.hasPrefix($0) }) {
            return hide(.secrets, Self.hidden, unlessEmpty: word)
        }
        if let place = word.firstIndex(where: { $0 == "=" || $0 == ":" }),
            Self.secretKeys.contains(where: { word[..<place].lowercased().hasSuffix($0) }),
            word.index(after: place) < word.endIndex
        {
            counts[.secrets, default: 0] += 1
            return "\(word[...place])\(Self.hidden)"
        }
        if let place = lower.firstRange(of: "://") { return maskedURL(word, place.lowerBound) }
        return hidesAddresses ? withoutAddress(word) : String(word)
    }

    private mutating func hide(
        _ kind: Kind,
        _ word: String,
        unlessEmpty text: Substring
    ) -> String {
        guard !text.isEmpty else { return "" }
        counts[kind, default: 0] += 1
        return word
    }

    /// An address of the web without user, query and what opens a hook.
    private mutating func maskedURL(_ word: Substring, _ colon: String.Index) -> String {
        let characters = Array(word)
        let text = String(word)
        guard let begin = text.firstRange(of: "://")?.upperBound else { return text }
        let rest = text[begin...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let path = rest.dropFirst(authority.count)
        let host = authority.split(separator: "@").last.map(String.init) ?? ""
        if hidesAddresses, Self.isNumeric(host) || host.hasPrefix("localhost") {
            return hide(.addresses, "[address]", unlessEmpty: word)
        }
        let isHook = ["/webhooks/", "/hooks/", "/services/"].contains { path.contains($0) }
        let opensSomething = authority.contains("@") || path.contains("?") || isHook
        guard opensSomething else { return String(characters) }
        counts[.secrets, default: 0] += 1
        let kept = isHook ? "" : String(path.prefix { $0 != "?" })
        return "\(text[..<begin])\(host)\(kept)/\(Self.hidden)"
    }

    /// Whether a host is an address of numbers, with a port or without.
    private static func isNumeric(_ host: String) -> Bool {
        let name = host.split(separator: ":").first ?? ""
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } || host.hasPrefix("[")
    }

    private mutating func withoutAddress(_ word: Substring) -> String {
        let core = word.drop { "([{'\"`,;".contains($0) }
        let name = core.prefix { $0.isLetter || $0.isNumber || ".:-/".contains($0) }
        let starts = ["/ip4/", "/ip6/", "/dns4/", "/dns6/", "/dns/", "/dnsaddr/"]
        let isAddress = starts.contains { core.hasPrefix($0) } || Self.isNumeric(String(name))
        guard isAddress else { return String(word) }
        counts[.addresses, default: 0] += 1
        let lead = word.prefix(word.count - core.count)
        return "\(lead)[address]\(core.dropFirst(name.count))"
    }

    // MARK: Names

    /// The text with every name replaced that stands alone: `f1`, not the end of `conf1`.
    private func withoutNames(_ text: String) -> String {
        let characters = Array(text)
        var result = ""
        var place = 0
        while place < characters.count {
            guard let (length, word) = name(in: characters, at: place) else {
                result.append(characters[place])
                place += 1
                continue
            }
            result += word
            place += length
        }
        return result
    }

    private func name(in characters: [Character], at place: Int) -> (Int, String)? {
        guard place == 0 || !Self.isOfWord(characters[place - 1]) else { return nil }
        for length in lengths where place + length <= characters.count {
            let end = place + length
            guard end == characters.count || !Self.isOfWord(characters[end]) else { continue }
            let part = characters[place..<end].flatMap { Array($0.lowercased()) }
            if let word = names[part] { return (length, word) }
        }
        return nil
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}

extension StringProtocol {
    /// The text without quotation marks and brackets at its begin.
    fileprivate var trimmedOfQuotes: String { String(drop { "\"'`([{=".contains($0) }) }
}
