package import FleetModel
internal import Primitives

/// Plan files: one YAML document that says what is to be changed on a fleet, and for whom it means
/// what.
package enum PlanFile {
    /// Reads a plan file and collects every mistake in it.
    ///
    /// - Parameters:
    ///   - text: The YAML text.
    ///   - file: The file's name, for the problems.
    /// - Returns: The plan, nil when a problem is an error, and the problems in the file's order.
    package static func read(
        _ text: String,
        file: String
    ) -> (plan: ChangePlan?, problems: [ConfigProblem]) {
        let reading = ParsingContext(file: file)
        var tree = YAMLTree(text, reading: reading)
        guard let root = tree.root() else { return (nil, reading.problems) }
        let values = ValueReader(
            reading: reading,
            source: tree.source,
            environment: [:],
            readSecretFile: { _ in "" }
        )
        let plan = PlanReader(reading: reading, values: values).plan(root)
        return (reading.hasErrors ? nil : plan, reading.problems)
    }

    /// A file that shows every key.
    package static let example = """
        # What is to be done, in one line, and on which fleet.
        what: redeploy prod off release v0.5
        fleet: wakuv2.prod
        from: v0.4
        to: v0.5
        # Nodes that are changed together, and how long they are watched before the next.
        waves:
          - nodes: [do-ams3]
            hold: 15m
          - hold: 30m            # without nodes: all that are left
        expected: 10m
        # What it means for each party; nobody is asked before this is said, and be it 'none'.
        impacts:
          js-waku: each node is away for a minute
          chat2bridge: none
        rollback:
          text: redeploy v0.4 and restore the copies of the databases
        # When to abort: each on any one of the changed nodes.
        abort: [peers < 3 for 2m]
        # What cannot be brought back.
        destroys: [the message database]
        # What is known of the release: a node that runs it, or what it speaks.
        target:
          canary: ac-cn-hongkong-c
          protocols: [/vac/waku/relay/2.0.0-beta2]
        # Keys of configurations that the older release refuses.
        refuses: [keep-alive]

        """
}

/// Reads a plan from its tree.
private struct PlanReader {
    let reading: ParsingContext
    let values: ValueReader

    private static let keys = [
        "what", "fleet", "from", "to", "waves", "expected", "impacts", "rollback", "abort",
        "destroys", "target", "refuses",
    ]

    /// The plan; nil when what is done or the release is missing.
    func plan(_ root: YAMLNode) -> ChangePlan? {
        guard let fields = fields(root, of: "a plan", Self.keys) else { return nil }
        let what = values.text(fields.required("what"), "what")
        let to = values.text(fields.required("to"), "to")
        let plan = ChangePlan(
            what: what ?? "",
            fleet: text(fields, "fleet"),
            from: text(fields, "from"),
            to: to ?? "",
            waves: list(fields.optional("waves"), "waves") { wave($0) },
            expected: fields.optional("expected").flatMap { values.span($0, "expected") },
            impacts: impacts(fields.optional("impacts")),
            rollback: fields.optional("rollback").flatMap { rollback($0) },
            aborts: list(fields.optional("abort"), "abort") { condition($0) },
            destroys: values.texts(fields.optional("destroys"), "destroys").map(\.text),
            target: target(fields.optional("target")),
            refusedKeys: values.texts(fields.optional("refuses"), "refuses").map(\.text)
        )
        return what == nil || to == nil ? nil : plan
    }

    private func fields(_ node: YAMLNode, of owner: String, _ keys: [String]) -> Fields? {
        Fields(node, of: owner, known: keys, reading: reading)
    }

    private func text(_ fields: Fields, _ key: String) -> String? {
        fields.optional(key).flatMap { values.text($0, key) }
    }

    private func list<Element>(
        _ node: YAMLNode?,
        _ key: String,
        _ read: (YAMLNode) -> Element?
    ) -> [Element] {
        guard let node else { return [] }
        return (reading.items(of: node, key) ?? []).compactMap(read)
    }

    private func wave(_ node: YAMLNode) -> ChangePlan.Wave? {
        guard let fields = fields(node, of: "a wave", ["nodes", "hold"]) else { return nil }
        let hold = fields.optional("hold").flatMap { values.span($0, "hold") }
        return ChangePlan.Wave(
            nodes: values.texts(fields.optional("nodes"), "nodes").map { NodeID($0.text) },
            hold: hold ?? .zero
        )
    }

    private func impacts(_ node: YAMLNode?) -> [ChangePlan.StatedImpact] {
        guard let node, let entries = reading.entries(of: node, "'impacts'") else { return [] }
        return entries.compactMap { entry in
            values.text(entry.value, entry.key).map {
                ChangePlan.StatedImpact(party: PartyID(entry.key), text: $0)
            }
        }
    }

    /// A way back in words alone, or with its runbook.
    private func rollback(_ node: YAMLNode) -> ChangePlan.Rollback? {
        if case .scalar = node.content {
            return values.text(node, "rollback").map { ChangePlan.Rollback(text: $0) }
        }
        guard let fields = fields(node, of: "'rollback'", ["text", "runbook"]) else { return nil }
        return ChangePlan.Rollback(
            text: text(fields, "text"),
            runbook: text(fields, "runbook")
        )
    }

    private func condition(_ node: YAMLNode) -> String? {
        let known = ConditionSurroundings(hasReleases: true, given: [])
        return values.condition(node, "abort", fleet: known)?.source
    }

    private func target(_ node: YAMLNode?) -> ChangePlan.Target {
        let keys = ["canary", "protocols", "facts"]
        guard let node, let fields = fields(node, of: "'target'", keys) else {
            return ChangePlan.Target()
        }
        let canary = text(fields, "canary").map { NodeID($0) }
        let protocols = values.texts(fields.optional("protocols"), "protocols").map(\.text)
        var facts = protocols.isEmpty ? [] : [ChangePlan.StatedFact(.protocols, protocols)]
        if let node = fields.optional("facts"),
            let entries = reading.entries(of: node, "'facts'")
        {
            facts += entries.compactMap { fact($0) }
        }
        return ChangePlan.Target(canary: canary, facts: facts)
    }

    private func fact(_ entry: YAMLEntry) -> ChangePlan.StatedFact? {
        if case .list = entry.value.content {
            let texts = values.texts(entry.value, entry.key).map(\.text)
            return ChangePlan.StatedFact(FactName(entry.key), texts)
        }
        return values.text(entry.value, entry.key).map {
            ChangePlan.StatedFact(FactName(entry.key), [$0])
        }
    }
}
