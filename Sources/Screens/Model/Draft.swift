package import Primitives

/// A text that a person typed and that is not in the log yet.
package struct Draft: Hashable, Codable, Sendable {
    /// What the text is for.
    package let key: Key
    /// What was typed, one text for each field.
    package let texts: [String]

    /// A draft of these texts.
    package init(_ key: Key, _ texts: [String]) {
        self.key = key
        self.texts = texts
    }

    /// What a text is typed for: at most one draft is kept for each.
    package struct Key: Hashable, Codable, Sendable, Comparable {
        /// The incident that the text belongs to; nil when it belongs to none.
        package let incident: IncidentID?
        /// The kind of text, with the step, party or signal it speaks of: `line`, `update`,
        /// `fail bridge`.
        package let kind: String

        /// A text of this kind.
        package init(_ incident: IncidentID?, _ kind: String) {
            self.incident = incident
            self.kind = kind
        }

        /// The line typed into the log of an incident, or of the fleet.
        package static func line(_ incident: IncidentID?) -> Key { Key(incident, "line") }

        /// The line begun while the log is still read, when no incident is known yet.
        package static let unplacedLine = Key(nil, "line begun while reading")

        /// By incident, then by kind.
        package static func < (left: Key, right: Key) -> Bool {
            let names = (left.incident?.rawValue ?? "", right.incident?.rawValue ?? "")
            return names.0 == names.1 ? left.kind < right.kind : names.0 < names.1
        }
    }

    var isBlank: Bool { texts.allSatisfy { $0.allSatisfy(\.isWhitespace) } }

    /// Both texts, this one first: nothing that was typed is dropped.
    func joined(with later: Draft) -> Draft {
        guard texts.count == later.texts.count else { return later.isBlank ? self : later }
        let joined = zip(texts, later.texts).map { first, second in
            if first == second || second.allSatisfy(\.isWhitespace) { return first }
            return first.allSatisfy(\.isWhitespace) ? second : "\(first)\n\(second)"
        }
        return Draft(key, joined)
    }
}
