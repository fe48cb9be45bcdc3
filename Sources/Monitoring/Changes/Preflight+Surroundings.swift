import FleetModel
import IncidentLog
import Primitives

// What would get in the way of a change, or of the way back.
extension Preflight {
    /// The words by which a probe says that nothing acts by itself.
    private static let stopped: Set<String> = [
        "off", "stopped", "inactive", "disabled", "paused", "masked", "no", "none", "false", "0",
    ]

    /// Whether something updates the nodes by itself and would undo the change, or the way back.
    func automation() -> PreflightResult {
        func result(_ verdict: PreflightResult.Verdict, _ text: String) -> PreflightResult {
            PreflightResult("automation", verdict, subject: fleet.name, text)
        }
        let told = nodes.compactMap { node in
            fact(.automation, of: node).map { (node, $0) }
        }
        let running = told.filter { _, values in
            values.contains { !Self.stopped.contains($0.lowercased()) }
        }
        if let first = running.first {
            let names = names(running.map(\.0))
            return result(
                .fail,
                "something acts by itself on \(names) (\(first.1.joined(separator: " "))); stop it"
            )
        }
        let silent = nodes.filter { node in !told.contains { $0.0 == node } }
        guard silent.isEmpty else {
            return result(
                .warn,
                "not known whether something updates \(names(silent)) by itself "
                    + "(no probe gives the fact 'automation')"
            )
        }
        return result(.pass, "nothing acts by itself on \(names(nodes))")
    }

    /// Whether the plan says how one gets back.
    func wayBack() -> PreflightResult {
        let (text, runbook) = (plan.rollback?.text, plan.rollback?.runbook)
        if let runbook, !fleet.runbooks.contains(where: { $0.name == runbook }) {
            return PreflightResult(
                "way back",
                .fail,
                subject: runbook,
                "the fleet file has no runbook of this name"
            )
        }
        guard let words = text ?? runbook.map({ "runbook '\($0)'" }) else {
            return PreflightResult(
                "way back",
                .warn,
                subject: plan.to,
                "the plan does not say how one gets back (--rollback)"
            )
        }
        return PreflightResult("way back", .pass, subject: plan.to, words)
    }

    /// Whether the databases will look otherwise than now: the way back then needs old ones.
    ///
    /// Nil when nothing tells how they will look.
    func layout() -> PreflightResult? {
        let target = targetFacts.filter { $0.name.isDatabaseLayout }
        guard !target.isEmpty else { return nil }
        for fact in target {
            let others = nodes.filter { node in
                node != plan.target.canary
                    && self.fact(fact.name, of: node).map { $0 != fact.values } ?? false
            }
            guard !others.isEmpty else { continue }
            let hasWay = plan.rollback != nil
            return PreflightResult(
                "database layout",
                hasWay ? .warn : .fail,
                subject: plan.to,
                "\(fact.name) will be other than on \(names(others)): the way back needs databases "
                    + "of the old layout" + (hasWay ? "" : "; say how one gets back (--rollback)")
            )
        }
        return PreflightResult("database layout", .pass, subject: plan.to, "as it is now")
    }

    /// What the canary says of itself, and else what the plan states.
    private var targetFacts: [ChangePlan.StatedFact] {
        guard let canary = plan.target.canary, let facts = readings.nodes[canary]?.facts else {
            return plan.target.facts
        }
        let seen = facts.keys.sorted().map { ChangePlan.StatedFact($0, facts[$0]?.values ?? []) }
        return seen + plan.target.facts.filter { facts[$0.name] == nil }
    }

    /// Whether what would show the cause was kept before it is destroyed; nil when the plan
    /// destroys nothing.
    func evidence() -> PreflightResult? {
        guard !plan.destroys.isEmpty else { return nil }
        let subject = plan.destroys.joined(separator: ", ")
        func result(_ verdict: PreflightResult.Verdict, _ text: String) -> PreflightResult {
            PreflightResult("evidence", verdict, subject: subject, text)
        }
        guard let incident = change.incident else {
            return result(.warn, "it belongs to no incident in which a copy could be kept")
        }
        let count = log.incident(incident)?.keptProofs ?? 0
        return count == 0
            ? result(.fail, "no copy was kept in \(incident); keep one: tocsin log attach FILE")
            : result(
                .pass,
                "\(count) \(count == 1 ? "proof is" : "proofs are") kept in \(incident)"
            )
    }

    /// Whether nodes have keys in their configuration that the older release refuses.
    func refusedKeys() -> [PreflightResult] {
        plan.refusedKeys.map { key in
            let places = nodes.filter { node in
                (readings.nodes[node]?.facts.keys ?? [:].keys).contains { $0.isConfigKey(key) }
            }
            let isRead = nodes.contains { node in
                (readings.nodes[node]?.facts.keys ?? [:].keys).contains(where: \.isOfConfig)
            }
            guard places.isEmpty else {
                return PreflightResult(
                    "config keys",
                    .fail,
                    subject: key,
                    "the older release refuses it, and it is set on \(names(places))"
                )
            }
            return isRead
                ? PreflightResult("config keys", .pass, subject: key, "set on no node")
                : PreflightResult(
                    "config keys",
                    .warn,
                    subject: key,
                    "not known whether it is set: no probe reads the configuration"
                )
        }
    }
}

extension Identifier where Subject == Fact {
    /// Whether something acts on the node by itself, such as a program that updates it.
    fileprivate static let automation = Self("automation")

    fileprivate var isDatabaseLayout: Bool {
        rawValue.hasPrefix("database") && rawValue.hasSuffix(".layout")
    }

    /// Whether it is a key of a configuration; each is a fact of its own.
    fileprivate var isOfConfig: Bool { rawValue.hasPrefix("config ") }

    /// Whether it is this key, whatever source of the configuration it stands in.
    fileprivate func isConfigKey(_ key: String) -> Bool {
        guard isOfConfig else { return false }
        let name = rawValue.dropFirst("config ".count)
        return name == key || name.hasSuffix(":" + key)
    }
}
