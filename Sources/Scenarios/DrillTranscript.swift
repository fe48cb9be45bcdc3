import IncidentLog
import Primitives

/// The entries of a drill's log that expectations speak of.
struct DrillTranscript: Sendable {
    private var raised: [Moment<SignalID>] = []
    private var raisedOn: [Moment<NodeID>] = []
    private var reports: [Moment<PartyID>] = []
    private var passed: [Moment<StepID>] = []
    private var regressed: [Moment<StepID>] = []
    private var changedFacts: [Moment<String>] = []
    private var impacts: [Impact] = []
    private var updates: [Update] = []
    private var status: IncidentStatus?

    private struct Moment<Subject: Sendable>: Sendable {
        let subject: Subject
        let at: Timestamp
        let sequence: Int64
    }

    private struct Impact: Sendable {
        let party: PartyID
        let from: Timestamp
        let cause: ImpactCause
        var to: Timestamp?
        var isResidual = false
    }

    private struct Update: Sendable {
        let number: Int
        var missing: Set<ChannelID>
    }

    /// Whether a claim is true, and what was seen.
    struct Finding {
        let held: Bool
        let detail: String
    }

    mutating func observe(_ entry: Entry) {
        func moment<Subject>(_ subject: Subject) -> Moment<Subject> {
            Moment(subject: subject, at: entry.occurredAt, sequence: entry.sequence)
        }
        switch entry.event {
        case .signal(.raised(let signal, _, _, let node, _)):
            raised.append(moment(signal))
            if let node { raisedOn.append(moment(node)) }
        case .signal(.found(let finding)), .signal(.reopened(let finding)):
            raised += finding.subjects.map(moment)
            // To differ from nodes that were changed is no fault of the node.
            if finding.kind != .skew { raisedOn += finding.nodes.map(moment) }
        // What is listed under a signal that was raised is known too.
        case .signal(.suppressed(let findings, .signal)):
            raised += findings.flatMap(\.subjects).map(moment)
        case .signal(.changed(let signal, _, _, let nodes, _, _, _)):
            raised += nodes.map { moment(SignalID("\(signal)/\($0)")) }
            raisedOn += nodes.map(moment)
        case .timeline(.reported(let party, _)): reports.append(moment(party))
        case .checklist(.passed(let step, _, _, _, _)): passed.append(moment(step))
        case .checklist(.regressed(let step, _)): regressed.append(moment(step))
        case .fleet(.factChanged(let node, let fact, let from, _, _)) where !from.isEmpty:
            changedFacts.append(moment("\(fact) \(node)"))
        case .impact(let event): observe(event)
        case .update(let event): observe(event)
        case .incident(.declared): status = .investigating
        case .incident(.statusChanged(_, let to, _)): status = to
        case .incident, .timeline, .role, .task, .advice, .clock, .attendance, .checklist, .signal,
            .delivery, .fleet, .watch, .log, .change, .policy, .baseline, .unknown:
            break
        }
    }

    private mutating func observe(_ event: ImpactEvent) {
        func open(_ party: PartyID) -> Int? {
            impacts.lastIndex { $0.party == party && $0.to == nil }
        }
        switch event {
        case .opened(let party, _, let from, let cause, _, _, _, _):
            impacts.append(Impact(party: party, from: from, cause: cause))
        case .closed(let party, let to, _, _, _):
            if let index = open(party) { impacts[index].to = to }
        case .acceptedAsResidual(let party, _, _):
            if let index = open(party) { impacts[index].isResidual = true }
        }
    }

    private mutating func observe(_ event: UpdateEvent) {
        switch event {
        case .queued(let number, _, let channels, _):
            updates.append(Update(number: number, missing: Set(channels)))
        case .delivered(let number, let channel, _, _):
            guard let index = updates.lastIndex(where: { $0.number == number }) else { return }
            updates[index].missing.remove(channel)
        case .attemptFailed, .gaveUp, .requeued: break
        }
    }
}

// MARK: Judging

