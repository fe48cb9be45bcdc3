/// Who did something.
package struct Actor: Hashable, Codable, Sendable {
    /// The name shown to people.
    package var name: String
    /// What sort of author it is.
    package var kind: Kind

    /// The sorts of authors.
    package enum Kind: String, Codable, Sendable {
        /// A person on the team.
        case person
        /// Tocsin itself, from what it observed.
        case automatic
        /// The script of a drill.
        case drill
    }

    /// An author of this sort.
    package init(_ name: String, kind: Kind = .person) {
        self.name = name
        self.kind = kind
    }

    /// Tocsin itself.
    package static let tocsin = Actor("tocsin", kind: .automatic)
}
