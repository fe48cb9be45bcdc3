import FleetModel
import IncidentLog
import Primitives

// What was decided, who agreed to it and who did not, and what operators were told to do.
extension ReviewWriter {
    var advice: [Advice] {
        facts.log.advice.filter { $0.incident == incident.id && $0.draftedFor == nil }
    }
    var changes: [ChangeState] { facts.log.changes.filter { $0.incident == incident.id } }

    mutating func decisions() -> [String] {
        var lines: [String] = []
        if !isPublic {
            for decision in facts.decisions {
                let at = ReviewTime.of(decision.at)
                lines.append("- Decided by \(name(decision.by)), \(at): \(say(decision.text))")
            }
            for change in changes { lines += self.lines(of: change) }
            lines += exceptions()
        }
        for advice in advice { lines.append("- \(words(of: advice)).") }
        return lines
    }

    // MARK: Changes

    private mutating func lines(of change: ChangeState) -> [String] {
        let plan = change.plan
        var lines = [
            "- \(change.id): \(say(plan.what)) (\(say(plan.releases))), planned by "
                + "\(name(change.plannedBy)), \(ReviewTime.of(change.plannedAt)): "
                + "\(change.progress.rawValue)."
        ]
        for impact in plan.impacts {
            lines.append("  - Stated for `\(say(impact.party.rawValue))`: \(say(impact.text))")
        }
        if let preflight = change.preflight {
            let failures = preflight.failures
            lines.append(
                "  - Preflight, \(ReviewTime.of(preflight.at)): "
                    + (failures.isEmpty ? "nothing spoke against it." : "FAIL.")
            )
            for result in failures {
                lines.append(
                    "    - \(say(result.check)): \(say(result.subject)): \(say(result.text))"
                )
            }
        }
        if let poll = change.poll { lines += board(of: poll) }
        if let overruling = change.overruling { lines += self.lines(of: overruling) }
        for wave in change.waves {
            let end = wave.endedAt.map { " to \(ReviewTime.of($0))" } ?? ""
            let despite = wave.despite.map { ", ended against the plan: \(say($0))" } ?? ""
            lines.append("  - Wave \(wave.number): \(ReviewTime.of(wave.beganAt))\(end)\(despite)")
        }
        for criterion in change.met {
            lines.append(
                "  - The plan said to abort: \(code(criterion.criterion)) held at "
                    + "\(ReviewTime.of(criterion.at)) (\(say(criterion.reading)))"
            )
        }
        if let at = change.endedAt {
            let note = change.endNote.map { ": \(say($0))" } ?? ""
            lines.append(
                "  - \(change.progress.rawValue.capitalizedFirst), \(ReviewTime.of(at))\(note)"
            )
        }
        return lines
    }

    /// Who was asked, and what each answered; silence is told as such.
    private mutating func board(of poll: PollState) -> [String] {
        var lines = [
            "  - Go or no-go, asked by \(name(poll.openedBy)), \(ReviewTime.of(poll.openedAt)):"
        ]
        for voter in poll.terms.voters {
            let party = MarkdownText.code(voter.party.rawValue)
            let rank = voter.isRequired ? "" : " (advisory)"
            guard let cast = poll.vote(of: voter.party) else {
                lines.append("    - \(party)\(rank): no answer")
                continue
            }
            let comment = cast.vote.comment.map { " \(quote($0))" } ?? ""
            let change = cast.vote.wouldChange.map { "; would change it: \(say($0))" } ?? ""
            let met = cast.conditionMet.map { "; met: \(say($0))" } ?? ""
            lines.append(
                "    - \(party)\(rank): \(cast.vote.answer.label)\(comment)\(change)\(met) "
                    + "(\(name(cast.by)), \(ReviewTime.of(cast.at)))"
            )
        }
        if let at = poll.agreedAt { lines.append("    - Agreed, \(ReviewTime.of(at)).") }
        if let closing = poll.closing {
            lines.append(
                "    - Ended with a no by \(name(closing.by)), \(ReviewTime.of(closing.at)): "
                    + say(closing.reason)
            )
        }
        return lines
    }

    /// That two persons went on without an agreement, and without whose.
    private mutating func lines(of overruling: ChangeState.OverrideState) -> [String] {
        let second = overruling.confirmedBy.map { " and \(name($0))" } ?? ", confirmed by nobody"
        var lines = [
            "  - **Overridden** by \(name(overruling.requestedBy))\(second), "
                + "\(ReviewTime.of(overruling.requestedAt)): \(say(overruling.reason))"
        ]
        for dissent in overruling.notAgreed {
            lines.append("    - Had not agreed: \(say(dissent.words))")
        }
        for result in overruling.failed {
            lines.append(
                "    - The preflight had found: \(say(result.subject)): \(say(result.text))"
            )
        }
        return lines
    }

    // MARK: Advice

    /// Advice with when it stood, and how many did as they were told.
    mutating func words(of advice: Advice) -> String {
        let until = advice.endedAt.map { " to \(ReviewTime.of($0))" } ?? ""
        var words =
            "Operators were advised: \(say(advice.kind.words(advice.version)))"
            + (advice.text.map { ", \(quote($0))" } ?? "")
            + " (\(ReviewTime.of(advice.givenAt))\(until))"
        if let first = advice.counts.first, let last = advice.counts.last {
            let (then, now) = (advice.uptake(of: first), advice.uptake(of: last))
            words +=
                "; followed by \(then.followed) of \(then.all) nodes at first, "
                + "\(now.followed) of \(now.all) at last"
        }
        var against: [NodeID] = []
        for (before, after) in zip(advice.counts, advice.counts.dropFirst()) {
            guard let node = after.node, !against.contains(node),
                advice.uptake(of: after).followed < advice.uptake(of: before).followed
            else { continue }
            against.append(node)
        }
        return against.isEmpty ? words : words + "; against it: \(self.words(of: against))"
    }
}
