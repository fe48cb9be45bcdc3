package import Primitives

/// How those affected are asked.
package struct PollTerms: Codable, Equatable, Sendable {
    /// Who is asked, in the order of the roll call.
    package var voters: [Voter]
    /// How many of the required must agree; nil for all of them.
    package var agree: Int?
    /// Until when they were asked to answer; silence is no agreement afterwards either.
    package var deadline: Timestamp
    /// For how long an agreement holds, in milliseconds.
    package var validMilliseconds: Int64

    /// Somebody who is asked.
    package struct Voter: Codable, Equatable, Sendable {
        /// Who.
        package var party: PartyID
        /// Whether the change waits for their agreement.
        package var isRequired: Bool

        /// A party that is asked.
        package init(_ party: PartyID, isRequired: Bool = true) {
            self.party = party
            self.isRequired = isRequired
        }
    }

    /// A poll under these terms.
    package init(voters: [Voter], agree: Int? = nil, deadline: Timestamp, valid: Duration) {
        self.voters = voters
        self.agree = agree
        self.deadline = deadline
        validMilliseconds = valid.milliseconds
    }

    /// For how long an agreement holds.
    package var valid: Duration { .milliseconds(validMilliseconds) }
    /// Those whose agreement the change waits for.
    package var required: [PartyID] { voters.filter(\.isRequired).map(\.party) }

    /// How long people have to answer where nobody says otherwise, and how long their agreement
    /// holds: a day for what was planned, and minutes while an incident goes on.
    static func usual(inIncident: Bool) -> (answer: Duration, valid: Duration) {
        inIncident
            ? (.seconds(15 * 60), .seconds(60 * 60)) : (.seconds(24 * 3600), .seconds(24 * 3600))
    }
}

/// What a party answers.
package struct Vote: Codable, Equatable, Sendable {
    /// Who answers.
    package var party: PartyID
    /// What.
    package var answer: Answer
    /// Why, or what they say besides; for a condition what must be done.
    package var comment: String?
    /// What would turn a no into a yes.
    package var wouldChange: String?
    /// The way by which the answer came, such as a chat or a call.
    package var channel: String?

    /// The answers.
    package enum Answer: String, Codable, CaseIterable, Sendable {
        case go
        /// Go, once something is done.
        case goIf = "go-if"
        case noGo = "no-go"
        case abstain

        /// The word on the board.
        package var label: String {
            switch self {
            case .go: "GO"
            case .goIf: "GO IF"
            case .noGo: "NO-GO"
            case .abstain: "abstains"
            }
        }
    }

    /// An answer of a party.
    package init(
        _ party: PartyID,
        _ answer: Answer,
        comment: String? = nil,
        wouldChange: String? = nil,
        channel: String? = nil
    ) {
        self.party = party
        self.answer = answer
        self.comment = comment
        self.wouldChange = wouldChange
        self.channel = channel
    }
}

/// Somebody whose agreement is missing.
package struct Dissent: Codable, Equatable, Sendable {
    /// Who.
    package var party: PartyID
    /// How it is missing.
    package var kind: Kind
    /// What they said.
    package var text: String?

    /// How an agreement can be missing.
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case noGo = "no-go"
        case silent
        case abstained
        /// They agreed under a condition that is not met.
        case condition
        /// No poll has asked them about this plan.
        case notAsked = "not asked"
    }

    /// Somebody who has not agreed.
    package init(_ party: PartyID, _ kind: Kind, _ text: String? = nil) {
        self.party = party
        self.kind = kind
        self.text = text
    }

    /// Who has not agreed, and how, in a few words.
    package var words: String {
        switch kind {
        case .noGo: "\(party) says NO-GO" + quoted
        case .silent: "\(party) has not answered"
        case .abstained: "\(party) abstains" + quoted
        case .condition: "the condition of \(party) is not met" + quoted
        case .notAsked: "\(party) was not asked"
        }
    }

    private var quoted: String { text.map { " \"\($0)\"" } ?? "" }
}

/// The poll of a change.
package struct PollState: Codable, Equatable, Sendable {
    /// How people are asked.
    package let terms: PollTerms
    /// The plan that they are asked about.
    package let planHash: String
    /// Who asks.
    package let openedBy: Actor
    /// Since when.
    package internal(set) var openedAt: Timestamp
    /// The newest answer of each party, in the order in which they came.
    package internal(set) var votes: [Cast] = []
    /// Since when enough have agreed; nil while they have not.
    package internal(set) var agreedAt: Timestamp?
    /// That whoever directs it said no; nil while it goes on.
    package internal(set) var closing: Closing?

    /// An answer, and who wrote it down when.
    package struct Cast: Codable, Equatable, Sendable {
        /// The answer.
        package internal(set) var vote: Vote
        /// Who wrote it down.
        package let by: Actor
        /// When it was given.
        package internal(set) var at: Timestamp
        /// What was said of its condition once that was met; nil while it is not.
        package internal(set) var conditionMet: String?
        /// The entries that tell of it, and of its condition.
        let entry: EntryID
        var conditionEntry: EntryID?
    }

    /// The end of a poll with a no.
    package struct Closing: Codable, Equatable, Sendable {
        /// Why.
        package internal(set) var reason: String
        /// Who ended it.
        package let by: Actor
        /// When.
        package internal(set) var at: Timestamp
        /// The entry that tells of it.
        let entry: EntryID
    }

    /// The answer of a party; nil while it is silent.
    package func vote(of party: PartyID) -> Cast? { votes.first { $0.vote.party == party } }

    /// Those among the required who have not agreed, in the order of the roll call.
    package var dissents: [Dissent] {
        terms.required.compactMap { party in
            guard let cast = vote(of: party) else { return Dissent(party, .silent) }
            return switch cast.vote.answer {
            case .go: nil
            case .goIf:
                cast.conditionMet == nil
                    ? Dissent(party, .condition, cast.vote.comment) : nil
            case .noGo: Dissent(party, .noGo, cast.vote.comment)
            case .abstain: Dissent(party, .abstained, cast.vote.comment)
            }
        }
    }

    /// Whether enough of the required have agreed; nobody's silence is an agreement.
    package var isAgreed: Bool {
        let required = terms.required.count
        return required > 0 && required - dissents.count >= min(terms.agree ?? required, required)
    }

    /// Until when the agreement holds; nil when there is none.
    package var goUntil: Timestamp? { agreedAt.map { $0 + terms.valid } }

    /// Takes note of an agreement that was reached or lost.
    mutating func settle(at now: Timestamp) {
        agreedAt = isAgreed ? agreedAt ?? now : nil
    }
}

/// Where the question whether a change may begin stands.
package enum PollStanding: Equatable, Sendable {
    /// Nobody was asked yet.
    case notOpen
    /// The plan changed after people were asked.
    case invalidated
    /// An agreement is missing.
    case hold
    /// Enough have agreed; that holds until then.
    case go(until: Timestamp)
    /// They had agreed, and it is too long ago.
    case expired(at: Timestamp)
    /// Whoever directs it said no.
    case noGo
    /// Two persons answer for going on without an agreement, until then.
    case overridden(until: Timestamp)

    /// Whether the change may begin.
    package var isGo: Bool {
        switch self {
        case .go, .overridden: true
        case .notOpen, .invalidated, .hold, .expired, .noGo: false
        }
    }
}
