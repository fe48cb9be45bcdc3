/// What is wrong with a DNS message or with a name that should be asked for.
package enum DNSMistake: Error, Hashable, CaseIterable, Sendable {
    /// The message ends in the middle.
    case tooShort
    /// A name in it is too long, or its parts refer to one another without end.
    case badName
    /// It answers another question, or is no answer.
    case otherQuestion
    /// A record says less or more than its kind does.
    case badRecord
    /// What should be asked for is no name.
    case noName

    /// The mistake in words.
    package var sentence: String {
        switch self {
        case .tooShort: "a DNS answer that ends too early"
        case .badName: "a DNS answer with an impossible name"
        case .otherQuestion: "a DNS answer to another question"
        case .badRecord: "a DNS answer with an impossible record"
        case .noName: "this is no name that DNS knows; write one with other letters as xn--…"
        }
    }
}
