import FleetModel
package import IncidentLog
package import Primitives

/// Who agrees to a change: the roll call, and what follows from it.
package struct PollBoard: Report {
    let change: ChangeID
    let what: String
    let releases: String
    let plan: String
    let director: String
    let asked: Timestamp?
    let deadline: Timestamp?
    /// Whether the change may begin.
    package let verdict: ChangeVerdict
    /// Why, in a line.
    package let summary: String
    /// Those who are asked, in the order of the roll call.
    package let voters: [Row]

    /// What one party says.
    package struct Row: Encodable, Sendable {
        /// Who.
        package let party: PartyID
        let required: Bool
        let answer: Vote.Answer?
        let comment: String?
        let wouldChange: String?
        let conditionMet: String?
        let channel: String?
        let by: String?
        let at: Timestamp?
        /// The answer in words.
        package let words: String

        init(_ voter: PollTerms.Voter, _ poll: PollState, at now: Timestamp) {
            party = voter.party
            required = voter.isRequired
            let cast = poll.vote(of: voter.party)
            answer = cast?.vote.answer
            comment = cast?.vote.comment
            wouldChange = cast?.vote.wouldChange
            conditionMet = cast?.conditionMet
            channel = cast?.vote.channel
            by = cast?.by.name
            at = cast?.at
            words = Self.words(cast, since: poll.openedAt, at: now)
        }

        private static func words(
            _ cast: PollState.Cast?,
            since opened: Timestamp,
            at now: Timestamp
        ) -> String {
            guard let cast else { return "no answer (\(wait(now - opened)))" }
            let comment = cast.vote.comment.map { "  \"\($0)\"" } ?? ""
            let met = cast.conditionMet.map { "; met: \($0)" } ?? ""
            return cast.vote.answer.label + comment + met
        }

        /// How long somebody has been waited for: `14 min`.
        private static func wait(_ span: Duration) -> String {
            let minutes = max(0, span.milliseconds / 60_000)
            return minutes < 60 ? "\(minutes) min" : span.brief
        }
    }

    /// The board of a change at this moment.
    package init(_ change: ChangeState, _ log: LogState, at now: Timestamp) {
        self.change = change.id
        what = change.plan.what
        releases = change.plan.releases
        plan = change.planHash
        director = log.director(of: change)
        let poll = change.poll
        asked = poll?.openedAt
        deadline = poll?.terms.deadline
        (verdict, summary) = change.verdict(at: now)
        voters =
            poll.map { poll in poll.terms.voters.map { Row($0, poll, at: now) } } ?? []
    }

    /// A line a party, and what follows at the end.
    package func text(at now: Timestamp) -> [ReportPart] {
        [.line("\(change) \(what) (\(releases)), plan \(plan.prefix(12))")]
            + lines.map { .line($0) }
    }

    /// The roll call and what follows from it, in lines.
    package var lines: [String] {
        voters.flatMap { row -> [String] in
            let rank = row.required ? "" : " (advisory)"
            let way = row.channel.map { "  by \($0)" } ?? ""
            let line = "\(row.party)\(rank) … \(row.words)\(way)"
            return [line] + (row.wouldChange.map { ["  would change it: \($0)"] } ?? [])
        } + [summary]
    }
}

/// Whether a change may begin, in one word.
package enum ChangeVerdict: String, Encodable, Sendable {
    case go
    case hold
    case noGo = "no-go"
}

extension ChangeState {
    /// Whether the change may go on at this moment, and why.
    package func verdict(at now: Timestamp) -> (verdict: ChangeVerdict, summary: String) {
        switch progress {
        case .running:
            let since = beganAt.map { " since \($0.hourMinute)Z" } ?? ""
            return (.go, "GO — under way\(since)")
        case .aborted: return (.noGo, "NO-GO — aborted: \(endNote ?? "")")
        case .finished, .rolledBack: return (.hold, "HOLD — it is \(progress.rawValue)")
        case .planned: break
        }
        if case .overridden(let until) = standing(at: now) {
            let people = (overruling?.notAgreed ?? []).map(\.words).joined(separator: "; ")
            return (
                .go,
                "OVERRIDDEN until \(until.hourMinute)Z — "
                    + (people.isEmpty ? "all had agreed" : people)
            )
        }
        if let reason = preflightHold { return (.hold, "HOLD — \(reason)") }
        switch standing(at: now) {
        case .overridden, .go:
            let until = poll?.goUntil.map { " until \($0.hourMinute)Z" } ?? ""
            return (.go, "GO\(until)")
        case .notOpen: return (.hold, "HOLD — nobody was asked yet")
        case .invalidated: return (.hold, "HOLD — the plan changed after people were asked")
        case .expired(let at): return (.hold, "HOLD — the GO expired at \(at.hourMinute)Z")
        case .noGo:
            let closing = poll?.closing
            return (.noGo, "NO-GO — \(closing?.by.name ?? ""): \(closing?.reason ?? "")")
        case .hold: return (.hold, "HOLD — " + Self.counts(poll?.dissents ?? []))
        }
    }

    /// What the preflight says against it; nil for nothing.
    private var preflightHold: String? {
        // Who said no has said it whatever the nodes show.
        if poll?.closing != nil, isPollValid { return nil }
        guard let preflight = validPreflight else {
            return preflight == nil ? "no preflight" : "the preflight was about an earlier plan"
        }
        guard let first = preflight.failures.first else { return nil }
        let more = preflight.failures.count - 1
        return "preflight: \(first.subject): \(first.text)" + (more > 0 ? " and \(more) more" : "")
    }

    /// How many agreements are missing, by how: `1 no-go, 1 silent`.
    private static func counts(_ dissents: [Dissent]) -> String {
        Dissent.Kind.allCases.compactMap { kind in
            let count = dissents.count { $0.kind == kind }
            guard count > 0 else { return nil }
            return switch kind {
            case .noGo: "\(count) no-go"
            case .silent: "\(count) silent"
            case .abstained: "\(count) abstained"
            case .condition: count == 1 ? "1 condition open" : "\(count) conditions open"
            case .notAsked: "\(count) not asked"
            }
        }.joined(separator: ", ")
    }
}
