import FleetModel
import IncidentLog
import Primitives

// What parties need, against what the release that is to run speaks.
extension Preflight {
    func needs(of party: Party) -> [PreflightResult] {
        func result(_ verdict: PreflightResult.Verdict, _ text: String) -> PreflightResult {
            PreflightResult("party needs", verdict, subject: party.id.rawValue, text)
        }
        guard !party.needs.isEmpty else {
            return [result(.warn, "the fleet file does not say what it needs; ask it")]
        }
        let (known, later) = (
            party.needs.filter(\.isToldBefore), party.needs.filter { !$0.isToldBefore }
        )
        var results = known.map { need in
            let words = need.needWords
            guard let (truth, reading) = judge(need) else {
                return result(
                    .fail,
                    "needs \(words), and nothing tells what \(plan.to) speaks; say it "
                        + "(--speaks ID), or name a node that runs it (--canary NODE)"
                )
            }
            return truth == .holds
                ? result(.pass, "needs \(words): \(reading)")
                : result(.fail, "needs \(words), but \(reading)")
        }
        if !later.isEmpty {
            let words = later.map(\.source).joined(separator: ", ")
            results.append(result(.warn, "shows only as it runs: \(words)"))
        }
        return results
    }

    /// Whether a need would be met, by the most trustworthy of those that can tell: the canary,
    /// the nodes that run the release already, the plan; nil when none can.
    private func judge(_ need: Condition) -> (truth: Evaluation.Truth, reading: String)? {
        for witness in witnesses {
            let evaluation = need.evaluate(in: witness.scope)
            guard evaluation.truth != .unknown else { continue }
            return (evaluation.truth, "\(evaluation.reading) (\(witness.words))")
        }
        return nil
    }

    private struct Witness {
        let scope: Condition.Scope
        let words: String
    }

    private var witnesses: [Witness] {
        var witnesses: [Witness] = []
        func see(_ nodes: [NodeID], _ words: String) {
            witnesses.append(
                Witness(
                    scope: Condition.Scope(fleet, readings, nodes: nodes, now: now),
                    words: words
                )
            )
        }
        if let canary = plan.target.canary { see([canary], "seen on the canary") }
        let running = fleet.nodes.map(\.id).filter { node in
            node != plan.target.canary
                && fact(.version, of: node).map { versions in
                    !versions.isEmpty
                        && versions.allSatisfy { ReleaseName.matches($0, plan.to) }
                } ?? false
        }
        if !running.isEmpty { see(running, "seen on what runs \(plan.to)") }
        if !plan.target.facts.isEmpty {
            witnesses.append(Witness(scope: stated.scope, words: "as the plan says"))
        }
        return witnesses
    }

    /// What the plan states of the release.
    private var stated: Stand {
        var stand = Stand(in: fleet, at: now, called: plan.to)
        for fact in plan.target.facts { stand.tell(fact.name, fact.values) }
        func states(_ name: FactName) -> Bool { plan.target.facts.contains { $0.name == name } }
        if !states(.version) { stand.tell(.version, [plan.to]) }
        // As a probe of a Waku node would tell it.
        let protocols = plan.target.facts.first { $0.name == .protocols }?.values ?? []
        let relay = protocols.filter { $0.hasPrefix("/vac/waku/relay/") }
        if !states(.relay), !relay.isEmpty { stand.tell(.relay, relay) }
        return stand
    }
}

extension Condition {
    /// Whether it speaks of what a release is, which is known before it runs, and not of how it
    /// fares.
    fileprivate var isToldBefore: Bool {
        clause.comparisons.allSatisfy { comparison in
            guard case .value = comparison.subject else { return false }
            return switch comparison.operand {
            case .number: false
            case .text, .list, .releases: true
            }
        }
    }

    /// The need in words: of a protocol only its id, for that is what people know.
    fileprivate var needWords: String {
        guard case .comparison(let comparison) = clause, comparison.comparator == .contains,
            case .text(let text) = comparison.operand
        else { return source }
        return text
    }
}
