import FleetModel
import IncidentLog
import Primitives

extension EntryText {
    static func line(_ event: ChangeEvent) -> EntryText {
        switch event {
        case .planned(let id, let plan):
            let parties = plan.impacts.map { "\($0.party): \($0.text)" }.joined(separator: "; ")
            return EntryText(
                "▷",
                .changed,
                "\(id) planned: \(plan.what) (\(plan.releases))"
                    + (parties.isEmpty ? "" : "; means for \(parties)")
            )
        case .preflighted(let id, _, let results): return preflight(id, results)
        case .began(let id, _): return EntryText("▶", .strong, "\(id) began")
        case .waveBegan(let id, let wave):
            return EntryText("▶", .strong, "\(id): wave \(wave) began")
        case .waveEnded(let id, let wave, let despite):
            let why = despite.map { " against the plan: \($0)" } ?? ""
            return EntryText(
                "▶",
                despite == nil ? .good : .warning,
                "\(id): wave \(wave) ended\(why)"
            )
        case .abortCriterionMet(let id, let criterion, let reading):
            return EntryText(
                "✗",
                .critical,
                "\(id): the plan says to abort: '\(criterion)' holds (\(reading))"
            )
        case .aborted(let id, let reason):
            return EntryText("■", .critical, "\(id) aborted: \(reason)")
        case .finished(let id, let note):
            return EntryText("■", .good, "\(id) finished" + (note.map { ": \($0)" } ?? ""))
        case .rolledBack(let id, let note):
            return EntryText("◀", .strong, "\(id) rolled back: \(note)")
        case .pollOpened, .voted, .voteWithdrawn, .conditionMet, .pollClosed, .overrideRequested,
            .overrideConfirmed:
            return poll(event)
        }
    }

    private static func preflight(_ id: ChangeID, _ results: [PreflightResult]) -> EntryText {
        let failures = results.filter { $0.verdict == .fail }
        guard failures.isEmpty else {
            let told = failures.map { "\($0.subject): \($0.text)" }.joined(separator: "; ")
            return EntryText("✗", .critical, "\(id) preflight FAIL: \(told)")
        }
        let warnings = results.count { $0.verdict == .warn }
        let rest = warnings == 0 ? "" : ", \(warnings) warnings"
        return EntryText(
            "✓",
            warnings == 0 ? .good : .warning,
            "\(id) preflight passed\(rest) (\(results.count) checks)"
        )
    }

    private static func poll(_ event: ChangeEvent) -> EntryText {
        switch event {
        case .pollOpened(let id, _, let terms):
            let names = terms.voters.map {
                $0.party.rawValue + ($0.isRequired ? "" : " (advisory)")
            }
            let rule = terms.agree.map { "; \($0) must agree" } ?? ""
            return EntryText(
                "?",
                .changed,
                "\(id) go or no-go? asked until \(terms.deadline.date) "
                    + "\(terms.deadline.hourMinute)Z: \(names.joined(separator: ", "))\(rule)"
            )
        case .voted(let id, _, let vote): return line(vote, id)
        case .voteWithdrawn(let id, let party):
            return EntryText("·", .changed, "\(id) \(party) took the answer back")
        case .conditionMet(let id, let party, let note):
            return EntryText("✓", .good, "\(id) the condition of \(party) is met: \(note)")
        case .pollClosed(let id, let reason):
            return EntryText("✗", .critical, "\(id) NO-GO: \(reason)")
        case .overrideRequested(let id, _, let reason, let notAgreed, let failed):
            return EntryText(
                "!",
                .warning,
                "\(id) override asked for: \(reason)" + without(notAgreed, failed)
            )
        case .overrideConfirmed(let id, _, let until, let notAgreed, let failed):
            return EntryText(
                "!",
                .critical,
                "\(id) OVERRIDDEN until \(until.date) \(until.hourMinute)Z"
                    + without(notAgreed, failed)
            )
        case .planned, .preflighted, .began, .waveBegan, .waveEnded, .abortCriterionMet, .aborted,
            .finished, .rolledBack:
            return EntryText(" ", .muted, "")
        }
    }

    private static func line(_ vote: Vote, _ id: ChangeID) -> EntryText {
        let comment = vote.comment.map { " \"\($0)\"" } ?? ""
        let change = vote.wouldChange.map { "; would change it: \($0)" } ?? ""
        let way = vote.channel.map { " (by \($0))" } ?? ""
        let weight: EntryWeight =
            switch vote.answer {
            case .go: .good
            case .goIf, .abstain: .changed
            case .noGo: .critical
            }
        return EntryText(
            vote.answer == .noGo ? "✗" : "✓",
            weight,
            "\(id) \(vote.party) \(vote.answer.label)\(comment)\(change)\(way)"
        )
    }

    /// Who had not agreed, and what the preflight had found.
    private static func without(_ notAgreed: [Dissent], _ failed: [PreflightResult]) -> String {
        let people = notAgreed.map(\.words).joined(separator: "; ")
        let checks = failed.map { "\($0.subject): \($0.text)" }.joined(separator: "; ")
        return (people.isEmpty ? "" : "; had not agreed: \(people)")
            + (checks.isEmpty ? "" : "; preflight: \(checks)")
    }
}
