package import Primitives

/// What a person is responsible for in an incident.
package enum Role: Hashable, Sendable {
    /// Leads, and decides; one at any time.
    case commander
    /// Tells people what is going on.
    case communications
    /// Works on the nodes.
    case operations
    /// Keeps the log.
    case scribe
    /// Speaks with, and for, a party.
    case liaison(PartyID)

    private static let liaisonPrefix = "liaison:"

    /// The word of the role, as stored and typed: `scribe`, `liaison:js-waku`.
    package var word: String {
        switch self {
        case .commander: "commander"
        case .communications: "communications"
        case .operations: "operations"
        case .scribe: "scribe"
        case .liaison(let party): Self.liaisonPrefix + party.rawValue
        }
    }

    /// The role of a word; nil when there is none.
    package init?(word: String) {
        switch word {
        case "commander": self = .commander
        case "communications": self = .communications
        case "operations": self = .operations
        case "scribe": self = .scribe
        case _ where word.hasPrefix(Self.liaisonPrefix) && word != Self.liaisonPrefix:
            self = .liaison(PartyID(String(word.dropFirst(Self.liaisonPrefix.count))))
        case _: return nil
        }
    }

    /// The roles in words, for whoever types one.
    package static let choices = "commander, communications, operations, scribe or liaison:PARTY"

    /// The role in a sentence: `commander`, `liaison of js-waku`.
    package var words: String {
        switch self {
        case .liaison(let party): "liaison of \(party)"
        case .commander, .communications, .operations, .scribe: word
        }
    }
}

extension Role: Codable {
    /// Reads the word of a role.
    package init(from decoder: any Decoder) throws {
        let word = try decoder.singleValueContainer().decode(String.self)
        guard let role = Role(word: word) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no role '\(word)'")
            )
        }
        self = role
    }

    /// Writes the word of the role.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(word)
    }
}