extension DrillTranscript {
    func judge(_ claim: ScenarioExpectation.Claim, at end: Timestamp) -> Finding {
        switch claim {
        case .raised(let signals, let window):
            return each(signals) { signal in moment(of: signal, in: raised, window) }
        case .neverRaised(let signals, let window):
            return each(signals) { absence(of: $0, in: raised, window, "raised") }
        case .clean(let nodes, let window):
            return each(nodes) { absence(of: $0, in: raisedOn, window, "signalled") }
        case .raisedBeforeReport(let signals, let party):
            return each(signals) { judge($0, beforeReportOf: party) }
        case .passed(let step, let window): return moment(of: step, in: passed, window)
        case .notPassed(let step, let window):
            return absence(of: step, in: passed, window, "passed")
        case .regressed(let step, let window): return moment(of: step, in: regressed, window)
        case .impact(let party, let claim): return judge(party, claim, at: end)
        case .residual(let party):
            let isResidual = impacts.contains { $0.party == party && $0.isResidual }
            return Finding(
                held: isResidual,
                detail: isResidual ? "accepted" : "no residual impact accepted"
            )
        case .updates(let count): return judge(updatesAtLeast: count)
        case .status(let wanted):
            return Finding(
                held: status == wanted,
                detail: status.map { "is \($0.rawValue)" } ?? "no incident"
            )
        case .unchanged(let fact):
            let change = changedFacts.first { $0.subject.hasPrefix("\(fact) ") }
            return Finding(
                held: change == nil,
                detail: change.map { "changed on \($0.subject) at \($0.at)" } ?? "never changed"
            )
        }
    }

    /// All findings must hold; the detail is that of the first that does not.
    private func each<Subject>(_ subjects: [Subject], _ judge: (Subject) -> Finding) -> Finding {
        let findings = subjects.map(judge)
        let telling = findings.first { !$0.held } ?? findings.last
        return telling ?? Finding(held: false, detail: "names nothing")
    }

    private func moment<Subject: Hashable & CustomStringConvertible>(
        of subject: Subject,
        in moments: [Moment<Subject>],
        _ window: ScenarioExpectation.Window
    ) -> Finding {
        let all = moments.filter { $0.subject == subject }
        if let hit = all.first(where: { window.contains($0.at) }) {
            return Finding(held: true, detail: "\(subject) at \(hit.at)")
        }
        let times = all.map(\.at.description).joined(separator: ", ")
        return Finding(
            held: false,
            detail: times.isEmpty ? "\(subject) never" : "\(subject) only at \(times)"
        )
    }

    private func absence<Subject: Hashable & CustomStringConvertible>(
        of subject: Subject,
        in moments: [Moment<Subject>],
        _ window: ScenarioExpectation.Window,
        _ word: String
    ) -> Finding {
        let hit = moments.first { $0.subject == subject && window.contains($0.at) }
        return Finding(
            held: hit == nil,
            detail: hit.map { "\(subject) \(word) at \($0.at)" } ?? "\(subject) not \(word)"
        )
    }

    private func judge(_ signal: SignalID, beforeReportOf party: PartyID) -> Finding {
        guard let report = reports.first(where: { $0.subject == party }) else {
            return Finding(held: false, detail: "no report of \(party)")
        }
        guard let alarm = raised.first(where: { $0.subject == signal }) else {
            return Finding(held: false, detail: "\(signal) never raised")
        }
        let lead = (report.at - alarm.at).brief
        return Finding(
            held: alarm.sequence < report.sequence,
            detail: "\(signal) at \(alarm.at), \(lead) before the report"
        )
    }

    private func judge(
        _ party: PartyID,
        _ claim: ScenarioExpectation.ImpactClaim,
        at end: Timestamp
    ) -> Finding {
        let windows = impacts.filter { $0.party == party }
        let texts = windows.map { impact in
            let until = impact.to.map(\.description) ?? "still open"
            return "\(impact.from) to \(until), cause \(impact.cause.rawValue)"
        }
        let hit = windows.indices.first { index in
            let impact = windows[index]
            let lasted = (impact.to ?? end) - impact.from
            return claim.from.contains(impact.from)
                && claim.to.map { window in impact.to.map(window.contains) ?? false } ?? true
                && claim.cause.map { $0 == impact.cause } ?? true
                && claim.atLeast.map { lasted >= $0 } ?? true
                && claim.atMost.map { lasted <= $0 } ?? true
        }
        return Finding(
            held: hit != nil,
            detail: hit.map { texts[$0] }
                ?? (texts.isEmpty ? "no impact" : texts.joined(separator: "; "))
        )
    }

    private func judge(updatesAtLeast count: Int) -> Finding {
        if let late = updates.first(where: { !$0.missing.isEmpty }) {
            let channels = late.missing.sorted().map(\.rawValue).joined(separator: ", ")
            return Finding(held: false, detail: "#\(late.number) not delivered on \(channels)")
        }
        return Finding(
            held: updates.count >= count,
            detail: "\(updates.count) sent and delivered"
        )
    }
}
