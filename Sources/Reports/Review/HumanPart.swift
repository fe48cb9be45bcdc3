/// A part of a review that only people can write.
///
/// A line of the log that begins with the word of a part and a colon, such as
/// `lesson: run releases only`, is written for it.
package enum HumanPart: String, Encodable, CaseIterable, Sendable {
    case summary
    case cause
    case lesson
    case well
    case badly
    case lucky
    case surprised
    case leadup
    case whys
    case backlog
    case recurrence

    /// What is asked of who writes it.
    var prompt: String {
        switch self {
        case .summary: "what happened, to whom, for how long, in three sentences"
        case .cause: "what caused it; 'still unknown' is an answer, and an open question"
        case .lesson: "what will be done otherwise from now on, as rules"
        case .well: "what went well"
        case .badly: "what went badly"
        case .lucky: "where we were lucky"
        case .surprised: "what surprised us"
        case .leadup: "what led up to it"
        case .whys: "why, five times"
        case .backlog: "what was already known and waited to be done"
        case .recurrence: "whether it happened before"
        }
    }

    /// The part that a line is written for, and its words; nil for any other line.
    static func read(_ line: String) -> (part: HumanPart, words: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let word = line[..<colon].lowercased()
        guard let part = allCases.first(where: { $0.rawValue == word || "\($0.rawValue)s" == word })
        else { return nil }
        let words = line[line.index(after: colon)...].drop(while: \.isWhitespace)
        return words.isEmpty ? nil : (part, String(words))
    }
}
